import Text

/// The system has no pipe or no thread left.
package struct SystemFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is missing, and the system's words; one line, harmless to print.
    package let description: String

    /// - Parameter code: an `errno`
    init(_ message: String, code: Int32) {
        description = "\(message): \(SystemMessage.text(code))"
    }
}
