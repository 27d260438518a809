import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Drill
import Fleet
import JSONTree
import Jobs
import Snapshots
import Vault

/// Keeps one camera as it is, and proves that it could be restored.
struct UpgradeBegin: Sendable {
    let snapshots: SnapshotJob
    let secrets: SecretLookup
    private var store: SnapshotStore { snapshots.store }
    private var schema: CameraSchema { snapshots.reader.schema }

    /// A camera that was kept.
    struct Kept: Sendable {
        let outcome: SnapshotJob.Outcome
        /// Why the vendor archive does not lie beside the snapshot; nil if it does.
        let archiveGap: String?
        let drill: DrillResult

        var code: ExitCode { outcome.walk.isPartial ? .partial : drill.comesBack ? .success : .differences }
    }

    /// - Parameter isOneOfMany: whether others are kept at the same time
    /// - Throws: ``CameraError``, ``SnapshotStoreError``, ``DrillJob/Damage`` if what was kept cannot be read back
    func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Kept {
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
        let gap =
            stored.snapshot.export?.archive?.stored != nil
            ? nil
            : outcome.walk.archive == nil
                ? "the camera did not give it" : "name a recipient to seal it for: camkeep keys generate"
        return Kept(outcome: outcome, archiveGap: gap, drill: drill)
    }
}
