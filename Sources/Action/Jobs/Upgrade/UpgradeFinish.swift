import CameraClient
import CameraSchema
package import Fleet
package import Restore
package import Snapshots

/// Waits for one camera with its new firmware, keeps it, and says what the upgrade made of it.
package struct UpgradeFinish: Sendable {
    private static let tag = "after-upgrade"

    package let reader: CameraReader
    package let store: SnapshotStore
    private let secrets: SecretLookup
    private let options: Options
    private let writer: StoreWriter

    package struct Options: Sendable {
        /// What the store calls the camera; nil for what the inventory says.
        package var name: String?
        /// The camera with the new firmware at its factory defaults, if somebody has kept it.
        package var defaults: Snapshot?
        /// How long the camera is waited for.
        package var timeout: Duration = .seconds(600)

        package init() {}
    }

    /// - Parameter secrets: says as well for whom the camera's secrets are sealed
    package init(reader: CameraReader, store: SnapshotStore, secrets: SecretLookup, options: Options) {
        self.reader = reader
        self.store = store
        self.secrets = secrets
        self.options = options
        writer = StoreWriter(store)
    }

    /// A camera with its new firmware.
    package struct Finished: Sendable {
        package let before: StoredSnapshot
        package let after: SnapshotEntry
        package let review: UpgradeReview
        package let snapshot: Snapshot
    }

    /// - Parameters:
    ///   - isOneOfMany: whether others are waited for at the same time
    ///   - waiting: gets from time to time what is waited for
    /// - Throws: ``UpgradedCamera/Fault``, ``RequestFault`` if no begin has kept the camera, ``CameraError``, ``SnapshotStoreError``
    package func run(
        _ place: FleetTarget, isOneOfMany: Bool, waiting: @Sendable (String) -> Void = { _ in }
    ) async throws -> Finished {
        let before = try before(place)
        let after = try await UpgradedCamera(reader, place).waitAndRead(
            insteadOf: before.snapshot.camera, timeout: options.timeout, recipients: secrets.recipients,
            isOneOfMany: isOneOfMany, waiting: waiting)
        let entry = try await writer.write { store in
            let saved = try store.save(after, as: before.camera)
            try store.tag(saved.entry, as: Self.tag)
            return saved.entry
        }
        return Finished(before: before, after: entry, review: review(before.snapshot, after), snapshot: after)
    }

    /// The snapshot that the begin of the upgrade has kept.
    ///
    /// - Throws: ``RequestFault`` if there is none
    private func before(_ place: FleetTarget) throws -> StoredSnapshot {
        let (tag, target) = (UpgradeBegin.tag, place.target)
        if let name = options.name ?? place.name { return try StoredSnapshot("\(name)@\(tag)", in: store) }
        for entry in try store.list() where entry.tags.contains(tag) {
            let stored = try StoredSnapshot(entry.reference, in: store)
            if stored.snapshot.camera.address == target.address { return stored }
        }
        throw RequestFault(
            description: "no snapshot of \(target.address) is tagged \(tag)",
            hint: "'camkeep upgrade begin' keeps one; --name says what the store calls the camera")
    }

    private func review(_ before: Snapshot, _ after: Snapshot) -> UpgradeReview {
        UpgradeReview(before: before, after: after, defaults: options.defaults, schema: reader.schema)
    }

    /// What puts back exactly what was lost. It reads the two snapshots again when its turn comes, so that those of many cameras
    /// need not be held.
    package func request(_ place: FleetTarget, toUndo finished: Finished, options: PlanOptions) -> RestoreRequest {
        let (before, after) = (finished.before.name, finished.after)
        let secrets = secrets.of(place)
        return RestoreRequest(place, camera: finished.before.camera, options: options) {
            let stored = try StoredSnapshot(before, in: store)
            return NamedConfiguration(
                name: before, snapshot: review(stored.snapshot, try store.load(after)).wanted,
                secrets: try secrets.secrets(of: stored))
        }
    }
}
