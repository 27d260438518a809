import CameraSchema
import Configuration
import JSONTree

extension ValueDiffer {
    mutating func compareValue(_ old: JSONValue?, _ new: JSONValue?, at place: Place) {
        guard old != new else {
            noteIncomparableSecrets(old, place)
            return
        }
        guard let old, let new, let field = place.field else {
            appendPlain(old, new, at: place)
            return
        }
        switch ValueDetail(old, new, field.type, unit: field.unit) {
        case .change(let detail): append(.changed, old, new, at: place, detail: detail)
        // Another schema may have another name for the same number.
        case .sameMeaning where !isSameSchema: noteReworded(place)
        case .sameMeaning, .unknown: appendPlain(old, new, at: place)
        }
    }

    private mutating func appendPlain(_ old: JSONValue?, _ new: JSONValue?, at place: Place) {
        append(Self.kind(old, new), old, new, at: place, detail: .plain)
    }

    private static func kind(_ old: JSONValue?, _ new: JSONValue?) -> Change.Kind {
        old == nil ? .added : new == nil ? .removed : .changed
    }

    // MARK: - Secrets

    /// Whether only that can be said of a place what is known of a secret: there are stand-ins on both sides, or on the only one,
    /// or a file made by hand has something else where a secret is due.
    func isSecret(_ old: JSONValue?, _ new: JSONValue?, at place: Place) -> Bool {
        let isDue = place.field.map { $0.role == .secret && $0.isSingle } ?? false
        return [old, new].allSatisfy { value in value.map { isDue || SecretState(json: $0) != nil } ?? true }
    }

    mutating func compareSecret(_ old: JSONValue?, _ new: JSONValue?, at place: Place) {
        let states = (old.flatMap(SecretState.init), new.flatMap(SecretState.init))
        guard (old == nil || states.0 != nil) && (new == nil || states.1 != nil) else {
            guard old != new else {
                var inner = place
                inner.field = nil
                noteIncomparableSecrets(old, inner)
                return
            }
            let change: SecretChange = old == nil ? .wasSet : new == nil ? .wasCleared : .changed
            append(Self.kind(old, new), old, new, at: place, detail: .secret(change))
            return
        }
        switch SecretStates.change(states.0, states.1) {
        // The camera has, or has no longer, a place for a secret.
        case nil: if old != new { appendPlain(old, new, at: place) }
        case .notComparable?: noteIncomparableSecret(place)
        case let change?: append(Self.kind(old, new), old, new, at: place, detail: .secret(change))
        }
    }

    /// Of secrets inside a value that is otherwise alike.
    private mutating func noteIncomparableSecrets(_ value: JSONValue?, _ place: Place) {
        guard let value, !isSecret(value, value, at: place) else {
            compareSecret(value, value, at: place)
            return
        }
        switch value {
        case .object(let object):
            for (name, member) in object {
                noteIncomparableSecrets(member, place.inside(name, titled: nil, field: nil))
            }
        case .array(let items):
            for (position, item) in items.enumerated() {
                noteIncomparableSecrets(item, place.inside(String(position), titled: nil, field: nil))
            }
        default: return
        }
    }
}

extension Field {
    fileprivate var isSingle: Bool {
        switch type {
        case .object, .list: false
        default: true
        }
    }
}
