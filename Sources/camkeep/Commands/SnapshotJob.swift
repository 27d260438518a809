import CameraClient
import CameraSchema
import CameraWalk
import Snapshots

/// Takes the snapshot of one camera and keeps it.
struct SnapshotJob {
    let reader: CameraReader
    let store: SnapshotStore
    /// What the store calls the camera; its address if nil.
    let name: String?
    let tag: String?
    let filter: SectionFilter
    let includesExport: Bool
    let keepsArchive: Bool

    struct Outcome {
        let target: CameraTarget
        let walk: WalkResult
        let snapshot: Snapshot
        let saved: SnapshotStore.SaveResult
        /// Whether the vendor archive lies beside the snapshot.
        let isArchiveKept: Bool
    }

    /// - Throws: ``CameraError``, ``SnapshotStoreError``, `CancellationError`. Nothing is kept then.
    func run(_ target: CameraTarget) async throws -> Outcome {
        let walk = try await reader.read(target, filter: filter, includesExport: includesExport)
        let snapshot = walk.snapshot(taken: .now(), tool: ToolVersion.signature, schema: reader.schema.digest)
        let archive = keepsArchive ? walk.archive : nil
        let saved = try store.save(snapshot, as: name, archive: archive.map(ArchiveCopy.clear))
        if let tag { try store.tag(saved.entry, as: tag) }
        return Outcome(target: target, walk: walk, snapshot: snapshot, saved: saved, isArchiveKept: archive != nil)
    }
}
