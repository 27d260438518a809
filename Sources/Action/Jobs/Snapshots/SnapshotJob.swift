package import CameraClient
package import CameraSchema
package import CameraWalk
import Configuration
import Cryptography
package import Fleet
import History
import Processes
package import Sealing
package import SemanticDiff
package import Snapshots
package import Vault

/// Takes the snapshot of one camera and keeps it.
package struct SnapshotJob: Sendable {
    /// How snapshots are taken and kept.
    package struct Options: Sendable {
        /// What the store calls the camera; if nil, as the inventory does, or by its address.
        package var name: String?
        package var tag: String?
        package var filter = PathFilter()
        package var archive = ArchiveChoice.sealed
        /// For whom secrets are sealed; none are kept if there is nobody.
        package var recipients: [Recipient] = []

        package init() {}
    }

    /// What is done with the vendor archive.
    package enum ArchiveChoice: Sendable {
        case notFetched
        /// Sealed, if there are recipients; else it is only described.
        case sealed
        case clear
    }

    /// A camera that was kept.
    package struct Outcome: Sendable {
        package let target: FleetTarget
        package let walk: WalkResult
        package let snapshot: Snapshot
        package let saved: SnapshotStore.SaveResult
        /// How the vendor archive lies beside the snapshot; nil if it does not.
        package let archive: ArchiveCopy?
        /// Whether the store had nothing of the camera.
        package let isFirst: Bool
        /// What changed since it was known before; nil if nothing was saved.
        package let changes: Difference?
        /// By which the changes are worded.
        package let schema: CameraSchema

        /// Whether the camera has secrets that nobody keeps.
        package var leavesSecretsOut: Bool { !walk.secrets.isEmpty && snapshot.sealed == nil }

        /// The sections that could not be read, and the vendor archive if it could not.
        package var unreadParts: [String] {
            var parts = walk.failedSections.map(\.description)
            if case .failed? = walk.export?.status { parts.append("vendor archive") }
            return parts
        }
    }

    package let reader: CameraReader
    package let store: SnapshotStore
    package let options: Options
    private let writer: StoreWriter

    package init(reader: CameraReader, store: SnapshotStore, options: Options) {
        self.reader = reader
        self.store = store
        self.options = options
        writer = StoreWriter(store)
    }

    /// - Parameter isOneOfMany: whether others are read at the same time
    /// - Throws: ``CameraError``, ``SnapshotStoreError``, ``VaultError``, `CancellationError`. Nothing is kept then.
    package func run(_ target: FleetTarget, isOneOfMany: Bool) async throws -> Outcome {
        var reading: CameraReader.Options = isOneOfMany ? .oneOfMany : []
        if options.archive != .notFetched { reading.insert(.vendorArchive) }
        let walk = try await reader.read(target, filter: options.filter, options: reading)
        let snapshot = try reader.snapshot(of: walk, sealedFor: options.recipients)
        let copy = try copy(of: walk.archive, target: target.target)
        let saved = try await writer.write { [options] store in
            let saved = try store.save(snapshot, as: options.name ?? target.name, archive: copy)
            if let tag = options.tag { try store.tag(saved.entry, as: tag) }
            return saved
        }
        let step = try await step(to: saved)
        return Outcome(
            target: target, walk: walk, snapshot: snapshot, saved: saved, archive: copy,
            isFirst: step?.isFirst ?? false,
            changes: step?.changes, schema: reader.schema)
    }

    /// What `camkeep log --changes` says of a snapshot that was saved.
    private func step(to saved: SnapshotStore.SaveResult) async throws -> (isFirst: Bool, changes: Difference?)? {
        guard case .saved(let entry) = saved else { return nil }
        return try await BlockingWork.run { _ in
            let entries = try store.list(entry.camera)
            guard entries.count > 1 else { return (true, nil) }
            let timeline = Timeline(store: store, schema: reader.schema).entries(entries, since: entry.taken)
            return (false, timeline.first { $0.entry.name == entry.name }?.step?.difference)
        }
    }

    private func copy(of bytes: [UInt8]?, target: CameraTarget) throws(VaultError) -> ArchiveCopy? {
        guard let bytes else { return nil }
        switch options.archive {
        case .clear: return .clear(bytes)
        case .sealed: return try ArchiveCopy.sealed(bytes, of: target, for: options.recipients)
        case .notFetched: return nil
        }
    }
}

extension ArchiveCopy {
    /// The archive sealed; nil if there is nobody to seal it for, or no archive.
    package static func sealed(
        _ bytes: [UInt8]?, of target: CameraTarget, for recipients: [Recipient]
    ) throws(VaultError) -> ArchiveCopy? {
        guard let bytes, !recipients.isEmpty else { return nil }
        return .sealed(try SealedArchive.seal(SecretBytes(copying: bytes), of: target.address, to: recipients))
    }
}
