import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import HTTPTransport
import Snapshots

/// Takes the snapshot of one camera and keeps it.
struct SnapshotJob {
    let credentials: Credentials
    let store: SnapshotStore
    /// What the store calls the camera; its address if nil.
    let name: String?
    let schema: CameraSchema
    let filter: SectionFilter
    let includesExport: Bool
    let keepsArchive: Bool
    let trustPolicy: TrustPolicy
    let options: ClientOptions
    let transport: HTTPTransport
    let console: Console

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
        let trust = try await trustPolicy.establish(target, transport: transport, schema: schema, options: options)
        if let key = trust.learntKey {
            console.note("\(target.address): first contact; from now on only its key \(key) is accepted")
        }
        let walk = try await CameraSession.with(
            target, credentials, trust: trust.trust, transport: transport, schema: schema, options: options
        ) { session in
            try await CameraWalk.run(
                session, schema: schema, filter: filter, address: target.address, includesExport: includesExport
            ) { progress in
                console.progress.update(
                    done: progress.done, total: progress.total, text: "\(target.address)  \(progress.current)")
            }
        }
        console.progress.finish()
        try Task.checkCancellation()
        let snapshot = walk.snapshot(taken: .now(), tool: ToolVersion.signature, schema: schema.digest)
        let archive = keepsArchive ? walk.archive : nil
        let saved = try store.save(snapshot, as: name, archive: archive)
        return Outcome(target: target, walk: walk, snapshot: snapshot, saved: saved, isArchiveKept: archive != nil)
    }
}
