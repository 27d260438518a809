import Cryptography

/// The stanza for a passphrase (age v1, "The scrypt recipient type").
enum ScryptStanza {
    static let kind = "scrypt"
    /// More work than this is refused when opening: 2²² already takes 4 GiB of memory.
    static let largestLogWork = 22

    private static let saltByteCount = 16
    private static let saltStart = Array("age-encryption.org/v1/scrypt".utf8)

    /// - Throws: ``SealingError`` with `.library`, also when the memory is not there.
    static func wrap(
        _ fileKey: SecretBytes, for passphrase: SecretBytes, logWork: Int
    ) throws(SealingError) -> Stanza {
        try translatingFailures { () throws(CryptographyError) in
            let salt = try SecureRandom.bytes(count: saltByteCount)
            let key = try key(of: passphrase, salt: salt, logWork: logWork)
            return Stanza(
                arguments: [kind, UnpaddedBase64.encode(salt), String(logWork)],
                body: try KeyWrap.wrap(fileKey, under: key))
        }
    }

    /// Nil if the passphrase is another one.
    ///
    /// - Throws: ``SealingError`` with `.malformedHeader` for a stanza that is not as it must be, with `.tooCostly`, with
    ///   `.library`.
    static func unwrap(_ stanza: Stanza, with passphrase: SecretBytes) throws(SealingError) -> SecretBytes? {
        guard stanza.arguments.count == 3, let salt = UnpaddedBase64.decode(stanza.arguments[1]),
            salt.count == saltByteCount, stanza.body.count == KeyWrap.wrappedByteCount,
            isNumber(stanza.arguments[2])
        else { throw SealingError(.malformedHeader, "the passphrase's entry in the header is malformed") }
        guard let logWork = Int(stanza.arguments[2]), logWork <= largestLogWork else {
            throw SealingError(
                .tooCostly, "opening this would take more work than 2^\(largestLogWork), which is refused")
        }
        return try translatingFailures { () throws(CryptographyError) in
            try KeyWrap.unwrap(stanza.body, under: key(of: passphrase, salt: salt, logWork: logWork))
        }
    }

    private static func key(
        of passphrase: SecretBytes, salt: [UInt8], logWork: Int
    ) throws(CryptographyError) -> SecretBytes {
        try Scrypt.derive(from: passphrase, salt: saltStart + salt, cost: Scrypt.Cost(logN: logWork))
    }

    /// Decimal digits without a leading zero, so above zero.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.first != UInt8(ascii: "0") && !text.isEmpty
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
