import Cryptography

/// Why something cannot be sealed, opened, or taken for a key. Never holds a part of a key, a passphrase or a plaintext.
package struct SealingError: Error, Sendable, Hashable {
    /// The kind of failure, for deciding.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The text around the base64 of an armoured file, or the base64, is not as it must be.
        case malformedArmor
        /// The file does not begin with a header as the format has it.
        case malformedHeader
        /// It is an age file of another version than 1.
        case unsupportedVersion
        /// An identity fits, and the header was changed after sealing.
        case changedHeader
        /// None of the identities fits, or the passphrase is wrong.
        case noMatch
        /// The sealed content was changed, cut off or added to.
        case damagedContent
        /// More than the caller's limit, or than this implementation takes.
        case tooLarge
        /// Opening with a passphrase would take more work than is reasonable.
        case tooCostly
        /// A recipient or an identity is mistyped or something else altogether.
        case malformedKey
        /// A recipient or an identity of a kind that CamKeep cannot use.
        case unsupportedKey
        /// Nobody to seal for, or a key file without keys.
        case noKeys
        /// A passphrase together with other recipients, which the format does not allow.
        case passphraseWithOthers
        /// A file with keys cannot be read or written, or its mode lets others read it.
        case fileAccess
        /// OpenSSL failed.
        case library
    }

    package let code: Code

    /// What is wrong, without the file's name.
    package let message: String

    /// What to do about it, if something can be said.
    package let hint: String?

    /// The file it is about, or the option or variable that a key came from.
    package let source: String?

    /// The line in that file, from 1.
    package let line: Int?

    package init(_ code: Code, _ message: String, hint: String? = nil, source: String? = nil, line: Int? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.source = source
        self.line = line
    }

    init(_ error: CryptographyError) {
        self.init(.library, error.message)
    }

    /// The same, said of a file or of what else a key came from.
    package func of(_ source: String) -> SealingError {
        SealingError(code, message, hint: hint, source: source, line: line)
    }

    /// The same, said of a line of a file.
    func at(line: Int) -> SealingError {
        SealingError(code, message, hint: hint, source: source, line: line)
    }

    /// Whether the sealed file itself is at fault, and not the key that was tried or the place it is in.
    package var isDamage: Bool {
        switch code {
        case .malformedArmor, .malformedHeader, .changedHeader, .damagedContent: true
        default: false
        }
    }
}

extension SealingError: CustomStringConvertible {
    /// `recipients.txt, line 3: …`
    package var description: String {
        let line = line.map { "line \($0)" }
        let place = [source, line].compactMap { $0 }.joined(separator: ", ")
        return place.isEmpty ? message : "\(place): \(message)"
    }
}

/// Runs what only OpenSSL itself can make fail.
func translatingFailures<Result>(
    _ body: () throws(CryptographyError) -> Result
) throws(SealingError) -> Result {
    do throws(CryptographyError) {
        return try body()
    } catch {
        throw SealingError(error)
    }
}
