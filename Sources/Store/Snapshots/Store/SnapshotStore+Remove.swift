import Files
import Glibc

/// What was removed from a camera's folder.
package struct StoreRemoval: Sendable, Hashable {
    /// Newest first.
    package var snapshots: [SnapshotEntry] = []
    /// Vendor archives: those of the snapshots, and those whose snapshot was gone before.
    package var archives: [StoreArchive] = []

    package init() {}

    /// Of all files, in bytes.
    package var size: Int { snapshots.reduce(0) { $0 + $1.size } + archives.reduce(0) { $0 + $1.size } }
}

/// A vendor archive in a camera's folder.
package struct StoreArchive: Sendable, Hashable {
    package let camera: String
    /// `2026-11-22T143506Z.vendor.zip`
    package let fileName: String
    package let size: Int
    /// The name of the snapshot that it belongs to.
    let snapshot: SnapshotName
}

extension SnapshotStore {
    /// The vendor archives of a camera that would go with these snapshots, and those that belong to no snapshot at all.
    ///
    /// - Throws: ``SnapshotStoreError``
    package func archives(of camera: String, goingWith removed: [SnapshotEntry]) throws(SnapshotStoreError)
        -> [StoreArchive]
    {
        do throws(FileFault) {
            let store = try OpenFile(folder: path)
            return try archives(of: camera, goingWith: removed, in: OpenFile(folder: camera, in: store.descriptor))
        } catch {
            throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "read the camera's folder")
        }
    }

    /// Removes snapshots of a camera with their vendor archives, notes and tags, and the archives that a killed run left alone.
    ///
    /// The store is locked from the choice to the end. A snapshot goes before its archive: whatever ends the run, no snapshot
    /// names an archive that is not there, and the next removal takes what was left.
    ///
    /// - Parameters:
    ///   - camera: the name of its folder
    ///   - choose: gets the camera's snapshots, newest first, and gives those that are to go
    /// - Throws: ``SnapshotStoreError``, and what `choose` throws; with `.damaged` if the camera's tags cannot be read, because
    ///   what the operator named would not be known then.
    package func remove(
        from camera: String, waiting timeout: Duration = .seconds(30),
        choosing choose: ([SnapshotEntry]) throws -> [SnapshotEntry]
    ) throws -> StoreRemoval {
        try withLockedStore(.isRefused, waiting: timeout) { store in
            let folder = try openCameraFolder(camera, of: store)
            let entries: [SnapshotEntry]
            do throws(FileFault) {
                entries = try self.entries(of: camera, in: folder).sorted { $1.name < $0.name }
            } catch {
                throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "read the camera's folder")
            }
            try checkTags(of: camera, in: folder)
            let removed = try choose(entries)
            do throws(FileFault) {
                return try remove(removed, among: entries, of: camera, in: folder)
            } catch {
                throw SnapshotStoreError(error, at: "\(path)/\(camera)", cannot: "remove the snapshots")
            }
        }
    }

    /// - Throws: ``SnapshotStoreError`` with `.damaged` if the camera has tags that cannot be read.
    package func checkTags(of camera: String) throws(SnapshotStoreError) {
        let store = try openStore(.isRefused)
        try checkTags(of: camera, in: openCameraFolder(camera, of: store))
    }

    private func checkTags(of camera: String, in folder: borrowing OpenFile) throws(SnapshotStoreError) {
        guard (try? SnapshotTags.areReadable(in: folder)) ?? false else {
            throw SnapshotStoreError(
                .damaged, "these tags cannot be read, so it is not known which snapshots must be kept",
                at: "\(path)/\(camera)/\(SnapshotTags.fileName)")
        }
    }

    private func archives(
        of camera: String, goingWith removed: [SnapshotEntry], in folder: borrowing OpenFile
    ) throws(FileFault) -> [StoreArchive] {
        let names = try folder.names()
        let kept = Set(names.compactMap(SnapshotName.init(fileName:))).subtracting(removed.map(\.name))
        var archives: [StoreArchive] = []
        for fileName in names.sorted() {
            guard let name = SnapshotName(archiveFileName: fileName) ?? SnapshotName(sealedArchiveFileName: fileName),
                !kept.contains(name), let file = try folder.lookUp(fileName), file.kind == S_IFREG
            else { continue }
            archives.append(StoreArchive(camera: camera, fileName: fileName, size: file.size, snapshot: name))
        }
        return archives
    }

    private func remove(
        _ removed: [SnapshotEntry], among entries: [SnapshotEntry], of camera: String, in folder: borrowing OpenFile
    ) throws(FileFault) -> StoreRemoval {
        var removal = StoreRemoval()
        removal.snapshots = removed
        removal.archives = try archives(of: camera, goingWith: removed, in: folder)
        // On the disk before the archives go: a power cut may not bring back a snapshot without its archive.
        try Self.unlink(removed.map(\.fileName), in: folder)
        try Self.unlink(removal.archives.map(\.fileName), in: folder)
        guard !removed.isEmpty else { return removal }
        let kept = Set(entries.map(\.name)).subtracting(removed.map(\.name))
        var notes = SeenNotes(in: folder)
        let noted = notes.notes.count
        notes.keep(kept)
        if notes.notes.count != noted { try AtomicFile.write(notes.bytes, as: SeenNotes.fileName, in: folder) }
        var tags = try SnapshotTags(in: folder)
        if tags.keep(kept) { try AtomicFile.write(tags.bytes, as: SnapshotTags.fileName, in: folder) }
        return removal
    }

    private static func unlink(_ names: [String], in folder: borrowing OpenFile) throws(FileFault) {
        guard !names.isEmpty else { return }
        for name in names where unlinkat(folder.descriptor, name, 0) != 0 && errno != ENOENT { throw .last }
        try folder.sync()
    }
}
