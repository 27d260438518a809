import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import Cryptography
import Sealing
import Snapshots
import Vault

/// Takes the snapshot of one camera and keeps it.
struct SnapshotJob {
    let reader: CameraReader
    let store: SnapshotStore
    /// What the store calls the camera; its address if nil.
    let name: String?
    let tag: String?
    let filter: SectionFilter
    let archive: ArchiveChoice
    /// For whom secrets are sealed; none are kept if there is nobody.
    let recipients: [Recipient]

    /// What is done with the vendor archive.
    enum ArchiveChoice {
        case notFetched
        /// Sealed, if there are recipients; else it is only described.
        case sealed
        case clear
    }

    struct Outcome {
        let target: CameraTarget
        let walk: WalkResult
        let snapshot: Snapshot
        let saved: SnapshotStore.SaveResult
        /// How the vendor archive lies beside the snapshot; nil if it does not.
        let archive: ArchiveCopy?

        /// Whether the camera has secrets that nobody keeps.
        var leavesSecretsOut: Bool { !walk.secrets.isEmpty && snapshot.sealed == nil }
    }

    /// - Throws: ``CameraError``, ``SnapshotStoreError``, ``VaultError``, `CancellationError`. Nothing is kept then.
    func run(_ target: CameraTarget) async throws -> Outcome {
        let walk = try await reader.read(target, filter: filter, includesExport: archive != .notFetched)
        let snapshot = try walk.snapshot(of: reader.schema, sealedFor: recipients)
        let copy = try copy(of: walk.archive, target)
        let saved = try store.save(snapshot, as: name, archive: copy)
        if let tag { try store.tag(saved.entry, as: tag) }
        return Outcome(target: target, walk: walk, snapshot: snapshot, saved: saved, archive: copy)
    }

    private func copy(of bytes: [UInt8]?, _ target: CameraTarget) throws(VaultError) -> ArchiveCopy? {
        guard let bytes else { return nil }
        switch archive {
        case .clear: return .clear(bytes)
        case .sealed: return try Self.copy(of: bytes, target, recipients)
        case .notFetched: return nil
        }
    }

    /// The archive sealed, if there is somebody to seal it for.
    static func copy(
        of bytes: [UInt8]?, _ target: CameraTarget, _ recipients: [Recipient]
    ) throws(VaultError) -> ArchiveCopy? {
        guard let bytes, !recipients.isEmpty else { return nil }
        return .sealed(try SealedArchive.seal(SecretBytes(copying: bytes), of: target.address, to: recipients))
    }
}
