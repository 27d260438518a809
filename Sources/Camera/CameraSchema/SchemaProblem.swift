package import JSONTree

/// A fault of a schema file.
package struct SchemaProblem: Sendable, Hashable {
    package let file: String
    package let pointer: JSONPointer
    package let message: String
}

extension SchemaProblem: CustomStringConvertible {
    package var description: String {
        pointer.steps.isEmpty ? "\(file): \(message)" : "\(file): \(pointer): \(message)"
    }
}

/// All faults that were found in the schema's files.
package struct SchemaError: Error, Sendable, CustomStringConvertible {
    package let problems: [SchemaProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
