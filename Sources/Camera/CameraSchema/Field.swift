package import JSONTree

/// One member of a camera's object, as schema/ describes it (docs/schema.md, Field).
package struct Field: Sendable, Hashable {
    /// The canonical name; empty for the item of a list and for an endpoint's whole data.
    package var name: String
    package var title: String
    package var type: ValueType
    package var role: Role
    package var impact: Impact
    package var wireName: PerDirection<String>
    /// Further wire names under which the field has been seen.
    package var alsoNamed: [String]
    package var presence: Presence
    package var form: PerDirection<WireForm>
    package var unit: String?
    package var minimum: Int?
    package var maximum: Int?
    package var allowed: [Int]
    package var limits: Limits
    package var maximumBytes: Int?
    package var encryption: Encryption
    /// Of a secret that answers hold: empty there, it may be one that the camera keeps to itself.
    package var isWithheld: Bool
    /// Of a list: items are configuration only if one of these members has that number; other items come and go.
    package var configuredWhen: [String: Int]
    package var note: String?

    package enum Presence: String, Sendable, Hashable {
        case both
        /// Only in answers.
        case get
        /// Only in writes.
        case set
    }

    package enum Encryption: Sendable, Hashable {
        case never
        /// Encrypted by some firmware, in clear by other.
        case maybe
        case always
    }

    /// Canonical names of siblings that bound this field on the camera at hand.
    package struct Limits: Sendable, Hashable {
        package var minimum: String?
        package var maximum: String?
        package var list: String?
    }

    /// Whether the field can stand in a message of that direction.
    package func occurs(in direction: Direction) -> Bool {
        switch presence {
        case .both: true
        case .get: direction == .get
        case .set: direction == .set
        }
    }
}

/// Which way a message goes: a get's answer, or a set's request.
package enum Direction: String, Sendable, Hashable, CaseIterable {
    case get
    case set
}

/// A fact that may differ between what a camera answers and what it expects.
package struct PerDirection<Value: Sendable & Hashable>: Sendable, Hashable {
    package var get: Value
    package var set: Value

    package init(get: Value, set: Value) {
        self.get = get
        self.set = set
    }

    package init(both value: Value) {
        self.init(get: value, set: value)
    }

    package subscript(direction: Direction) -> Value {
        direction == .get ? get : set
    }
}

/// The JSON type in which a plain value travels.
package enum WireForm: String, Sendable, Hashable, CaseIterable {
    case boolean
    case integer
    case text
}

extension Field.Limits {
    /// The siblings that it names.
    package var names: [String] { [minimum, maximum, list].compactMap { $0 } }
}

extension Field {
    /// Of an object, its fields.
    package var members: [Field]? {
        if case .object(let fields) = type { fields } else { nil }
    }

    /// Of an object, the field of that name.
    package func member(_ name: String) -> Field? {
        members?.first { $0.name == name }
    }

    /// The field at a place that leads through objects, and through lists by any step.
    package func member(at pointer: JSONPointer) -> Field? {
        pointer.steps.reduce(self as Field?) { field, step in
            if case .list(let item, _)? = field?.type { return item }
            return field?.member(step)
        }
    }
}
