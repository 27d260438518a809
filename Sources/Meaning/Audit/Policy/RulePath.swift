import CameraSchema
import JSONTree
import Snapshots
import Text

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
            text: text, section: SectionPattern(first), path: parts.count == 2 ? String(parts[1]) : nil)
    }

    func names(_ section: SectionName) -> Bool {
        self.section.matches(section)
    }

    /// The place that it names where there is none: for messages.
    var place: JSONPointer {
        JSONPointer((path ?? "").split(separator: ".").map(String.init))
    }

    /// The values that it means in a section that was read.
    func values(in record: SectionRecord) -> [FoundValue] {
        guard let path else { return [(JSONPointer(), record.config)] }
        guard TextPattern.hasWildcard(path, .star) else {
            let value = record.config[place] ?? record.undocumented(at: place)
            return value.map { [(place, $0)] } ?? []
        }
        let pattern = TextPattern(path)
        let undocumented = record.undocumented.sorted { $0.key < $1.key }
        return Self.found(pattern, inside: record.config, at: JSONPointer())
            + undocumented.flatMap { Self.found(pattern, in: $0.value, at: $0.key) }
    }

    typealias FoundValue = (pointer: JSONPointer, value: JSONValue)

    /// The value itself, or what is inside.
    private static func found(_ pattern: TextPattern, in value: JSONValue, at pointer: JSONPointer) -> [FoundValue] {
        if pattern.matches(pointer.steps.joined(separator: ".")) { return [(pointer, value)] }
        return found(pattern, inside: value, at: pointer)
    }

    private static func found(
        _ pattern: TextPattern, inside value: JSONValue, at pointer: JSONPointer
    ) -> [FoundValue] {
        switch value {
        case .object(let object):
            object.flatMap { found(pattern, in: $0.value, at: pointer.appending($0.key)) }
        case .array(let items):
            items.enumerated().flatMap { found(pattern, in: $0.element, at: pointer.appending($0.offset)) }
        default: []
        }
    }
}
