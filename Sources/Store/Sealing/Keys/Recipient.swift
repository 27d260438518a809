package import Cryptography

/// For whom something is sealed: a public key, which need not be kept secret, or a passphrase.
package struct Recipient: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case publicKey([UInt8])
        case passphrase(SecretBytes, logWork: Int)
    }

    let kind: Kind

    static let prefix = "age"

    /// The work factor that is used when none is given, as a power of two: about a second, as age has it.
    package static let usualLogWork = 18

    /// A passphrase, which can only be the single recipient of a file.
    ///
    /// - Parameter logWork: how much work each guess at the passphrase is, as a power of two from 1 to 22.
    /// - Throws: ``SealingError`` with `.malformedKey` for an empty passphrase, with `.tooCostly` for a work factor that
    ///   could not be opened again.
    package init(passphrase: SecretBytes, logWork: Int = usualLogWork) throws(SealingError) {
        guard passphrase.count > 0 else { throw SealingError(.malformedKey, "the passphrase is empty") }
        guard (1...ScryptStanza.largestLogWork).contains(logWork) else {
            throw SealingError(.tooCostly, "with a work factor of 2^\(logWork) it could not be opened again")
        }
        kind = .passphrase(passphrase, logWork: logWork)
    }

    init(publicKey: [UInt8]) {
        kind = .publicKey(publicKey)
    }

    /// Reads a public key as age writes it, `age1…`.
    ///
    /// - Throws: ``SealingError`` with `.malformedKey` or `.unsupportedKey`, which never repeats the text.
    package init(_ text: String) throws(SealingError) {
        self = try SecretBytes(utf8: text).withUnsafeBytes { text throws(SealingError) in
            try Recipient(text: text)
        }
    }

    init(text: UnsafeRawBufferPointer) throws(SealingError) {
        if let fault = KeyKind(of: text).faultAsRecipient { throw fault }
        guard let key = Bech32.decode(text, prefix: Self.prefix), key.count == X25519.keyByteCount else {
            throw SealingError(
                .malformedKey, "this is not a recipient: a letter is wrong or missing",
                hint: "copy the whole public key, age1 and 58 more letters and digits")
        }
        self.init(publicKey: key.exposed())
    }
}

extension Recipient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `age1…`, or "a passphrase": never the passphrase.
    package var description: String {
        switch kind {
        case .publicKey(let key):
            let text = key.withUnsafeBytes { Bech32.encode($0, prefix: Self.prefix) }
            return text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        case .passphrase: return "a passphrase"
        }
    }

    /// See `description`.
    package var debugDescription: String { description }

    /// See `description`.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
