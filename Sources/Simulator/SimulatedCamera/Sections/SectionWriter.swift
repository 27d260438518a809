import CameraSchema
import JSONTree

/// What a camera does with the members that a write leaves out.
package enum WritePolicy: String, Sendable, Hashable, CaseIterable {
    /// The object of the request replaces the old one: what it leaves out is wiped (field facts, Calls). The default.
    case replace
    /// What the request leaves out stays as it was, as the document says.
    case merge
}

/// Applies one set request to the stored data of a section.
///
/// The whole request is refused if the camera does not accept one of its values (`ValueRules`). Members that only a get shows
/// stay as they are, and so do volatile ones, read-only ones and bounds.
struct SectionWriter {
    let policy: WritePolicy

    /// For encrypted members; nil if the request did not say how it encrypts.
    let codec: FieldCodec?

    /// Whether members that only some firmware encrypts are encrypted here.
    let encryptsMaybe: Bool

    /// The section as it leaves the factory; nil for a camera that takes every value.
    let defaults: JSONValue?

    /// Paths of actions that the request triggered (a test mail, a played sound).
    private(set) var triggered: [String] = []

    /// Secrets in plain text, by path.
    private(set) var secrets: [String: String] = [:]

    /// The code of a refusal: then nothing may be stored.
    private(set) var refusal: DeviceReplyCode?

    init(policy: WritePolicy, codec: FieldCodec?, encryptsMaybe: Bool, defaults: JSONValue?) {
        self.defaults = defaults
        self.policy = policy
        self.codec = codec
        self.encryptsMaybe = encryptsMaybe
    }

    /// The value to store.
    mutating func merged(_ new: JSONValue, into old: JSONValue, field: Field, path: String) -> JSONValue {
        switch field.type {
        case .object(let fields):
            guard let members = new.objectValue else {
                refusal = .badParameter
                return old
            }
            return .object(merged(members, into: old.objectValue ?? JSONObject(), fields: fields, path: path))
        case .list(let item, let identity):
            guard let items = new.arrayValue else {
                refusal = .badParameter
                return old
            }
            return .array(merged(items, into: old.arrayValue ?? [], item: item, identity: identity, path: path))
        case .text where isEncrypted(field):
            return decrypted(new, path: path)
        case .text where field.role == .secret:
            secrets[path] = new.stringValue
            return new.shaped(like: old)
        default:
            return new.shaped(like: old)
        }
    }

    private mutating func merged(
        _ new: JSONObject, into old: JSONObject, fields: [Field], path: String
    ) -> JSONObject {
        let rules = defaults.map { ValueRules(defaults: $0, siblings: old, fields: fields) }
        var result = old
        var described: Set<String> = []
        for field in fields {
            // Some firmware keeps a member under another of its names.
            let name =
                old[field.storedName] == nil
                ? field.alsoNamed.first { old[$0] != nil } ?? field.storedName : field.storedName
            described.insert(field.storedName)
            described.insert(field.wireName.set)
            described.formUnion(field.alsoNamed)
            let given = field.given(in: new)
            let inner = path + "/" + field.name
            switch field.role {
            case .volatile, .readOnly, .constraint:
                continue
            case .action:
                if given?.isTruthy == true { triggered.append(inner) }
                continue
            case .key:
                guard field.presence == .both, let given else { continue }
                result[name] = given.shaped(like: old[name] ?? .null)
                check(given, instead: old[name], of: field, by: rules)
                continue
            case .setting, .identity, .secret:
                break
            }
            guard field.presence != .get else { continue }
            if let given {
                let stored = merged(given, into: old[name] ?? .null, field: field, path: inner)
                result[name] = stored
                check(isEncrypted(field) ? stored : given, instead: old[name], of: field, by: rules)
            } else if let kept = old[name], policy == .replace {
                result[name] = wiped(kept, field)
            }
        }
        // Members that no field describes: those of another firmware, and corners of a figure in the object itself.
        for (name, kept) in old where !described.contains(name) {
            if let given = new[name] {
                result[name] = given.shaped(like: kept)
            } else if policy == .replace {
                result[name] = kept.wiped
            }
        }
        return result
    }

    private mutating func check(
        _ value: JSONValue, instead old: JSONValue?, of field: Field, by rules: ValueRules?
    ) {
        guard refusal == nil, let rules, !rules.accept(value, instead: old, of: field) else { return }
        refusal = .badParameter
    }

    /// A keyed list takes the items that are sent and keeps the others; any other list is replaced.
    private mutating func merged(
        _ new: [JSONValue], into old: [JSONValue], item: Field, identity: ListIdentity, path: String
    ) -> [JSONValue] {
        guard case .key(let keyName) = identity, let key = item.members?.first(where: { $0.name == keyName }) else {
            return new.enumerated().map { index, value in
                let model = index < old.count ? old[index] : (old.last?.wiped ?? .null)
                return merged(value, into: model, field: item, path: "\(path)/\(index)")
            }
        }
        var result = old
        for value in new {
            let id = value.objectValue.flatMap { key.given(in: $0) }
            let inner = "\(path)/\(id.map { $0.stringValue ?? "\($0.tolerantInteger ?? 0)" } ?? "")"
            let place = result.firstIndex { candidate in
                guard let own = candidate[key.wireName.get], let id else { return false }
                return own == id || (own.tolerantInteger != nil && own.tolerantInteger == id.tolerantInteger)
            }
            if let place {
                result[place] = merged(value, into: result[place], field: item, path: inner)
            } else {
                result.append(merged(value, into: .null, field: item, path: inner))
            }
        }
        return result
    }

    /// What is left of a member that the request did not mention.
    private func wiped(_ value: JSONValue, _ field: Field) -> JSONValue {
        guard let members = value.objectValue, let fields = field.members else { return value.wiped }
        return .object(
            JSONObject(
                members.map { name, member in
                    guard let field = fields.first(where: { $0.storedName == name }) else {
                        return (name, member.wiped)
                    }
                    let stays =
                        field.presence == .get || [.volatile, .readOnly, .constraint, .key].contains(field.role)
                    return (name, stays ? member : wiped(member, field))
                }))
    }

    private func isEncrypted(_ field: Field) -> Bool {
        field.encryption == .always || (field.encryption == .maybe && encryptsMaybe)
    }

    private mutating func decrypted(_ value: JSONValue, path: String) -> JSONValue {
        guard let text = value.stringValue else {
            refusal = .badParameter
            return value
        }
        if text.isEmpty {
            secrets[path] = ""
            return ""
        }
        guard let codec, let plain = codec.decrypt(text) else {
            refusal = .keyVerification
            return value
        }
        secrets[path] = plain
        return .string(plain)
    }
}
