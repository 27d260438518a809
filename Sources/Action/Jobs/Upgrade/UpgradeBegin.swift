import CameraSchema
import CameraWalk
import Configuration
package import Drill
package import Fleet
import JSONTree
package import Snapshots
import Vault

/// Keeps one camera as it is before an upgrade, and proves that it could be restored.
package struct UpgradeBegin: Sendable {
    /// The tag of the snapshot that is kept.
    package static let tag = "before-upgrade"

    private let snapshots: SnapshotJob
    private let secrets: SecretLookup
    private var store: SnapshotStore { snapshots.store }
    private var schema: CameraSchema { snapshots.reader.schema }

    /// - Parameters:
    ///   - name: what the store calls the camera; if nil, as the inventory does, or by its address
    ///   - secrets: says as well for whom the camera's secrets and its archive are sealed
    package init(reader: CameraReader, store: SnapshotStore, name: String?, secrets: SecretLookup) {
        var options = SnapshotJob.Options()
        options.name = name
        options.tag = Self.tag
        options.recipients = secrets.recipients
        snapshots = SnapshotJob(reader: reader, store: store, options: options)
        self.secrets = secrets
    }

    /// Why the vendor archive does not lie beside the snapshot.
    package enum ArchiveGap: Sendable, Hashable {
        case notGivenByCamera
        case nobodyToSealFor
    }

    /// A camera that was kept.
    package struct Kept: Sendable {
        package let outcome: SnapshotJob.Outcome
        /// Nil if the archive is kept.
        package let archiveGap: ArchiveGap?
        package let drill: DrillResult
    }

    /// - Parameter isOneOfMany: whether others are kept at the same time
    /// - Throws: ``CameraError``, ``SnapshotStoreError``, ``DrillJob/Damage`` if what was kept cannot be read back
    package func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Kept {
        let outcome = try await snapshots.run(target, isOneOfMany: isOneOfMany)
        let entry = outcome.saved.entry
        if let fault = store.verify(entry).faults.first { throw DrillJob.Damage(description: "\(fault)") }
        let stored = try StoredSnapshot(entry.reference, in: store)
        let secrets = secrets.of(target)
        let held = try secrets.secrets(of: stored, asRead: outcome.walk.secrets)
        let missing = try secrets.inventory(of: stored, schema: schema).missing
        let drill = try await Drill(schema: schema, fingerprintKey: secrets.fingerprintKey).run(
            stored.snapshot, named: entry.reference, held: held,
            missing: missing.map { ($0.name.section, $0.name.place, $0.title) })
        let isKept = stored.snapshot.export?.archive?.stored != nil
        let gap: ArchiveGap? =
            isKept ? nil : outcome.walk.archive == nil ? .notGivenByCamera : .nobodyToSealFor
        return Kept(outcome: outcome, archiveGap: gap, drill: drill)
    }
}
