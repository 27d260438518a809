/// What a text looks like that should be a key, so that the wrong kind of key is called by its name.
enum KeyKind {
    case recipient
    case identity
    case hybridRecipient
    case hybridIdentity
    case pluginRecipient
    case pluginIdentity
    case ssh
    case other

    init(of text: UnsafeRawBufferPointer) {
        func begins(_ start: String) -> Bool { text.starts(with: start.utf8) }
        if begins("ssh-") || begins("ecdsa-sha2-") || begins("sk-ssh-") || begins("-----BEGIN OPENSSH") {
            self = .ssh
            return
        }
        switch Bech32.prefix(of: text) {
        case "age": self = .recipient
        case "age1pq", "age1tagpq": self = .hybridRecipient
        case let prefix? where prefix.hasPrefix("age1") && Self.isPluginName(prefix.utf8.dropFirst(4)):
            self = .pluginRecipient
        case "AGE-SECRET-KEY-": self = .identity
        case "AGE-SECRET-KEY-PQ-": self = .hybridIdentity
        case let prefix? where prefix.hasPrefix("AGE-PLUGIN-"): self = .pluginIdentity
        default: self = begins("AGE-SECRET-KEY-") ? .identity : .other
        }
    }

    private static func isPluginName(_ name: some Collection<UInt8>) -> Bool {
        name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "+-._".utf8.contains(byte)
            }
        }
    }

    /// Why it cannot be a recipient, whatever its letters are.
    var faultAsRecipient: SealingError? {
        let hint = "make a key with 'camkeep keys generate' or age-keygen: its recipient begins with age1"
        return switch self {
        case .recipient: nil
        case .identity, .hybridIdentity, .pluginIdentity:
            SealingError(
                .malformedKey, "this is an identity, a secret key, where a recipient is needed",
                hint: "'camkeep keys recipients --identity FILE' prints its recipient; keep the identity to yourself")
        case .hybridRecipient:
            SealingError(.unsupportedKey, "unsupported recipient: a post-quantum hybrid key", hint: hint)
        case .pluginRecipient:
            SealingError(.unsupportedKey, "unsupported recipient: a key of an age plugin", hint: hint)
        case .ssh: SealingError(.unsupportedKey, "unsupported recipient: an SSH key", hint: hint)
        case .other: SealingError(.malformedKey, "this is not a recipient", hint: hint)
        }
    }

    /// Why it cannot be an identity, whatever its letters are.
    var faultAsIdentity: SealingError? {
        let hint = "an identity begins with AGE-SECRET-KEY-1; 'camkeep keys generate' makes one"
        return switch self {
        case .identity: nil
        case .recipient, .hybridRecipient, .pluginRecipient:
            SealingError(
                .malformedKey, "this is a recipient, a public key, where an identity is needed", hint: hint)
        case .hybridIdentity:
            SealingError(.unsupportedKey, "unsupported identity: a post-quantum hybrid key", hint: hint)
        case .pluginIdentity: SealingError(.unsupportedKey, "unsupported identity: one of an age plugin", hint: hint)
        case .ssh: SealingError(.unsupportedKey, "unsupported identity: an SSH key", hint: hint)
        case .other: SealingError(.malformedKey, "this is not an identity", hint: hint)
        }
    }
}
