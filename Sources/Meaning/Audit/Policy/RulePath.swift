import CameraSchema
import JSONTree
import Snapshots

/// Names places as `--only` does: a section pattern, a dot, and the path in the section, with `*` for any text.
/// Of places inside each other it means the outermost.
package struct RulePath: Sendable, Hashable {
    package let text: String
    private let section: SectionPattern
    /// Nil for the section as a whole.
    private let path: String?

    /// Where the camera says what firmware it has.
    static let firmware = RulePath(
        text: "system/device-info.firmwareVersion", section: SectionPattern("system/device-info"),
        path: "firmwareVersion")

    private init(text: String, section: SectionPattern, path: String?) {
        self.text = text
        self.section = section
        self.path = path
    }

    /// Nil if the text names no section, or ends with a dot.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, !first.isEmpty, parts.count == 1 || !parts[1].isEmpty else { return nil }
        self.init(
            text: text, section: SectionPattern(String(first)), path: parts.count == 2 ? String(parts[1]) : nil)
    }

    func names(_ section: SectionName) -> Bool {
        self.section.matches(section)
    }

    /// The place that it names where there is none: for messages.
    var place: JSONPointer {
        JSONPointer((path ?? "").split(separator: ".").map(String.init))
    }

    /// The values that it means in a section that was read.
    func values(in record: SectionRecord) -> [(pointer: JSONPointer, value: JSONValue)] {
        guard let path else { return [(JSONPointer(), record.config)] }
        guard path.utf8.contains(UInt8(ascii: "*")) else {
            let value = record.config[place] ?? record.undocumented(at: place)
            return value.map { [(place, $0)] } ?? []
        }
        var found: [(pointer: JSONPointer, value: JSONValue)] = []
        let pattern = Array(path.utf8)
        Self.collect(record.config, JSONPointer(), pattern, &found)
        for (member, value) in record.undocumented.sorted(by: { $0.key < $1.key }) {
            Self.visit(value, member, pattern, &found)
        }
        return found
    }

    private static func visit(
        _ value: JSONValue, _ pointer: JSONPointer, _ pattern: [UInt8],
        _ found: inout [(pointer: JSONPointer, value: JSONValue)]
    ) {
        if Glob.matches(pattern, Array(pointer.steps.joined(separator: ".").utf8)) {
            found.append((pointer, value))
        } else {
            collect(value, pointer, pattern, &found)
        }
    }

    private static func collect(
        _ value: JSONValue, _ pointer: JSONPointer, _ pattern: [UInt8],
        _ found: inout [(pointer: JSONPointer, value: JSONValue)]
    ) {
        switch value {
        case .object(let object):
            for (name, member) in object { visit(member, pointer.appending(name), pattern, &found) }
        case .array(let items):
            for (position, item) in items.enumerated() { visit(item, pointer.appending(position), pattern, &found) }
        default: return
        }
    }
}
