import CameraSchema
import JSONTree

extension CameraState {
    /// The secrets in the stored sections by section and canonical name.
    var heldSecrets: [String: String] {
        var secrets: [String: String] = [:]
        for (section, data) in sections {
            guard let endpoint = template.schema.endpoint(of: section) else { continue }
            Self.collect(data, endpoint.data, path: section.description, into: &secrets)
        }
        return secrets
    }

    private static func collect(_ value: JSONValue, _ field: Field, path: String, into secrets: inout [String: String])
    {
        switch (value, field.type) {
        case (.object(let members), .object(let fields)):
            for field in fields {
                guard let member = members[field.storedName] else { continue }
                collect(member, field, path: path + "/" + field.name, into: &secrets)
            }
        case (.array(let items), .list(let item, _)):
            for (index, member) in items.enumerated() {
                collect(member, item, path: "\(path)/\(index)", into: &secrets)
            }
        case (.string(let text), .text) where field.role == .secret:
            secrets[path] = text
        default:
            return
        }
    }
}
