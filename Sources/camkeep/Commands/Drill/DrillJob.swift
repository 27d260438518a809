import CameraSchema
import Configuration
import Drill
import Sealing
import Snapshots
import Vault

/// Drills single snapshots with the secrets that can be opened.
struct DrillJob {
    let store: SnapshotStore
    let schema: CameraSchema
    /// None where the drill runs without secrets.
    let identities: [Identity]
    let fingerprintKey: FingerprintKey?
    /// Whose secrets of the vault are used; nil for the snapshot's own camera.
    let camera: String?
    let groups: [String]

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
        let vault = Vault(of: store)
        // The machine that takes backups may not have the identity: then nothing sealed is at hand.
        let entries =
            identities.isEmpty ? [] : try vault.entries(camera: camera ?? subject.camera, groups: groups)
        let held =
            identities.isEmpty
            ? SecretSet()
            : try HeldSecrets.open(
                for: subject.snapshot, file: subject.file, vault: vault, entries: entries, with: identities,
                fingerprintKey: fingerprintKey)
        let inventory = SecretInventory(of: subject.snapshot, schema: schema, vault: entries, sealed: held)
        return try await Drill(schema: schema, fingerprintKey: fingerprintKey).run(
            subject.snapshot, named: subject.entry?.reference ?? subject.file, held: held,
            missing: inventory.missing.map { ($0.name.section, $0.name.place, $0.title) })
    }
}
