import Cryptography

/// The stanza for a public key (age v1, "The X25519 recipient type").
enum X25519Stanza {
    static let kind = "X25519"
    private static let info = Array("age-encryption.org/v1/X25519".utf8)

    /// - Throws: ``SealingError`` with `.malformedKey` for a public key that keeps nothing secret, with `.library`.
    static func wrap(_ fileKey: SecretBytes, for publicKey: [UInt8]) throws(SealingError) -> Stanza {
        do throws(CryptographyError) {
            let ephemeral = try SecretBytes.random(count: X25519.keyByteCount)
            let share = try X25519.publicKey(of: ephemeral)
            let shared = try X25519.sharedSecret(of: ephemeral, with: publicKey)
            let key = try HKDFSHA256.derive(from: shared, salt: share + publicKey, info: info)
            return Stanza(
                arguments: [kind, UnpaddedBase64.encode(share)], body: try KeyWrap.wrap(fileKey, under: key))
        } catch  where error.code == .malformedInput {
            throw SealingError(.malformedKey, "this recipient is not a key that could keep anything secret")
        } catch {
            throw SealingError(error)
        }
    }

    /// Nil if it is for somebody else.
    ///
    /// - Throws: ``SealingError`` with `.malformedHeader` for a stanza that nobody can have meant, with `.library`.
    static func unwrap(
        _ stanza: Stanza, with secret: SecretBytes, publicKey: [UInt8]
    ) throws(SealingError) -> SecretBytes? {
        guard stanza.arguments.count == 2, let share = UnpaddedBase64.decode(stanza.arguments[1]),
            share.count == X25519.keyByteCount, stanza.body.count == KeyWrap.wrappedByteCount
        else { throw SealingError(.malformedHeader, "an X25519 recipient in the header is malformed") }
        do throws(CryptographyError) {
            let shared = try X25519.sharedSecret(of: secret, with: share)
            let key = try HKDFSHA256.derive(from: shared, salt: share + publicKey, info: info)
            return try KeyWrap.unwrap(stanza.body, under: key)
        } catch  where error.code == .malformedInput {
            throw SealingError(.malformedHeader, "an X25519 recipient in the header has a key of low order")
        } catch {
            throw SealingError(error)
        }
    }
}
