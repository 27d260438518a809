import Cryptography

/// The file key encrypted under the key of one recipient: ChaCha20-Poly1305 with a nonce of zeros, as each of these keys
/// is used once.
enum KeyWrap {
    /// The length of the key that the content is sealed with, in bytes.
    static let fileKeyByteCount = 16
    static let wrappedByteCount = fileKeyByteCount + ChaCha20Poly1305.tagByteCount

    private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceByteCount)

    static func wrap(_ fileKey: SecretBytes, under key: SecretBytes) throws(CryptographyError) -> [UInt8] {
        let cipher = try ChaCha20Poly1305(key: key)
        let wrapped = try SecretBytes(count: wrappedByteCount) { room throws(CryptographyError) in
            try fileKey.withUnsafeBytes { fileKey throws(CryptographyError) in
                try cipher.seal(fileKey, nonce: nonce, into: room)
            }
        }
        return wrapped.exposed()
    }

    /// Nil if it was wrapped under another key.
    ///
    /// - Parameter wrapped: 32 bytes; the caller has checked it, so that one ciphertext cannot fit several keys.
    static func unwrap(_ wrapped: [UInt8], under key: SecretBytes) throws(CryptographyError) -> SecretBytes? {
        let cipher = try ChaCha20Poly1305(key: key)
        var isAuthentic = false
        let fileKey = try SecretBytes(count: fileKeyByteCount) { room throws(CryptographyError) in
            isAuthentic = try wrapped.withUnsafeBytes { wrapped in
                Result { () throws(CryptographyError) in try cipher.open(wrapped, nonce: nonce, into: room) }
            }.get()
        }
        return isAuthentic ? fileKey : nil
    }
}
