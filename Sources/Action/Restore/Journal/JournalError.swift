import Files

/// Why a restore's journal cannot be used.
package struct JournalError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// Another process has it.
        case busy
        /// An earlier restore of this camera has not ended.
        case open
        case missing
        case damaged
        case system
    }

    package let code: Code
    package let path: String
    package let reason: String
    /// What the operator can do.
    package var hint: String?

    init(_ code: Code, path: String, reason: String, hint: String? = nil) {
        self.code = code
        self.path = path
        self.reason = reason
        self.hint = hint
    }

    /// Of a file that is not a journal's, or one that the system keeps from being used: `cannot: "be opened"`.
    init(_ fault: FileFault, path: String, cannot action: String) {
        switch fault.kind {
        case .notRegular, .tooLarge: self.init(.damaged, path: path, reason: "this is not a journal of a restore")
        default: self.init(.system, path: path, reason: "cannot \(action): \(fault.reason)")
        }
    }

    package var description: String { "\(path): \(reason)" }
}
