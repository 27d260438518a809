import CameraSchema
import Cryptography
import JSONTree

extension Field {
    /// The name under which the simulated camera keeps the value: as a get shows it, or as a set sends it when no get
    /// shows it.
    var storedName: String {
        presence == .set ? wireName.set : wireName.get
    }

    /// Whether it is a password, which no get ever returns (field facts, Encrypted fields 5). Other secrets are returned.
    var isPassword: Bool {
        guard role == .secret else { return false }
        let name = storedName.lowercased()
        return name.contains(text: "pass") || name.contains(text: "pwd")
    }

    /// What a set request carries for this field, under any of its names.
    func given(in members: JSONObject) -> JSONValue? {
        if let value = members[wireName.set] { return value }
        for name in alsoNamed {
            if let value = members[name] { return value }
        }
        return nil
    }
}

extension String {
    /// Whether the text contains another one (Foundation's `contains` is not used in shipping targets).
    func contains(text: String) -> Bool {
        Array(utf8).firstPosition(of: Array(text.utf8), from: 0) != nil
    }
}

extension JSONValue {
    /// 1, true, "1", "true": whether an action was asked for.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .number(let number): number.integer != 0
        case .string(let text): !["", "0", "false"].contains(text)
        case .array, .object: true
        }
    }

    /// An integer written as a number or as text (field facts, Values).
    var tolerantInteger: Int? {
        integerValue ?? stringValue.flatMap { Int($0) } ?? boolValue.map { $0 ? 1 : 0 }
    }

    /// The same shape with nothing in it: what firmware leaves of a member that a write did not mention.
    var wiped: JSONValue {
        switch self {
        case .null: .null
        case .bool: false
        case .number: 0
        case .string: ""
        case .array(let items): .array(items.map(\.wiped))
        case .object(let members): .object(JSONObject(members.map { ($0, $1.wiped) }))
        }
    }

    /// This value in the JSON types of another one: a camera answers in its own types, whatever types it was sent.
    func shaped(like old: JSONValue) -> JSONValue {
        switch (self, old) {
        case (.number(let number), .string): return .string(number.text)
        case (.bool(let flag), .string): return flag ? "1" : "0"
        case (.string(let text), .number): return Int(text).map { .integer($0) } ?? self
        case (.bool(let flag), .number): return flag ? 1 : 0
        case (.number(let number), .bool): return .bool(number.integer != 0)
        case (.string(let text), .bool): return .bool(text == "1" || text == "true")
        case (.array(let items), .array(let olds)):
            return .array(
                items.enumerated().map { index, item in
                    guard let last = olds.last else { return item }
                    return item.shaped(like: index < olds.count ? olds[index] : last)
                })
        case (.array, .object(let members)):
            // A day that is sent as a list of periods and shown as an object around that list (document 7.6.1).
            let lists = members.filter { $0.value.arrayValue != nil }
            guard lists.count == 1, let list = lists.first else { return self }
            var result = members
            result[list.key] = shaped(like: list.value)
            return .object(result)
        case (.object(let members), .object(let olds)):
            return .object(
                JSONObject(members.map { key, value in (key, olds[key].map { value.shaped(like: $0) } ?? value) }))
        default:
            return self
        }
    }
}
