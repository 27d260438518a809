import Configuration
package import JSONTree

/// Compares the stand-ins of secrets.
enum SecretStates {
    /// Nil if nothing changed.
    static func change(_ old: SecretState?, _ new: SecretState?) -> SecretChange? {
        switch (old ?? .empty, new ?? .empty) {
        case (.empty, .empty): return nil
        case (.empty, _): return .wasSet
        case (_, .empty): return .wasCleared
        case (.set(let old?), .set(let new?)) where old.key == new.key: return old == new ? nil : .changed
        case _: return .notComparable
        }
    }

    static func holdsSecret(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let object): object["secret"] != nil || object.contains { holdsSecret($0.value) }
        case .array(let items): items.contains(where: holdsSecret)
        default: false
        }
    }

    /// The names of the keys with which the secrets inside were fingerprinted; an empty one for secrets without a fingerprint.
    static func keys(in value: JSONValue) -> Set<String> {
        if case .set(let fingerprint)? = SecretState(json: value) { return [fingerprint?.key ?? ""] }
        switch value {
        case .object(let object): return object.reduce(into: []) { $0.formUnion(keys(in: $1.value)) }
        case .array(let items): return items.reduce(into: []) { $0.formUnion(keys(in: $1)) }
        default: return []
        }
    }
}

extension JSONValue {
    /// The value as reports may show it: of a secret only whether it is set.
    package var withoutFingerprints: JSONValue {
        if case .set? = SecretState(json: self) { return SecretState.set(nil).json }
        switch self {
        case .object(let object):
            return .object(JSONObject(object.map { ($0.key, $0.value.withoutFingerprints) }))
        case .array(let items): return .array(items.map(\.withoutFingerprints))
        default: return self
        }
    }

    /// The value with everything that could be a secret hidden: texts and numbers in places for secrets come from files that
    /// were made by hand.
    package var withoutSecrets: JSONValue {
        if let state = SecretState(json: self) {
            if case .set = state { return SecretState.set(nil).json }
            return self
        }
        switch self {
        case .null, .bool: return self
        case .string(""): return SecretState.empty.json
        case .string, .number: return SecretState.set(nil).json
        case .array(let items): return .array(items.map(\.withoutSecrets))
        case .object(let object):
            return .object(JSONObject(object.map { ($0.key, $0.value.withoutSecrets) }))
        }
    }
}
