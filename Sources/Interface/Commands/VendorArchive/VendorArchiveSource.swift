import CommandLineTool
import Cryptography
import Jobs
import Snapshots
import Vault

/// The vendor archive of a stored snapshot, opened.
struct VendorArchiveSource {
    let snapshot: Snapshot
    /// `front-door@2026-11-22T143506Z`
    let name: String
    /// What the store calls the camera.
    let camera: String
    let bytes: SecretBytes

    /// - Throws: ``UsageFault`` if the reference is none of the store, ``VaultError``, and what reading a snapshot throws
    init(_ reference: String, _ values: ParsedValues, _ console: Console) async throws {
        let store = StoreOptions.store(values)
        let stored = try StoredSnapshot(reference, in: store)
        guard let entry = stored.entry else {
            throw UsageFault(
                description: "\(reference) is a file, and archives lie in a store beside their snapshots",
                hint: "name it as the store does: CAMERA@TIME")
        }
        snapshot = stored.snapshot
        name = entry.reference
        camera = entry.camera
        let isSealed = stored.snapshot.export?.archive?.stored?.sealed != nil
        bytes = try SealedArchive.open(
            of: stored.snapshot, entry, in: store,
            with: isSealed
                ? try await IdentityOptions.sources(values, console.environment).required(events: JobEvents(console))
                : [])
    }
}
