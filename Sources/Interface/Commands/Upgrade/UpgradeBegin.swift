import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Drill
import Fleet
import JSONTree
import Snapshots
import Vault

/// Keeps one camera as it is, and proves that it could be restored.
struct UpgradeBegin: Sendable {
    let snapshots: SnapshotJob
    let secrets: SecretOpener
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
        let (held, missing) = try atHand(outcome.walk, stored, secrets.of(target))
        let drill = try await Drill(schema: schema, fingerprintKey: secrets.fingerprintKey).run(
            stored.snapshot, named: entry.reference, held: held, missing: missing)
        let gap =
            stored.snapshot.export?.archive?.stored != nil
            ? nil
            : outcome.walk.archive == nil
                ? "the camera did not give it" : "name a recipient to seal it for: camkeep keys generate"
        return Kept(outcome: outcome, archiveGap: gap, drill: drill)
    }

    /// What a restore could open on the day. The camera's secrets were read just now, so that they need not be opened.
    private func atHand(
        _ walk: WalkResult, _ stored: StoredSnapshot, _ secrets: SecretOpener
    ) throws -> (SecretSet, missing: [(section: SectionName, place: JSONPointer, title: String)]) {
        let entries = try secrets.vault.entries(camera: secrets.camera ?? stored.camera, groups: secrets.groups)
        var held = stored.snapshot.sealed == nil ? SecretSet() : walk.secrets
        for entry in entries where held[entry.name.section, entry.name.place] == nil {
            // That it is there is enough: the machine that upgrades need not be able to open it.
            let open =
                (secrets.identities ?? []).isEmpty
                ? Secret("sealed") : try secrets.vault.open(entry, with: secrets.identities ?? [])
            held[entry.name.section, entry.name.place] = open
        }
        let inventory = SecretInventory(of: stored.snapshot, schema: schema, vault: entries, sealed: nil)
        return (held, inventory.missing.map { ($0.name.section, $0.name.place, $0.title) })
    }
}
