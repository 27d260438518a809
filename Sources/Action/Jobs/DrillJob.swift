package import CameraSchema
import Configuration
package import Drill
package import Snapshots
import Vault

/// Drills single snapshots with the secrets that can be opened.
package struct DrillJob: Sendable {
    private let store: SnapshotStore
    private let schema: CameraSchema
    private let secrets: SecretLookup

    package init(store: SnapshotStore, schema: CameraSchema, secrets: SecretLookup) {
        self.store = store
        self.schema = schema
        self.secrets = secrets
    }

    /// What lies beside a snapshot is damaged.
    package struct Damage: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameter reference: names a snapshot
    /// - Throws: ``SnapshotError``, ``SnapshotStoreError``, ``SnapshotReferenceError``, ``VaultError``, ``Damage``,
    ///   `CancellationError`
    package func run(_ reference: String) async throws -> DrillResult {
        let subject = try StoredSnapshot(reference, in: store)
        if let entry = subject.entry, let fault = store.verify(entry).faults.first {
            throw Damage(description: "\(fault)")
        }
        // The machine that takes backups may not have the identity: then nothing sealed is at hand.
        let held = try secrets.secrets(of: subject)
        let inventory = SecretInventory(of: subject.snapshot, schema: schema, vault: [], sealed: held)
        return try await Drill(schema: schema, fingerprintKey: secrets.fingerprintKey).run(
            subject.snapshot, named: subject.name, held: held,
            missing: inventory.missing.map { ($0.name.section, $0.name.place, $0.title) })
    }
}
