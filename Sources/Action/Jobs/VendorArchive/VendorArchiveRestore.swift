import CameraClient
import CameraSchema
import CameraWalk
import Cryptography
package import Fleet
package import Restore
package import Sealing
package import SemanticDiff
package import Snapshots

/// Gives a camera back the vendor archive of a snapshot, waits for its restart, and says what differs from the snapshot.
///
/// The steps are the caller's, so that the operator can be asked in between: ``prepare(_:for:as:)``, ``keep(_:)``, ``send(_:)``, and
/// ``wait(for:timeout:)``.
package struct VendorArchiveRestore: Sendable {
    private let reader: CameraReader
    private let store: SnapshotStore
    private let recipients: [Recipient]

    private static let pause: Duration = .seconds(1)

    /// - Parameter recipients: for whom the camera as it was is sealed
    package init(reader: CameraReader, store: SnapshotStore, recipients: [Recipient]) {
        self.reader = reader
        self.store = store
        self.recipients = recipients
    }

    /// The camera must not get the archive. Nothing was sent.
    package struct Unfit: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
        /// What the operator can do.
        package let hint: String
    }

    /// A camera that was read, and what is to be sent to it.
    package struct Prepared: Sendable {
        package let source: VendorArchiveSource
        package let place: FleetTarget
        package let upload: ArchiveUpload
        /// From the camera as it is to the snapshot.
        package let difference: Difference
        fileprivate let camera: String
        fileprivate let live: Snapshot
        fileprivate let archive: ArchiveCopy?
    }

    /// Reads the camera, and looks whether it may get the archive.
    ///
    /// - Parameter name: what the store calls the camera
    /// - Throws: ``Unfit``; ``JournalError`` if an earlier restore of the camera has not ended; ``CameraError``, ``VaultError``
    package func prepare(
        _ source: VendorArchiveSource, for place: FleetTarget, as name: String
    ) async throws -> Prepared {
        let target = place.target
        let walk = try await reader.read(place, options: .vendorArchive)
        let live = try reader.snapshot(of: walk, sealedFor: recipients)
        if let objection = ArchiveUpload.objection(to: source.snapshot.camera, on: live.camera) {
            throw Unfit(
                description: "\(target.address): \(objection); nothing was sent",
                hint: "camkeep restore \(source.name) \(target) writes what both have, section by section")
        }
        return Prepared(
            source: source, place: place,
            upload: ArchiveUpload(try await reader.connection(to: place), from: live, to: source.snapshot),
            difference: difference(from: live, named: "\(target)", to: source.snapshot, named: source.name),
            camera: name,
            live: live, archive: try ArchiveCopy.sealed(walk.archive, of: target, for: recipients))
    }

    /// Keeps the camera as it is, with its own archive, so that this can be undone in the same way.
    ///
    /// - Returns: the reference of what was kept
    /// - Throws: ``SnapshotStoreError``
    package func keep(_ prepared: Prepared) throws -> String {
        let kept = try store.save(prepared.live, as: prepared.camera, archive: prepared.archive)
        try store.tag(kept.entry, as: ConfigurationReference.beforeRestore)
        return kept.entry.reference
    }

    /// Sends the archive, once.
    ///
    /// - Returns: whether the camera answered before it restarted
    /// - Throws: ``CameraError`` if the camera refused it, or it was not sent
    package func send(_ prepared: Prepared) async throws -> Bool {
        try await prepared.upload.send(Array(prepared.source.bytes.exposed()))
    }

    /// Waits for the camera, and compares it with the snapshot.
    ///
    /// - Returns: where it is, and how it differs from the snapshot; nil if it did not come back in time
    /// - Throws: ``CameraError`` if the camera refuses the login; `CancellationError`
    package func wait(for prepared: Prepared, timeout: Duration) async throws -> ArchiveUpload.Return<Difference>? {
        let source = prepared.source
        return try await prepared.upload.wait(timeout: timeout, pause: Self.pause) { target in
            let walk = try await reader.read(FleetTarget(target, as: prepared.place.camera))
            let difference = difference(
                from: source.snapshot, named: source.name, to: reader.snapshot(of: walk), named: "\(target)")
            return (difference, difference.changes.isEmpty && difference.unreadSections.isEmpty)
        }
    }

    /// Who the unit is counts, unless another unit got the archive.
    private func difference(
        from old: Snapshot, named oldName: String, to new: Snapshot, named newName: String
    ) -> Difference {
        let isSameUnit = old.camera.serial == new.camera.serial && old.camera.mac == new.camera.mac
        return Differ(schema: reader.schema, options: DiffOptions(include: isSameUnit ? [.identity] : []))
            .difference(old, named: oldName, new, named: newName)
    }
}
