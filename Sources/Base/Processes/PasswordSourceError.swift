import Text

/// Why a password is not available. No field ever holds a password or a part of one.
package struct PasswordSourceError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        case noTerminal
        case noInput
        case tooLong
        case notText
        case empty
        case unreadableFile
        case commandFailed
        case timeout
        case system
    }

    package let code: Code
    /// One line, harmless to print.
    package let message: String
    package let hint: String?

    package init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static func system(_ message: String, _ code: Int32) -> PasswordSourceError {
        PasswordSourceError(.system, "\(message): \(SystemMessage.text(code))")
    }
}
