import Files
import JSONTree

/// `tags.json` in a camera's folder: names that the operator gave to snapshots, such as `before-upgrade`.
struct SnapshotTags {
    static let fileName = "tags.json"
    private static let largestFile = 1 << 20

    private(set) var names: [String: SnapshotName] = [:]

    /// A file that is not there, or is damaged, holds no tags: their snapshots are still there.
    init(in folder: borrowing OpenFile) throws(FileFault) {
        guard try folder.lookUp(Self.fileName) != nil else { return }
        let bytes = try OpenFile(reading: Self.fileName, in: folder.descriptor).readAll(limit: Self.largestFile)
        let document = try? JSONReader.readStrictly(bytes, limits: .init(bytes: Self.largestFile, depth: 4))
        for (tag, fileName) in document?["tags"]?.objectValue ?? JSONObject() {
            guard Self.isTag(tag), let name = fileName.stringValue.flatMap(SnapshotName.init(fileName:)) else {
                continue
            }
            names[tag] = name
        }
    }

    mutating func set(_ tag: String, to name: SnapshotName) {
        names[tag] = name
    }

    /// Forgets tags whose snapshot is no longer there.
    ///
    /// - Returns: whether there were any
    mutating func keep(_ snapshots: Set<SnapshotName>) -> Bool {
        let before = names.count
        names = names.filter { snapshots.contains($0.value) }
        return names.count != before
    }

    /// Whether every tag of the file can be read, or there is no file: what decides on removing may not take a damaged one
    /// for an empty one.
    static func areReadable(in folder: borrowing OpenFile) throws(FileFault) -> Bool {
        guard try folder.lookUp(fileName) != nil else { return true }
        let bytes = try OpenFile(reading: fileName, in: folder.descriptor).readAll(limit: largestFile)
        let document = try? JSONReader.readStrictly(bytes, limits: .init(bytes: largestFile, depth: 4))
        guard let tags = document?["tags"]?.objectValue else { return false }
        return tags.allSatisfy { isTag($0.key) && $0.value.stringValue.flatMap(SnapshotName.init(fileName:)) != nil }
    }

    var bytes: [UInt8] {
        let tags = names.map { ($0.key, JSONValue.string($0.value.fileName)) }
        return JSONWriter.canonical(["tags": .object(JSONObject(tags))]) + [UInt8(ascii: "\n")]
    }

    /// A letter, then letters, digits, `.`, `_` and `-`; not one of the words that mean something after `@`.
    static func isTag(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 64 else { return false }
        guard text != "latest", text != "previous" else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ".-_".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension SnapshotStore {
    /// - Throws: ``SnapshotReferenceError`` if the text cannot be a tag.
    package static func checkTag(_ tag: String) throws(SnapshotReferenceError) {
        guard !SnapshotTags.isTag(tag) else { return }
        throw SnapshotReferenceError(
            .malformed, "a tag is a letter followed by letters, digits, dots, dashes and underscores", reference: tag)
    }

    /// Gives a snapshot a name of the operator's, `CAMERA@TAG`; a name that is in use moves to it.
    ///
    /// - Throws: ``SnapshotStoreError``; ``SnapshotReferenceError`` if the text cannot be a tag.
    package func tag(_ entry: SnapshotEntry, as tag: String, waiting timeout: Duration = .seconds(30)) throws {
        try Self.checkTag(tag)
        try withLockedStore(.isRefused, waiting: timeout) { store in
            do throws(FileFault) {
                let folder = try OpenFile(folder: entry.camera, in: store.descriptor)
                var tags = try SnapshotTags(in: folder)
                tags.set(tag, to: entry.name)
                try AtomicFile.write(tags.bytes, as: SnapshotTags.fileName, in: folder)
            } catch {
                throw SnapshotStoreError(error, at: "\(path)/\(entry.camera)", cannot: "tag the snapshot")
            }
        }
    }
}
