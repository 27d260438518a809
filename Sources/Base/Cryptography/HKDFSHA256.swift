import COpenSSL

/// Keys derived from a secret (RFC 5869 over SHA-256).
package enum HKDFSHA256 {
    /// The most bytes that one derivation gives (RFC 5869, 2.3).
    package static let largestByteCount = 255 * SHA256.digestByteCount

    /// A key for one purpose, which the salt and the info name.
    ///
    /// - Throws: ``CryptographyError`` with `.wrongSize` unless 1 to 8,160 bytes are asked for, with `.libraryFailure`.
    package static func derive(
        from secret: SecretBytes, salt: [UInt8], info: [UInt8], count: Int = SHA256.digestByteCount
    ) throws(CryptographyError) -> SecretBytes {
        guard (1...largestByteCount).contains(count) else {
            throw CryptographyError(.wrongSize, "HKDF cannot give \(count) bytes")
        }
        guard let method = EVP_KDF_fetch(nil, "HKDF", nil) else { throw .library("HKDF") }
        defer { EVP_KDF_free(method) }
        guard let context = EVP_KDF_CTX_new(method) else { throw .library("HKDF") }
        // Wipes what the context holds.
        defer { EVP_KDF_CTX_free(context) }
        return try SecretBytes(count: count) { key throws(CryptographyError) in
            let bytes = key.assumingMemoryBound(to: UInt8.self)
            let result = secret.withUnsafeBytes { secret in
                camkeep_hkdf_sha256(
                    context, secret.baseAddress, secret.count, salt, salt.count, info, info.count, bytes.baseAddress,
                    bytes.count)
            }
            guard result == 1 else { throw .library("HKDF") }
        }
    }
}
