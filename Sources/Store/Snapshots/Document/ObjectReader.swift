import Cryptography
import JSONTree

/// Reads the members of one object of a snapshot document: strictly, and with every error naming the file and the place.
struct ObjectReader {
    /// What holds for the whole document.
    struct Context {
        let file: String
        /// Whether the document has a newer minor version, whose unknown members are ignored.
        let ignoresUnknown: Bool

        func error(_ detail: String, at pointer: JSONPointer) -> SnapshotError {
            SnapshotError(.content, detail, in: file, at: pointer)
        }
    }

    let context: Context
    let pointer: JSONPointer
    private let object: JSONObject
    private var asked: [String] = []

    init(_ value: JSONValue, at pointer: JSONPointer, _ context: Context) throws(SnapshotError) {
        guard let object = value.objectValue else {
            throw context.error("found \(value.typeName) where an object is expected", at: pointer)
        }
        self.object = object
        self.pointer = pointer
        self.context = context
    }

    func error(_ detail: String, at name: String) -> SnapshotError {
        context.error(detail, at: pointer.appending(name))
    }

    mutating func optional(_ name: String) -> JSONValue? {
        asked.append(name)
        return object[name]
    }

    mutating func value(_ name: String) throws(SnapshotError) -> JSONValue {
        guard let value = optional(name) else { throw error("this member is missing", at: name) }
        return value
    }

    mutating func optionalText(_ name: String) throws(SnapshotError) -> String? {
        guard let value = optional(name) else { return nil }
        guard let text = value.stringValue else {
            throw error("found \(value.typeName) where text is expected", at: name)
        }
        return text
    }

    mutating func text(_ name: String) throws(SnapshotError) -> String {
        _ = try value(name)
        return try optionalText(name) ?? ""
    }

    mutating func object(_ name: String) throws(SnapshotError) -> JSONObject {
        let value = try value(name)
        guard let object = value.objectValue else {
            throw error("found \(value.typeName) where an object is expected", at: name)
        }
        return object
    }

    mutating func optionalList(_ name: String) throws(SnapshotError) -> [JSONValue]? {
        guard let value = optional(name) else { return nil }
        guard let items = value.arrayValue else {
            throw error("found \(value.typeName) where a list is expected", at: name)
        }
        return items
    }

    /// A number of bytes: an integer that is not negative.
    mutating func size(_ name: String) throws(SnapshotError) -> Int {
        guard let size = try value(name).integerValue, size >= 0 else {
            throw error("expected a size in bytes", at: name)
        }
        return size
    }

    mutating func digest(_ name: String) throws(SnapshotError) -> ContentDigest {
        guard let digest = try ContentDigest(text(name)) else {
            throw error("expected \"sha256:\" and 64 lower-case hexadecimal digits", at: name)
        }
        return digest
    }

    mutating func time(_ name: String) throws(SnapshotError) -> SnapshotTime {
        guard let time = try SnapshotTime(text(name)) else {
            throw error("expected a time in UTC such as 2026-11-22T14:35:06Z", at: name)
        }
        return time
    }

    /// Refuses members that nobody asked for, unless a newer minor version may have brought them.
    func finish() throws(SnapshotError) {
        guard !context.ignoresUnknown else { return }
        for member in object where !asked.contains(member.key) {
            throw error("version \(FormatVersion.current) has no such member here", at: member.key)
        }
    }
}
