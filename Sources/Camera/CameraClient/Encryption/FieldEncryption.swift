import CameraSchema
import Cryptography
import JSONTree

/// What a camera says about its field encryption (`security/capability`), good for the whole session.
struct FieldEncryption: Sendable {
    static let method = "aes128-1"

    let loginName: String
    let salt: String
    let iterations: Int

    /// Nil if the camera offers no `aes128-1`.
    init?(capability: JSONValue, loginName: String) {
        guard let parameters = capability["param"]?[Self.method], let salt = parameters["salt"]?.stringValue,
            let iterations = parameters["iterations"]?.wholeNumber,
            (0...IteratedHash.maximumRounds).contains(iterations)
        else { return nil }
        self.loginName = loginName
        self.salt = salt
        self.iterations = iterations
    }

    /// The cipher of one message with the members that tell the camera about it.
    struct Message {
        let cipher: FieldCipher
        let members: JSONObject
    }

    /// With a fresh time and IV for every message.
    ///
    /// - Throws: ``CryptographyError`` if OpenSSL fails.
    func message(_ names: EncryptionNames) throws(CryptographyError) -> Message {
        let datetime = LocalTime.now
        let iv = try HexEncoding.encode(SecureRandom.bytes(count: AES128CBC.blockByteCount / 2))
        let cipher = try FieldCipher(
            loginName: loginName, salt: salt, iterations: iterations, datetime: datetime, iv: iv)
        let members = JSONObject([
            (names.loginName, .string(loginName)), (names.encryptionType, .string(Self.method)),
            (names.datetime, .string(datetime)), (names.iv, .string(iv)),
        ])
        return Message(cipher: cipher, members: members)
    }
}

extension JSONValue {
    /// An integer that may come as text (field facts, Values).
    var wholeNumber: Int? {
        integerValue ?? stringValue.flatMap { Int($0) }
    }
}
