import JSONTree

/// A camera as text for the file: what `inventory add` and `inventory import` write.
package struct InventoryEntry: Sendable, Equatable {
    package var name: String
    package var address: String
    package var groups: [String] = []
    package var model: String?
    package var user: String?
    package var password: PasswordSource?

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// In the order in which people read it.
    var json: JSONObject {
        var members: [(String, JSONValue)] = [("name", .string(name)), ("address", .string(address))]
        if !groups.isEmpty { members.append(("groups", .array(groups.map(JSONValue.string)))) }
        if let model { members.append(("model", .string(model))) }
        if let user { members.append(("user", .string(user))) }
        if let password { members.append(("password", password.json)) }
        return JSONObject(members)
    }

    /// One line.
    var text: String {
        let members = json.map { Self.member($0.key, $0.value) }
        return "{ " + members.joined(separator: ", ") + " }"
    }

    /// As a member of an object of cameras: its name, and the rest.
    var memberText: String {
        let members = json.filter { $0.key != "name" }.map { Self.member($0.key, $0.value) }
        return JSONValue.string(name).compactText + ": { " + members.joined(separator: ", ") + " }"
    }

    private static func member(_ key: String, _ value: JSONValue) -> String {
        JSONValue.string(key).compactText + ": " + value.compactText
    }
}

extension PasswordSource {
    var json: JSONValue {
        switch self {
        case .environment(let text), .file(let text), .command(let text), .sealed(let text):
            .object(JSONObject([(kind, .string(text))]))
        case .vault: .object(JSONObject([(kind, .bool(true))]))
        }
    }
}
