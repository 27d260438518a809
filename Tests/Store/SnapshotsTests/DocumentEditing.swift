import Cryptography
import JSONTree

extension JSONValue {
    /// The document with another value at that place; nil takes it out.
    func replacing(_ steps: [String], with value: JSONValue?) -> JSONValue {
        replacing(steps[...], with: value) ?? .null
    }

    private func replacing(_ steps: ArraySlice<String>, with value: JSONValue?) -> JSONValue? {
        guard let step = steps.first else { return value }
        if var items = arrayValue, let position = Int(step), items.indices.contains(position) {
            items[position] = items[position].replacing(steps.dropFirst(), with: value) ?? .null
            return .array(items)
        }
        var object = objectValue ?? JSONObject()
        object[step] = (object[step] ?? .object(JSONObject())).replacing(steps.dropFirst(), with: value)
        return .object(object)
    }

    /// The document with the integrity that fits it, by the recipe of docs/snapshot-format.md.
    var withIntegrity: JSONValue {
        let bytes = JSONWriter.canonical(replacing(["integrity"], with: nil))
        return replacing(["integrity"], with: .string("sha256:" + HexEncoding.encode(SHA256.hash(bytes))))
    }
}
