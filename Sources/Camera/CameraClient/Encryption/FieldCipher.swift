package import Cryptography

/// The field encryption `aes128-1` of one message (field facts, Encrypted fields).
///
/// It keeps values from nobody who sees the traffic: everything that goes into the key is in the message or in an answer
/// to anyone. Only HTTPS protects them.
package struct FieldCipher: Sendable {
    private let cipher: AES128CBC

    /// - Parameters:
    ///   - datetime: as the message says it
    ///   - iv: 16 ASCII characters, as the message says them
    /// - Throws: ``CryptographyError`` if the IV has another length.
    package init(
        loginName: String, salt: String, iterations: Int, datetime: String, iv: String
    ) throws(CryptographyError) {
        cipher = try AES128CBC(
            key: Self.key(loginName: loginName, salt: salt, iterations: iterations, datetime: datetime),
            iv: Array(iv.utf8))
    }

    /// 16 of the 64 characters of the hash's hexadecimal text; the password takes no part.
    package static func key(loginName: String, salt: String, iterations: Int, datetime: String) -> [UInt8] {
        let date = Base64Encoding.encode(Array(datetime.utf8))
        let first = SHA256.hash(Array((loginName + salt + date).utf8))
        let second = SHA256.hash(first + Array("World!@##$".utf8))
        return Array(IteratedHash.hex(second, rounds: iterations).utf8.dropFirst(22).prefix(16))
    }

    /// Zero padding, without an extra block; an empty text stays empty.
    ///
    /// - Throws: ``CryptographyError`` if OpenSSL fails.
    package func encrypt(_ text: String) throws(CryptographyError) -> String {
        guard !text.isEmpty else { return "" }
        var bytes = Array(text.utf8)
        let remainder = bytes.count % AES128CBC.blockByteCount
        if remainder > 0 { bytes.append(contentsOf: repeatElement(0, count: AES128CBC.blockByteCount - remainder)) }
        return try Base64Encoding.encode(cipher.encrypt(bytes))
    }

    /// Nil if the value is no ciphertext, or does not become UTF-8 without control characters: some cameras send
    /// values in clear or under another key.
    package func decrypt(_ value: String) -> String? {
        guard !value.isEmpty else { return "" }
        guard let blocks = Base64Encoding.decode(value), var bytes = try? cipher.decrypt(blocks) else { return nil }
        while bytes.last == 0 { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return text
    }
}
