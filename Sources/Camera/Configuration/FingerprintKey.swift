import Cryptography
package import JSONTree

/// The key with which secrets are fingerprinted. It is kept apart from the store: without it nobody can try values.
package struct FingerprintKey: Sendable {
    package static let byteCount = 32

    private let bytes: [UInt8]
    /// Names the key in fingerprints: four bytes of its digest.
    private let name: String

    /// Nil unless there are 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
        name = HexEncoding.encode(SHA256.hash(bytes).prefix(4))
    }

    /// The same secret at the same place of any camera has the same fingerprint.
    package func fingerprint(of secret: Secret, endpoint: String, _ place: JSONPointer) -> SecretFingerprint? {
        let text: JSONValue = [.string(endpoint), .string(place.description), secret.reveal()]
        guard let code = try? HMACSHA256.code(of: JSONWriter.canonical(text), key: bytes) else { return nil }
        return SecretFingerprint(key: name, value: HexEncoding.encode(code.prefix(16)))
    }
}

extension FingerprintKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "<fingerprint key>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension NormalizedSection {
    /// The section with fingerprints beside the stand-ins of its secrets.
    package func fingerprinted(with key: FingerprintKey, endpoint: String) -> NormalizedSection {
        var result = self
        for (place, secret) in secrets {
            guard let fingerprint = key.fingerprint(of: secret, endpoint: endpoint, place) else { continue }
            let stand = SecretState.set(fingerprint).json
            if result.config[place].flatMap(SecretState.init) == .set(nil) {
                result.config = result.config.replacing(place, with: stand)
            } else if let owner = result.undocumented.keys.first(where: { $0.contains(place) }),
                let value = result.undocumented[owner]
            {
                let inside = JSONPointer(Array(place.steps.dropFirst(owner.steps.count)))
                if value[inside].flatMap(SecretState.init) == .set(nil) {
                    result.undocumented[owner] = value.replacing(inside, with: stand)
                }
            }
        }
        return result
    }
}
