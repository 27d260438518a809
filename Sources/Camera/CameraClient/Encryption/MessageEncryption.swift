/// Encrypts the values of one message. What cannot be encrypted is noted instead of being sent in clear.
final class MessageEncryption {
    private let cipher: FieldCipher?
    private(set) var hasFailed = false

    /// - Parameter cipher: nil where the camera does not say how it encrypts
    init(_ cipher: FieldCipher?) {
        self.cipher = cipher
    }

    func encrypt(_ text: String) -> String {
        guard let cipher, let encrypted = try? cipher.encrypt(text) else {
            hasFailed = true
            return ""
        }
        return encrypted
    }
}

/// Why a write was not sent at all.
package enum WriteRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// The camera names no field encryption that CamKeep knows, and the message holds values that must not travel in clear.
    case noEncryption(endpoint: String)

    package var description: String {
        switch self {
        case .noEncryption(let endpoint):
            "\(endpoint): the camera offers no encryption for the values that must not travel in clear"
        }
    }
}
