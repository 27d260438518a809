import CameraSchema
import JSONTree

/// Renders the stored data of a section as the answer to one get request.
struct SectionReader {
    /// Encrypts the fields that travel encrypted; nil when this endpoint's answers are in clear.
    let codec: FieldCodec?

    let encryptsMaybe: Bool

    /// Wire names of members that no field describes and that change at every read.
    let volatileNames: Set<String>

    /// How often the section has been read: volatile numbers follow it.
    let reads: Int

    func rendered(_ value: JSONValue, _ field: Field) -> JSONValue {
        switch (value, field.type) {
        case (.object(let members), .object(let fields)):
            var result = JSONObject()
            for (name, member) in members {
                guard let field = fields.first(where: { $0.storedName == name }) else {
                    let number = volatileNames.contains(name) ? member.integerValue : nil
                    result[name] = number.map { .integer(moved($0, maximum: nil)) } ?? member
                    continue
                }
                if field.presence != .set { result[name] = rendered(member, field) }
            }
            return .object(result)
        case (.array(let items), .list(let item, _)):
            return .array(items.map { rendered($0, item) })
        case (.string(let text), _):
            if field.isPassword { return "" }
            if field.role == .volatile { return .string(moved(text)) }
            if let codec, field.encryption == .always || (field.encryption == .maybe && encryptsMaybe) {
                return .string(codec.encrypt(text))
            }
            return value
        case (.number(let number), .integer) where field.role == .volatile:
            return number.integer.map { .integer(moved($0, maximum: field.maximum)) } ?? value
        default:
            return value
        }
    }

    /// Another number at every read, within the field's range.
    private func moved(_ value: Int, maximum: Int?) -> Int {
        let step = reads % 7
        guard let maximum, value + step > maximum else { return value + step }
        return max(0, value - step)
    }

    private func moved(_ text: String) -> String {
        guard let number = Int(text) else { return text }
        return String(moved(number, maximum: nil))
    }
}
