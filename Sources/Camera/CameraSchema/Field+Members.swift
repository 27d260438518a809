package import JSONTree

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
