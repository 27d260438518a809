package import Files
import Glibc

/// A folder of snapshots: one folder for each camera, one file for each snapshot, the vendor's archive beside it.
///
/// A file is in the store whole or not at all: it is written under another name, synced and renamed.
package struct SnapshotStore: Sendable {
    package let path: String

    /// Names a store. Nothing is read or made yet.
    package init(path: String) {
        self.path = path
    }

    // MARK: Listing

    /// The cameras' folders, sorted.
    ///
    /// - Throws: ``SnapshotStoreError``
    package func cameras() throws(SnapshotStoreError) -> [String] {
        do throws(FileFault) {
            let store = try OpenFile(folder: path)
            var cameras: [String] = []
            for name in try store.names() where !name.hasPrefix(".") {
                if try store.lookUp(name)?.kind == S_IFDIR { cameras.append(name) }
            }
            return cameras.sorted()
        } catch {
            throw SnapshotStoreError(error, at: path, cannot: "read the store")
        }
    }

    /// The snapshots of one camera or of all, newest first.
    ///
    /// - Parameter camera: the name of a folder, or an address. A camera without a folder has no snapshots.
    /// - Throws: ``SnapshotStoreError``
    package func list(_ camera: String? = nil) throws(SnapshotStoreError) -> [SnapshotEntry] {
        let cameras = try cameras()
        return try list(in: camera.map { [Self.folder(of: $0, among: cameras)].filter(cameras.contains) } ?? cameras)
    }

    /// The snapshots in some of the cameras' folders, newest first.
    ///
    /// - Throws: ``SnapshotStoreError``, also if there is no such folder
    package func list(in folders: [String]) throws(SnapshotStoreError) -> [SnapshotEntry] {
        var entries: [SnapshotEntry] = []
        for folder in folders {
            do throws(FileFault) {
                let store = try OpenFile(folder: path)
                try entries.append(
                    contentsOf: self.entries(of: folder, in: OpenFile(folder: folder, in: store.descriptor)))
            } catch {
                throw SnapshotStoreError(error, at: "\(path)/\(folder)", cannot: "read the camera's folder")
            }
        }
        return entries.sorted { ($1.name, $0.camera) < ($0.name, $1.camera) }
    }

    /// A text is the name of a folder if there is one, else an address.
    static func folder(of camera: String, among folders: [String]) -> String {
        folders.contains(camera) ? camera : CameraFolder.name(for: camera)
    }

    /// In no order.
    func entries(of camera: String, in folder: borrowing OpenFile) throws(FileFault) -> [SnapshotEntry] {
        let seen = SeenNotes(in: folder).notes
        let tags = try SnapshotTags(in: folder).names
        var entries: [SnapshotEntry] = []
        for fileName in try folder.names() {
            guard let name = SnapshotName(fileName: fileName), let file = try folder.lookUp(fileName),
                file.kind == S_IFREG
            else { continue }
            entries.append(
                SnapshotEntry(
                    camera: camera, name: name, path: "\(path)/\(camera)/\(fileName)", size: file.size,
                    seenAgain: seen[name], tags: tags.filter { $0.value == name }.keys.sorted()))
        }
        return entries
    }

    // MARK: Reading

    /// The snapshot of an entry, fully checked.
    ///
    /// - Throws: ``SnapshotError``
    package func load(_ entry: SnapshotEntry) throws(SnapshotError) -> Snapshot {
        try SnapshotFile.read(entry.path)
    }

    /// The bytes of the vendor archive beside a snapshot, as they are kept: sealed or in clear.
    package func bytes(of archive: StoredArchive, beside entry: SnapshotEntry) throws(FileFault) -> [UInt8] {
        try OpenFile(reading: "\(path)/\(entry.camera)/\(archive.fileName)").readAll(limit: Self.largestArchive)
    }

    /// The bytes of a file in the store's own folder, such as the vault.
    package func bytes(of name: String, limit: Int) throws(FileFault) -> [UInt8] {
        try OpenFile(reading: "\(path)/\(name)").readAll(limit: limit)
    }
}
