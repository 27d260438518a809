import CameraSchema
import Configuration
import Drill
import Jobs
import Snapshots
import Vault

/// Drills single snapshots with the secrets that can be opened.
struct DrillJob {
    let store: SnapshotStore
    let schema: CameraSchema
    let secrets: SecretLookup

    /// What lies beside a snapshot is damaged.
    struct Damage: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: ``SnapshotError``, ``SnapshotStoreError``, ``SnapshotReferenceError``, ``VaultError``, ``Damage``,
    ///   `CancellationError`
    func run(_ text: String) async throws -> DrillResult {
        let subject = try StoredSnapshot(text, in: store)
        if let entry = subject.entry, let fault = store.verify(entry).faults.first {
            throw Damage(description: "\(fault)")
        }
        // The machine that takes backups may not have the identity: then nothing sealed is at hand.
        let held = try secrets.secrets(of: subject)
        let inventory = SecretInventory(of: subject.snapshot, schema: schema, vault: [], sealed: held)
        return try await Drill(schema: schema, fingerprintKey: secrets.fingerprintKey).run(
            subject.snapshot, named: subject.entry?.reference ?? subject.file, held: held,
            missing: inventory.missing.map { ($0.name.section, $0.name.place, $0.title) })
    }
}
