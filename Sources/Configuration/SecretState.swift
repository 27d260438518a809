package import JSONTree

/// What stands in the tree in place of a secret: that there is one, never what it is.
package enum SecretState: String, Sendable, Hashable, CaseIterable {
    case set
    case empty
    /// The camera sent something that could not be decrypted; nothing of it is kept (field facts, Encrypted fields, 5).
    case unreadable

    /// `{"secret": "set"}`
    package var json: JSONValue {
        ["secret": .string(rawValue)]
    }

    /// Nil if the value is not the stand-in of a secret.
    package init?(json: JSONValue) {
        guard case .object(let object) = json, object.count == 1, let text = object["secret"]?.stringValue else {
            return nil
        }
        self.init(rawValue: text)
    }
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
