import CameraSchema
import JSONTree
package import Snapshots

/// The record of one restore in the store, `.journal/CAMERA.journal`. It has what is to be written, then the intent before and the
/// outcome after every write, each on the disk before the run goes on. Whatever ends the run, it can be finished or undone.
///
/// The journal holds no secret in clear (``JournalHeader/sealed``).
package final class RestoreJournal: Sendable {
    package static let folderName = ".journal"
    private static let suffix = ".journal"

    package let header: JournalHeader
    private let file: JournalFile

    private init(_ header: JournalHeader, _ file: consuming JournalFile) {
        self.header = header
        self.file = file
    }

    package var path: String { file.path }

    // MARK: - Beginning

    /// Begins the journal of a restore.
    ///
    /// - Throws: ``JournalError`` with `.busy` if another run is restoring the camera, with `.open` if an earlier restore of it
    ///   has not ended
    package static func begin(_ header: JournalHeader, in store: SnapshotStore) throws(JournalError) -> RestoreJournal {
        try check(camera: header.camera, target: header.target, in: store)
        let path = filePath(of: header.camera, in: store)
        let file = try JournalFile(creating: path, inStore: store.path)
        let bytes = try file.readAll()
        guard let content = JournalLine.content(bytes) else { throw damaged(path) }
        if let first = content.entries.first {
            guard let header = JournalHeader(json: first, file: path) else { throw damaged(path) }
            throw open(header, path)
        }
        // If the first line was torn, nothing had been written to the camera.
        try file.truncate(to: 0)
        try file.append(JournalLine.bytes(of: header.json))
        try file.syncName()
        return RestoreJournal(header, file)
    }

    /// Checks that no earlier restore of a camera is open, under whichever name.
    ///
    /// - Throws: ``JournalError`` with `.open` if so, with `.busy` if that run is under way
    package static func check(camera: String, target: String, in store: SnapshotStore) throws(JournalError) {
        for path in paths(store) {
            guard let record = try? peek(path) else { continue }
            guard path == filePath(of: camera, in: store) || record.header.target == target || record.target == target
            else { continue }
            // Throws `.busy` if a run has it.
            _ = try JournalFile(opening: path)
            throw open(record.header, path)
        }
    }

    private static func open(_ header: JournalHeader, _ path: String) -> JournalError {
        JournalError(
            .open, path: path, reason: "an earlier restore of this camera, begun \(header.started), has not ended",
            hint: "camkeep restore --resume \(header.camera) finishes it, --rollback \(header.camera) undoes it")
    }

    private static func damaged(_ path: String) -> JournalError {
        JournalError(
            .damaged, path: path, reason: "the journal is damaged",
            hint: "compare the camera with @before-restore, which is how it was, then remove the file")
    }

    /// Opens the journal of a restore that has not ended.
    ///
    /// - Parameter name: what the store calls the camera, or where it is or was reached
    /// - Throws: ``JournalError``
    package static func open(_ name: String, in store: SnapshotStore) throws(JournalError) -> (
        RestoreJournal, JournalRecord
    ) {
        let path = try find(name, in: store)
        let file = try JournalFile(opening: path)
        guard let content = JournalLine.content(try file.readAll()), let first = content.entries.first,
            let header = JournalHeader(json: first, file: path),
            let record = JournalRecord(header, content.entries.dropFirst())
        else { throw damaged(path) }
        try file.truncate(to: content.wholeBytes)
        return (RestoreJournal(header, file), record)
    }

    private static func find(_ name: String, in store: SnapshotStore) throws(JournalError) -> String {
        let own = filePath(of: name, in: store)
        let all = paths(store)
        if all.contains(own) { return own }
        for path in all {
            guard let record = try? peek(path) else { continue }
            if record.header.target == name || record.target == name || record.header.camera == name { return path }
        }
        throw JournalError(
            .missing, path: "\(store.path)/\(folderName)", reason: "no restore of \(name) is waiting to be finished",
            hint: all.isEmpty ? nil : "waiting: " + all.map(cameraName).joined(separator: ", "))
    }

    /// Reads a journal that may be in use.
    private static func peek(_ path: String) throws(JournalError) -> JournalRecord {
        guard let content = JournalLine.content(try JournalFile.read(path)), let first = content.entries.first,
            let header = JournalHeader(json: first, file: path),
            let record = JournalRecord(header, content.entries.dropFirst())
        else { throw damaged(path) }
        return record
    }

    private static func filePath(of camera: String, in store: SnapshotStore) -> String {
        "\(store.path)/\(folderName)/\(CameraFolder.name(for: camera))\(suffix)"
    }

    static func paths(_ store: SnapshotStore) -> [String] {
        let folder = "\(store.path)/\(folderName)"
        return JournalFile.names(in: folder).filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
    }

    static func cameraName(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").dropLast(suffix.count))
    }

    // MARK: - Going on

    func append(_ event: JournalEvent) throws(JournalError) {
        try file.append(JournalLine.bytes(of: event.json))
    }

    /// The restore has ended.
    package func remove() throws(JournalError) {
        try file.remove()
    }
}

extension RestoreJournal {
    /// The snapshots that open restores of a store need: the camera as it was before, and the one that is restored if it was named
    /// in full. A journal whose first line is torn pins nothing, because nothing had been written to the camera.
    package static func pins(in store: SnapshotStore) -> [SnapshotPin] {
        paths(store).compactMap { path in
            let content = (try? JournalFile.read(path)).flatMap(JournalLine.content)
            if let content, content.entries.isEmpty { return nil }
            guard let header = content?.entries.first.flatMap({ JournalHeader(json: $0, file: path) }) else {
                return SnapshotPin(camera: cameraName(path), references: nil)
            }
            return SnapshotPin(camera: header.camera, references: [header.before, header.desired])
        }
    }
}
