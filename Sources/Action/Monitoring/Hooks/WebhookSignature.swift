import Cryptography

/// Proves to a receiver that a body comes from who holds the key, and when it was sent.
enum WebhookSignature {
    static let timeHeader = "X-CamKeep-Timestamp"
    static let header = "X-CamKeep-Signature"

    /// `sha256=` and the HMAC-SHA-256, in hexadecimal digits, of the time, a point and the body: so that an old message cannot be
    /// sent again under a new time.
    ///
    /// - Parameter time: in seconds since 1970
    /// - Throws: ``CryptographyError``
    static func text(of body: [UInt8], at time: Int, key: SecretBytes) throws(CryptographyError) -> String {
        "sha256=" + HexEncoding.encode(try HMACSHA256.code(of: Array("\(time).".utf8) + body, key: key))
    }
}
