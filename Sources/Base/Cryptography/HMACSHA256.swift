import COpenSSL

/// Keyed digests (RFC 2104 over SHA-256).
package enum HMACSHA256 {
    /// The authentication code of `bytes` under `key`: 32 bytes.
    ///
    /// - Throws: `CryptographyError` with `.libraryFailure` when OpenSSL fails.
    package static func code(of bytes: [UInt8], key: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.digestByteCount)
        var length: UInt32 = 0
        let result = HMAC(EVP_sha256(), key, Int32(clamping: key.count), bytes, bytes.count, &code, &length)
        guard result != nil, Int(length) == code.count else { throw .library("HMAC") }
        return code
    }

    /// The authentication code of `bytes` under a key that is wiped after use: 32 bytes.
    ///
    /// - Throws: `CryptographyError` with `.libraryFailure` when OpenSSL fails.
    package static func code(of bytes: [UInt8], key: SecretBytes) throws(CryptographyError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.digestByteCount)
        var length: UInt32 = 0
        let result = key.withUnsafeBytes { key in
            HMAC(EVP_sha256(), key.baseAddress, Int32(clamping: key.count), bytes, bytes.count, &code, &length)
        }
        guard result != nil, Int(length) == code.count else { throw .library("HMAC") }
        return code
    }
}
