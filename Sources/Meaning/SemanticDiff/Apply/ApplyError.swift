package import JSONTree

/// A change that does not fit the configuration to which it is applied.
package struct ApplyError: Error, Sendable, Hashable {
    package let section: String
    package let pointer: JSONPointer
    /// What is missing or in the way, in words.
    package let reason: String
}

extension ApplyError: CustomStringConvertible {
    package var description: String {
        "\(section) at \(pointer.steps.isEmpty ? "its root" : pointer.description): \(reason)"
    }
}
