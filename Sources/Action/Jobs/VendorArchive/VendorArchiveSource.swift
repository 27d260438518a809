package import Cryptography
package import Sealing
package import Snapshots
import Vault

/// The vendor archive of a stored snapshot, opened.
package struct VendorArchiveSource: Sendable {
    package let snapshot: Snapshot
    /// `front-door@2026-11-22T143506Z`
    package let name: String
    /// What the store calls the camera.
    package let camera: String
    package let bytes: SecretBytes

    /// - Parameter identities: gets what opens it; called only if it is sealed
    /// - Throws: ``RequestFault`` if the reference is not one of the store, ``VaultError``, and what reading a snapshot throws
    package init(
        _ reference: String, in store: SnapshotStore, identities: () async throws -> [Identity]
    ) async throws {
        let stored = try StoredSnapshot(reference, in: store)
        guard let entry = stored.entry else {
            throw RequestFault(
                description: "\(reference) is a file, and archives lie in a store beside their snapshots",
                hint: "name it as the store does: CAMERA@TIME")
        }
        snapshot = stored.snapshot
        name = entry.reference
        camera = entry.camera
        let isSealed = stored.snapshot.export?.archive?.stored?.sealed != nil
        bytes = try SealedArchive.open(
            of: stored.snapshot, entry, in: store, with: isSealed ? try await identities() : [])
    }
}
