import CameraClient
import CommandLineTool
import Fleet
import Jobs
import Restore
import Snapshots

/// Waits for one camera with its new firmware, keeps it, and says what the upgrade made of it.
struct UpgradeFinish: Sendable {
    let reader: CameraReader
    let store: SnapshotStore
    let secrets: SecretLookup
    /// What the store calls the camera, if the command line says that.
    let name: String?
    /// The camera with the new firmware at its factory defaults, if somebody has kept it.
    let defaults: Snapshot?
    let timeout: Duration
    private let writer: StoreWriter

    private static let tag = "after-upgrade"

    init(
        reader: CameraReader, store: SnapshotStore, secrets: SecretLookup, name: String?, defaults: Snapshot?,
        timeout: Duration
    ) {
        self.reader = reader
        self.store = store
        self.secrets = secrets
        self.name = name
        self.defaults = defaults
        self.timeout = timeout
        writer = StoreWriter(store)
    }

    /// A camera with its new firmware.
    struct Finished: Sendable {
        let before: StoredSnapshot
        let after: SnapshotEntry
        let review: UpgradeReview
        let snapshot: Snapshot

        var code: ExitCode {
            !review.lost.isEmpty ? .differences : review.unread.isEmpty ? .success : .partial
        }
    }

    /// - Parameters:
    ///   - isOneOfMany: whether others are waited for at the same time
    ///   - waiting: told from time to time what is waited for
    /// - Throws: ``UpgradedCamera/Fault``, ``UsageFault`` if no begin has kept the camera, ``CameraError``, ``SnapshotStoreError``
    func run(_ place: FleetTarget, isOneOfMany: Bool, waiting: @Sendable (String) -> Void) async throws -> Finished {
        let before = try BeforeUpgrade.find(name ?? place.name, place.target, in: store)
        let after = try await UpgradedCamera(reader, place).waitAndRead(
            insteadOf: before.snapshot.camera, timeout: timeout, recipients: secrets.recipients,
            isOneOfMany: isOneOfMany,
            waiting: waiting)
        let entry = try await writer.write { store in
            let saved = try store.save(after, as: before.camera)
            try store.tag(saved.entry, as: Self.tag)
            return saved.entry
        }
        return Finished(before: before, after: entry, review: review(before.snapshot, after), snapshot: after)
    }

    private func review(_ before: Snapshot, _ after: Snapshot) -> UpgradeReview {
        UpgradeReview(before: before, after: after, defaults: defaults, schema: reader.schema)
    }

    /// What puts back exactly what was lost. It reads the two snapshots again when its turn comes, so that those of many cameras
    /// need not be held.
    func request(_ place: FleetTarget, _ finished: Finished, _ options: PlanOptions) -> RestoreRequest {
        let (before, after) = (finished.before.entry?.reference ?? finished.before.file, finished.after)
        let opener = secrets.of(place)
        return RestoreRequest(place, camera: finished.before.camera, options: options) {
            let stored = try StoredSnapshot(before, in: store)
            return NamedConfiguration(
                name: before, snapshot: review(stored.snapshot, try store.load(after)).wanted,
                secrets: try opener.secrets(of: stored))
        }
    }
}

/// Finds the snapshot that `upgrade begin` has kept.
enum BeforeUpgrade {
    /// - Throws: ``UsageFault`` if there is none
    static func find(_ name: String?, _ target: CameraTarget, in store: SnapshotStore) throws -> StoredSnapshot {
        if let name { return try StoredSnapshot("\(name)@\(UpgradeCommand.tag)", in: store) }
        for entry in try store.list() where entry.tags.contains(UpgradeCommand.tag) {
            let stored = try StoredSnapshot(entry.reference, in: store)
            if stored.snapshot.camera.address == target.address { return stored }
        }
        throw UsageFault(
            description: "no snapshot of \(target.address) is tagged \(UpgradeCommand.tag)",
            hint: "'camkeep upgrade begin' keeps one; --name says what the store calls the camera")
    }
}
