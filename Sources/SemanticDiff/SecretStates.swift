import Configuration
import JSONTree
import Snapshots

/// Compares the stand-ins of secrets.
enum SecretStates {
    /// Nil if nothing changed.
    static func change(_ old: JSONValue?, _ new: JSONValue?) -> SecretChange? {
        let (old, new) = (old.flatMap(SecretState.init), new.flatMap(SecretState.init))
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
        case .object(let object):
            SecretState(json: value) != nil || object.contains { holdsSecret($0.value) }
        case .array(let items): items.contains(where: holdsSecret)
        default: false
        }
    }

    /// The secrets of a section that is alike on both sides and whose stand-ins do not prove that they are.
    static func incomparable(in record: SectionRecord) -> Int {
        ([record.config] + record.undocumented.values).reduce(0) { $0 + incomparable(in: $1) }
    }

    private static func incomparable(in value: JSONValue) -> Int {
        if SecretState(json: value) != nil { return change(value, value) == nil ? 0 : 1 }
        switch value {
        case .object(let object): return object.reduce(0) { $0 + incomparable(in: $1.value) }
        case .array(let items): return items.reduce(0) { $0 + incomparable(in: $1) }
        default: return 0
        }
    }
}
