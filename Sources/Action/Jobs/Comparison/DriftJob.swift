import CameraSchema
package import Fleet
package import SemanticDiff
package import Snapshots

/// Compares the latest snapshot of a camera with the camera as it is now. Nothing is kept of it.
package struct DriftJob: Sendable {
    /// How a camera differs from what the store has of it.
    package struct Outcome: Sendable {
        /// The snapshot that the camera was compared with.
        package let entry: SnapshotEntry
        package let difference: Difference
    }

    private let reader: CameraReader
    private let latest: LatestSnapshots
    private let store: SnapshotStore
    private let differ: Differ

    /// Lists the store, once for all cameras.
    ///
    /// - Throws: ``SnapshotStoreError``
    package init(reader: CameraReader, store: SnapshotStore, options: DiffOptions) throws(SnapshotStoreError) {
        self.reader = reader
        self.store = store
        latest = try LatestSnapshots(store)
        differ = Differ(schema: reader.schema, options: options)
    }

    /// - Parameter isOneOfMany: whether others are read at the same time
    /// - Throws: ``NoSnapshot``, ``SnapshotError``, ``CameraError``, `CancellationError`, and why there is no password
    package func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Outcome {
        guard let entry = latest.entry(of: target) else { throw NoSnapshot(target) }
        let old = try store.load(entry)
        let walk = try await reader.read(target, options: isOneOfMany ? .oneOfMany : [])
        // What the inventory leaves out was not read, and is no difference.
        let compared = PathFilter(except: target.camera?.except ?? [])
        let difference = differ.difference(
            Self.sections(of: old, readBy: compared), named: entry.reference,
            Self.sections(of: reader.snapshot(of: walk), readBy: compared), named: "live:\(target.title)")
        return Outcome(entry: entry, difference: difference)
    }

    private static func sections(of snapshot: Snapshot, readBy filter: PathFilter) -> Snapshot {
        var snapshot = snapshot
        snapshot.sections = snapshot.sections.filter { SectionName($0.key).map(filter.reads) ?? true }
        return snapshot
    }
}
