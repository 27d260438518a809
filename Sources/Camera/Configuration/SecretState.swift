package import JSONTree

/// What stands in the tree in place of a secret: that there is one, never what it is.
package enum SecretState: Sendable, Hashable {
    /// With a fingerprint, two of them can be compared without being known.
    case set(SecretFingerprint?)
    case empty
    /// The camera sent something that could not be decrypted; nothing of it is kept (field facts, Encrypted fields, 5).
    case unreadable

    /// `{"secret": "set", "fingerprint": "1a2b3c4d:…"}`
    package var json: JSONValue {
        switch self {
        case .set(nil): ["secret": "set"]
        case .set(let fingerprint?): ["secret": "set", "fingerprint": .string(fingerprint.description)]
        case .empty: ["secret": "empty"]
        case .unreadable: ["secret": "unreadable"]
        }
    }

    /// Nil if the value is not the stand-in of a secret.
    package init?(json: JSONValue) {
        guard case .object(let object) = json, let state = object["secret"]?.stringValue else { return nil }
        switch (state, object["fingerprint"], object.count) {
        case ("set", nil, 1): self = .set(nil)
        case ("set", .string(let text)?, 2):
            guard let fingerprint = SecretFingerprint(text) else { return nil }
            self = .set(fingerprint)
        case ("empty", nil, 1): self = .empty
        case ("unreadable", nil, 1): self = .unreadable
        default: return nil
        }
    }
}

/// Tells whether two secrets are the same to whoever has made both with one key, and nothing to anybody without it.
package struct SecretFingerprint: Sendable, Hashable, LosslessStringConvertible {
    /// Names the key: fingerprints of different keys cannot be compared.
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    /// Nil if the text is not `KEY:VALUE`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(key: String(parts[0]), value: String(parts[1]))
    }

    package var description: String { "\(key):\(value)" }
}

/// A secret in memory. It shows itself in no description, and nothing but ``reveal()`` hands it out.
package struct Secret: Sendable {
    private let value: JSONValue

    package init(_ value: JSONValue) {
        self.value = value
    }

    /// The secret itself, as the camera says it in clear.
    package func reveal() -> JSONValue {
        value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
