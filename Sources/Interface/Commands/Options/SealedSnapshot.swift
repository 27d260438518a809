import CameraSchema
import CameraWalk
import Configuration
import Cryptography
import Sealing
import Snapshots
import Vault

extension WalkResult {
    /// The snapshot of what was read, without its secrets.
    func snapshot(of schema: CameraSchema) -> Snapshot {
        snapshot(taken: .now(), tool: ToolVersion.signature, schema: schema.digest)
    }

    /// The snapshot of what was read, with its secrets sealed if there is somebody to seal them for.
    ///
    /// - Throws: ``VaultError``
    func snapshot(of schema: CameraSchema, sealedFor recipients: [Recipient]) throws(VaultError) -> Snapshot {
        var snapshot = snapshot(of: schema)
        if !recipients.isEmpty, !secrets.isEmpty {
            snapshot.sealed = try SealedSecrets.seal(secrets, of: snapshot, to: recipients)
        }
        return snapshot
    }
}
