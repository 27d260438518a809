import COpenSSL

/// Diffie-Hellman on Curve25519 (RFC 7748, 5 and 6.1).
package enum X25519 {
    /// The length of a secret key, of a public key and of a shared secret in bytes.
    package static let keyByteCount = 32

    /// The public key that belongs to a secret key: 32 bytes.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` unless the secret has 32 bytes, with `.libraryFailure`.
    package static func publicKey(of secret: SecretBytes) throws(CryptographyError) -> [UInt8] {
        let key = try secretKey(secret)
        defer { EVP_PKEY_free(key) }
        var publicKey = [UInt8](repeating: 0, count: keyByteCount)
        var count = publicKey.count
        guard EVP_PKEY_get_raw_public_key(key, &publicKey, &count) == 1, count == keyByteCount else {
            throw .library("the public key of an X25519 secret")
        }
        return publicKey
    }

    /// What both sides compute from their own secret and the other's public key: 32 bytes, to derive a key from.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` unless both keys have 32 bytes, with `.malformedInput` for one of
    ///   the public keys of low order, whose secret is all zero whoever computes it (RFC 7748, 6.1), with `.libraryFailure`.
    package static func sharedSecret(
        of secret: SecretBytes, with publicKey: [UInt8]
    ) throws(CryptographyError) -> SecretBytes {
        guard publicKey.count == keyByteCount else {
            throw CryptographyError(.wrongSize, "the X25519 public key has \(publicKey.count) bytes instead of 32")
        }
        let own = try secretKey(secret)
        defer { EVP_PKEY_free(own) }
        guard let other = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, publicKey, publicKey.count) else {
            throw .library("reading an X25519 public key")
        }
        defer { EVP_PKEY_free(other) }
        guard let context = EVP_PKEY_CTX_new(own, nil) else { throw .library("X25519") }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, other) == 1 else {
            throw .library("X25519")
        }
        return try SecretBytes(count: keyByteCount) { shared throws(CryptographyError) in
            var count = shared.count
            let bytes = shared.assumingMemoryBound(to: UInt8.self)
            // With both keys set, OpenSSL refuses for one reason only: the result is all zero.
            guard EVP_PKEY_derive(context, bytes.baseAddress, &count) == 1, count == keyByteCount else {
                let failure = CryptographyError.library("X25519")
                throw CryptographyError(.malformedInput, "the X25519 public key has a low order (\(failure.message))")
            }
        }
    }

    private static func secretKey(_ secret: SecretBytes) throws(CryptographyError) -> OpaquePointer {
        guard secret.count == keyByteCount else {
            throw CryptographyError(.wrongSize, "the X25519 secret key has \(secret.count) bytes instead of 32")
        }
        let key = secret.withUnsafeBytes { bytes in
            let bytes = bytes.assumingMemoryBound(to: UInt8.self)
            return EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nil, bytes.baseAddress, bytes.count)
        }
        guard let key else { throw .library("reading an X25519 secret key") }
        return key
    }
}
