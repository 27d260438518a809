package import Cryptography

/// Sealing in the age v1 file format (age-encryption.org/v1), which the `age` tool opens and writes, too.
package enum AgeFile {
    /// The file that any of the recipients can open.
    ///
    /// - Parameters:
    ///   - recipients: public keys, each of which alone opens it; or one passphrase.
    ///   - armored: as text instead of bytes.
    /// - Throws: ``SealingError`` with `.noKeys`, `.passphraseWithOthers`, `.tooLarge` for more than 1,000 recipients,
    ///   `.malformedKey` for a public key that keeps nothing secret, `.library`.
    package static func seal(
        _ plaintext: SecretBytes, to recipients: [Recipient], armored: Bool = false
    ) throws(SealingError) -> [UInt8] {
        try plaintext.withUnsafeBytes { plaintext throws(SealingError) in
            try seal(plaintext, to: recipients, armored: armored)
        }
    }

    /// The file that any of the recipients can open; see ``seal(_:to:armored:)-(SecretBytes,_,_)``.
    package static func seal(
        _ plaintext: [UInt8], to recipients: [Recipient], armored: Bool = false
    ) throws(SealingError) -> [UInt8] {
        try plaintext.withUnsafeBytes { plaintext in
            Result { () throws(SealingError) in try seal(plaintext, to: recipients, armored: armored) }
        }.get()
    }

    private static func seal(
        _ plaintext: UnsafeRawBufferPointer, to recipients: [Recipient], armored: Bool
    ) throws(SealingError) -> [UInt8] {
        try check(recipients)
        let fileKey = try translatingFailures { () throws(CryptographyError) in
            try SecretBytes.random(count: KeyWrap.fileKeyByteCount)
        }
        var stanzas: [Stanza] = []
        for recipient in recipients {
            switch recipient.kind {
            case .publicKey(let key): stanzas.append(try X25519Stanza.wrap(fileKey, for: key))
            case .passphrase(let passphrase, let logWork):
                stanzas.append(try ScryptStanza.wrap(fileKey, for: passphrase, logWork: logWork))
            }
        }
        let header = try AgeHeader(stanzas: stanzas, fileKey: fileKey).encoded
        var file = header + [UInt8](repeating: 0, count: SealedStream.sealedByteCount(plaintext.count))
        let result = file.withUnsafeMutableBytes { file in
            let content = UnsafeMutableRawBufferPointer(rebasing: file[header.count...])
            return Result { () throws(CryptographyError) in
                try SealedStream.seal(plaintext, fileKey: fileKey, into: content)
            }
        }
        try translatingFailures { () throws(CryptographyError) in try result.get() }
        return armored ? Armor.encode(file) : file
    }

    private static func check(_ recipients: [Recipient]) throws(SealingError) {
        guard !recipients.isEmpty else { throw SealingError(.noKeys, "there is no recipient to seal for") }
        guard recipients.count <= AgeHeader.mostStanzas else {
            throw SealingError(.tooLarge, "something can be sealed for at most \(AgeHeader.mostStanzas) recipients")
        }
        let hasPassphrase = recipients.contains { if case .passphrase = $0.kind { true } else { false } }
        guard !hasPassphrase || recipients.count == 1 else {
            throw SealingError(.passphraseWithOthers, "a passphrase must be the only recipient")
        }
    }

    /// The plaintext of a file, binary or armoured. Nothing is given out before all of it has shown to be authentic.
    ///
    /// - Parameters:
    ///   - identities: tried in this order.
    ///   - limit: the largest plaintext, in bytes. The caller bounds the file.
    /// - Throws: ``SealingError``
    package static func open(
        _ file: [UInt8], with identities: [Identity], limit: Int
    ) throws(SealingError) -> SecretBytes {
        try open(file, armored: Armor.isPresent(in: file), with: identities, limit: limit) { _ in }
    }

    /// The same for a file that is known to be armoured or not.
    ///
    /// - Parameter release: is lent each piece of the plaintext as soon as a reader of a stream might have had it.
    static func open(
        _ file: [UInt8], armored: Bool, with identities: [Identity], limit: Int,
        release: (UnsafeRawBufferPointer) -> Void
    ) throws(SealingError) -> SecretBytes {
        let file = armored ? try Armor.decode(file) : file
        let (header, end) = try AgeHeader.parse(file)
        let fileKey = try fileKey(in: header.stanzas, for: identities)
        try header.check(fileKey: fileKey)
        return try SealedStream.open(file[end...], fileKey: fileKey, limit: limit, release: release)
    }

    private static func fileKey(
        in stanzas: [Stanza], for identities: [Identity]
    ) throws(SealingError) -> SecretBytes {
        let hasPassphrase = stanzas.contains { $0.kind == ScryptStanza.kind }
        guard !hasPassphrase || stanzas.count == 1 else {
            throw SealingError(.malformedHeader, "the header has a passphrase together with other recipients")
        }
        for identity in identities {
            for stanza in stanzas {
                if let fileKey = try unwrap(stanza, with: identity) { return fileKey }
            }
        }
        throw noMatch(stanzas, identities, hasPassphrase: hasPassphrase)
    }

    private static func unwrap(_ stanza: Stanza, with identity: Identity) throws(SealingError) -> SecretBytes? {
        switch (stanza.kind, identity.kind) {
        case (X25519Stanza.kind, .secretKey(let secret, let publicKey)):
            try X25519Stanza.unwrap(stanza, with: secret, publicKey: publicKey)
        case (ScryptStanza.kind, .passphrase(let passphrase)): try ScryptStanza.unwrap(stanza, with: passphrase)
        default: nil
        }
    }

    private static func noMatch(
        _ stanzas: [Stanza], _ identities: [Identity], hasPassphrase: Bool
    ) -> SealingError {
        let hadPassphrase = identities.contains { $0.recipient == nil }
        if hasPassphrase {
            return SealingError(
                .noMatch, hadPassphrase ? "wrong passphrase" : "it is sealed with a passphrase, and none was given")
        }
        guard !identities.isEmpty else { return SealingError(.noMatch, "there is no identity to open it with") }
        let count = stanzas.count { $0.kind == X25519Stanza.kind }
        let others = stanzas.count - count
        let kinds = "\(count) \(count == 1 ? "key" : "keys")" + (others == 0 ? "" : " and \(others) of other kinds")
        return SealingError(
            .noMatch, "none of the identities opens it: it is sealed for \(kinds)",
            hint: "give the identity of one of the recipients it was sealed for with --identity")
    }
}
