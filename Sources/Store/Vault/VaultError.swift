package import Sealing

/// Why something sealed cannot be had.
package struct VaultError: Error, Sendable, Hashable {
    package enum Code: Sendable, Hashable {
        /// The vault's file cannot be read.
        case unreadable
        /// What was read is damaged, was changed, or belongs elsewhere.
        case damaged
        /// Written by a newer CamKeep.
        case unsupportedVersion
        /// Sealing or opening failed for a reason of the keys.
        case keys(SealingError.Code)
    }

    package let code: Code
    /// The file, and what of it: `store/vault.json: network/ftp.password of camera front-door`.
    package let subject: String
    package let detail: String
    package let hint: String?

    package init(_ code: Code, _ detail: String, of subject: String, hint: String? = nil) {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.hint = hint
    }

    package init(_ error: SealingError, of subject: String) {
        self.init(error.isDamage ? .damaged : .keys(error.code), error.message, of: subject, hint: error.hint)
    }
}

extension VaultError: CustomStringConvertible {
    package var description: String { "\(subject): \(detail)" }
}
