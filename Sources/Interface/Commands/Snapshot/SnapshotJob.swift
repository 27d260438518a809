import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import Cryptography
import Fleet
import History
import Processes
import Reports
import Sealing
import Snapshots
import Vault

/// Takes the snapshot of one camera and keeps it.
struct SnapshotJob: Sendable {
    let reader: CameraReader
    let store: SnapshotStore
    /// What the store calls the camera; if nil, as the inventory does, or by its address.
    let name: String?
    let tag: String?
    let filter: SectionFilter
    let archive: ArchiveChoice
    /// For whom secrets are sealed; none are kept if there is nobody.
    let recipients: [Recipient]
    private let writer: StoreWriter

    /// What is done with the vendor archive.
    enum ArchiveChoice: Sendable {
        case notFetched
        /// Sealed, if there are recipients; else it is only described.
        case sealed
        case clear
    }

    struct Outcome: Sendable {
        let target: FleetTarget
        let walk: WalkResult
        let snapshot: Snapshot
        let saved: SnapshotStore.SaveResult
        /// How the vendor archive lies beside the snapshot; nil if it does not.
        let archive: ArchiveCopy?
        /// Whether the store had nothing of the camera.
        let isFirst: Bool
        /// What changed since it was known before; nil if nothing was saved.
        let changes: ChangeDigest?

        /// Whether the camera has secrets that nobody keeps.
        var leavesSecretsOut: Bool { !walk.secrets.isEmpty && snapshot.sealed == nil }
    }

    init(
        reader: CameraReader, store: SnapshotStore, name: String?, tag: String?, filter: SectionFilter,
        archive: ArchiveChoice, recipients: [Recipient]
    ) {
        self.reader = reader
        self.store = store
        self.name = name
        self.tag = tag
        self.filter = filter
        self.archive = archive
        self.recipients = recipients
        writer = StoreWriter(store)
    }

    /// - Parameter isOneOfMany: whether others are read at the same time
    /// - Throws: ``CameraError``, ``SnapshotStoreError``, ``VaultError``, `CancellationError`. Nothing is kept then.
    func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Outcome {
        let walk = try await reader.read(
            target, filter: filter, includesExport: archive != .notFetched, isOneOfMany: isOneOfMany)
        let snapshot = try walk.snapshot(of: reader.schema, sealedFor: recipients)
        let copy = try copy(of: walk.archive, target)
        let saved = try await writer.write { store in
            let saved = try store.save(snapshot, as: name ?? target.name, archive: copy)
            if let tag { try store.tag(saved.entry, as: tag) }
            return saved
        }
        let step = try await step(to: saved)
        return Outcome(
            target: target, walk: walk, snapshot: snapshot, saved: saved, archive: copy,
            isFirst: step?.isFirst ?? false,
            changes: step?.changes)
    }

    /// What `camkeep log --changes` says of a snapshot that was saved.
    private func step(to saved: SnapshotStore.SaveResult) async throws -> (isFirst: Bool, changes: ChangeDigest?)? {
        guard case .saved(let entry) = saved else { return nil }
        return try await BlockingWork.run { _ in
            let entries = try store.list(entry.camera)
            guard entries.count > 1 else { return (true, nil) }
            let timeline = Timeline(store: store, schema: reader.schema).entries(entries, since: entry.taken)
            let step = timeline.first { $0.entry.name == entry.name }?.step
            return (false, step.map { ChangeDigest($0.difference, schema: reader.schema) })
        }
    }

    private func copy(of bytes: [UInt8]?, _ target: FleetTarget) throws(VaultError) -> ArchiveCopy? {
        guard let bytes else { return nil }
        switch archive {
        case .clear: return .clear(bytes)
        case .sealed: return try Self.copy(of: bytes, target.target, recipients)
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
