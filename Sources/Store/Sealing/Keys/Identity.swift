package import Cryptography

/// What opens something that was sealed: a secret key or a passphrase.
package struct Identity: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case secretKey(SecretBytes, publicKey: [UInt8])
        case passphrase(SecretBytes)
    }

    let kind: Kind

    static let prefix = "AGE-SECRET-KEY-"

    /// A passphrase, which opens what was sealed for it.
    package init(passphrase: SecretBytes) {
        kind = .passphrase(passphrase)
    }

    /// - Throws: ``SealingError`` with `.library`, also if the key has not 32 bytes.
    init(secretKey: SecretBytes) throws(SealingError) {
        let publicKey = try translatingFailures { () throws(CryptographyError) in
            try X25519.publicKey(of: secretKey)
        }
        kind = .secretKey(secretKey, publicKey: publicKey)
    }

    /// A new secret key.
    ///
    /// - Throws: ``SealingError`` with `.library` when there is no randomness.
    package static func generate() throws(SealingError) -> Identity {
        try Identity(
            secretKey: translatingFailures { () throws(CryptographyError) in
                try SecretBytes.random(count: X25519.keyByteCount)
            })
    }

    /// Reads a secret key as age writes it, `AGE-SECRET-KEY-1…`. A text in memory cannot be wiped: for keys from files
    /// there is ``IdentityFile``.
    ///
    /// - Throws: ``SealingError`` with `.malformedKey` or `.unsupportedKey`, which never repeats the text.
    package init(_ text: String) throws(SealingError) {
        self = try SecretBytes(utf8: text).withUnsafeBytes { text throws(SealingError) in try Identity(text: text) }
    }

    init(text: UnsafeRawBufferPointer) throws(SealingError) {
        if let fault = KeyKind(of: text).faultAsIdentity { throw fault }
        guard let key = Bech32.decode(text, prefix: Self.prefix), key.count == X25519.keyByteCount else {
            throw SealingError(
                .malformedKey, "this is not an identity: a letter is wrong or missing",
                hint: "restore the file from its copy; letters are upper case")
        }
        try self.init(secretKey: key)
    }

    /// The text of a secret key, `AGE-SECRET-KEY-1…`; nil for a passphrase.
    package var text: SecretBytes? {
        guard case .secretKey(let key, _) = kind else { return nil }
        return key.withUnsafeBytes { Bech32.encode($0, prefix: Self.prefix) }
    }

    /// The public key to seal for so that this identity opens it; nil for a passphrase.
    package var recipient: Recipient? {
        guard case .secretKey(_, let publicKey) = kind else { return nil }
        return Recipient(publicKey: publicKey)
    }
}

extension Identity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whose identity it is, never the identity: "the identity of age1…".
    package var description: String {
        recipient.map { "the identity of \($0)" } ?? "a passphrase"
    }

    /// See `description`.
    package var debugDescription: String { description }

    /// See `description`.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
