import CameraSchema
import Configuration
import Cryptography
import Foundation
import JSONTree
import Sealing
import Snapshots
import Vault

/// A store in a folder of its own, and a snapshot with two secrets.
final class VaultFixture {
    let path = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)").path
    let identity: Identity
    let recipient: Recipient
    let fingerprintKey: FingerprintKey
    let secrets: SecretSet
    static let smtp = SectionName(endpoint: "network/smtp")
    static let username = JSONPointer(["username"])
    static let hidden = JSONPointer(["extra", "key"])

    struct Impossible: Error {}

    init() throws {
        identity = try Identity.generate()
        guard let recipient = identity.recipient,
            let key = FingerprintKey(bytes: [UInt8](repeating: 7, count: FingerprintKey.byteCount))
        else { throw Impossible() }
        self.recipient = recipient
        fingerprintKey = key
        var secrets = SecretSet()
        secrets[Self.smtp, Self.username] = Secret("alarm@example.org")
        secrets[Self.smtp, Self.hidden] = Secret(12345)
        self.secrets = secrets
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var store: SnapshotStore { SnapshotStore(path: path) }
    var vault: Vault { Vault(of: store) }

    func standIn(_ place: JSONPointer) -> JSONValue {
        let fingerprint = secrets[Self.smtp, place].flatMap {
            fingerprintKey.fingerprint(of: $0, endpoint: Self.smtp.endpoint, place)
        }
        return SecretState.set(fingerprint).json
    }

    func snapshot(taken: Int = 1_800_000_000, port: Int = 25) throws -> Snapshot {
        var snapshot = Snapshot(
            camera: CameraIdentity(address: "192.168.1.10"), taken: SnapshotTime(secondsSince1970: taken),
            tool: "camkeep 0", schema: ContentDigest(of: []),
            sections: [
                "network/smtp": SectionRecord(
                    config: ["username": standIn(Self.username), "port": .integer(port)],
                    undocumented: [JSONPointer(["extra"]): ["key": standIn(Self.hidden)]],
                    roles: [.secret: [Self.username]]),
                "network/ftp": SectionRecord(config: ["server": "10.0.0.1", "username": SecretState.empty.json]),
            ])
        snapshot.sealed = try SealedSecrets.seal(secrets, of: snapshot, to: [recipient])
        return snapshot
    }
}
