import Cryptography

/// The digests of the login and of the field cipher (field facts, Session 2 and Encrypted fields 2).
///
/// They are written here a second time, not shared with the client, so that a mistake in either is noticed.
enum DigestRules {
    /// The digest that the right password gives.
    ///
    /// - Parameter iterations: nil for a device without the last step.
    static func loginDigest(
        username: String, password: String, salt: String, challenge: String, datetime: String, iterations: Int?
    ) -> String {
        let day = Base64Encoding.encode(Array(datetime.utf8))
        var digest = SHA256.hash(Array((username + salt + day + password).utf8))
        digest = SHA256.hash(digest + Array(challenge.utf8))
        for _ in 0..<max(0, iterations ?? 0) {
            digest = SHA256.hash(digest)
        }
        return HexEncoding.encode(digest)
    }

    /// The sixteen bytes of the key under which fields travel.
    static func fieldKey(loginName: String, salt: String, datetime: String, iterations: Int) -> [UInt8] {
        let day = Base64Encoding.encode(Array(datetime.utf8))
        var digest = SHA256.hash(Array((loginName + salt + day).utf8))
        digest = SHA256.hash(digest + Array("World!@##$".utf8))
        for _ in 0..<max(0, iterations) {
            digest = SHA256.hash(digest)
        }
        return Array(HexEncoding.encode(digest).utf8.dropFirst(22).prefix(16))
    }
}

/// Encrypts and decrypts texts under the key of one request.
struct FieldCodec {
    private let cipher: AES128CBC

    /// Nil unless the initialisation vector has 16 bytes.
    init?(key: [UInt8], iv: String) {
        guard let cipher = try? AES128CBC(key: key, iv: Array(iv.utf8)) else { return nil }
        self.cipher = cipher
    }

    /// Zero padding; a full block gets no extra one, and an empty text stays empty (field facts, Encrypted fields 3).
    func encrypt(_ text: String) -> String {
        var bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return "" }
        let block = AES128CBC.blockByteCount
        bytes += [UInt8](repeating: 0, count: (block - bytes.count % block) % block)
        return (try? cipher.encrypt(bytes)).map { Base64Encoding.encode($0) } ?? ""
    }

    /// Nil when the text is not base64 of whole blocks, or not UTF-8 after decryption.
    func decrypt(_ text: String) -> String? {
        guard !text.isEmpty else { return "" }
        guard let bytes = Base64Encoding.decode(text), var plain = try? cipher.decrypt(bytes) else { return nil }
        while plain.last == 0 { plain.removeLast() }
        return String(validating: plain, as: UTF8.self)
    }
}
