import Files
import JSONTree

/// `seen.json` in a camera's folder: which snapshots were seen again, when and how often.
///
/// It is a convenience: a damaged one counts as empty and loses no configuration.
struct SeenNotes {
    static let fileName = "seen.json"
    private static let largestFile = 16 << 20
    private static let deepestNesting = 4

    private(set) var notes: [SnapshotName: SnapshotEntry.SeenAgain] = [:]

    init() {}

    init(in folder: borrowing OpenFile) {
        guard let bytes = try? OpenFile(reading: Self.fileName, in: folder.descriptor).readAll(limit: Self.largestFile),
            let document = try? JSONReader.readStrictly(
                bytes, limits: .init(bytes: Self.largestFile, depth: Self.deepestNesting)),
            let seen = document["seen"]?.objectValue
        else { return }
        for (fileName, note) in seen {
            guard let name = SnapshotName(fileName: fileName), let count = note["count"]?.integerValue, count > 0,
                let last = note["last"]?.stringValue.flatMap({ SnapshotTime($0) })
            else { continue }
            notes[name] = SnapshotEntry.SeenAgain(last: last, count: count)
        }
    }

    mutating func note(_ name: SnapshotName, at time: SnapshotTime) {
        let before = notes[name]
        let (count, overflows) = (before?.count ?? 0).addingReportingOverflow(1)
        notes[name] = SnapshotEntry.SeenAgain(
            last: max(before?.last ?? time, time), count: overflows ? Int.max : count)
    }

    /// Forgets snapshots that are no longer there.
    mutating func keep(_ names: some Sequence<SnapshotName>) {
        let names = Set(names)
        notes = notes.filter { names.contains($0.key) }
    }

    var bytes: [UInt8] {
        let seen = notes.map { name, note -> (String, JSONValue) in
            (name.fileName, ["count": .integer(note.count), "last": .string(note.last.description)])
        }
        return JSONWriter.canonical(["seen": .object(JSONObject(seen))]) + [UInt8(ascii: "\n")]
    }
}
