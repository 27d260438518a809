import Cryptography
import JSONTree

/// The lines of a journal: `{"check":"…","entry":{…}}` in canonical JSON. Each has a digest of its entry, so that a line torn by a
/// power cut is recognised.
enum JournalLine {
    private static let deepestNesting = 80

    static func bytes(of entry: JSONValue) -> [UInt8] {
        JSONWriter.canonical(["check": .string(check(entry)), "entry": entry]) + [UInt8(ascii: "\n")]
    }

    private static func check(_ entry: JSONValue) -> String {
        HexEncoding.encode(SHA256.hash(JSONWriter.canonical(entry)).prefix(16))
    }

    struct Content {
        var entries: [JSONValue] = []
        /// The size of the whole lines, in bytes. What follows them was torn.
        var wholeBytes = 0
    }

    /// The lines of a file; nil if a line other than the last one is damaged.
    static func content(_ bytes: [UInt8]) -> Content? {
        var content = Content()
        var start = bytes.startIndex
        while start < bytes.endIndex {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")),
                let entry = readEntry(bytes[start..<end])
            else {
                let isLast = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 == bytes.endIndex } ?? true
                return isLast ? content : nil
            }
            content.entries.append(entry)
            start = end + 1
            content.wholeBytes = start
        }
        return content
    }

    private static func readEntry(_ line: ArraySlice<UInt8>) -> JSONValue? {
        let limits = JSONReader.Limits(bytes: line.count, depth: deepestNesting)
        guard let document = try? JSONReader.readStrictly(Array(line), limits: limits), let entry = document["entry"],
            document["check"]?.stringValue == check(entry)
        else { return nil }
        return entry
    }
}
