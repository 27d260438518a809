import CameraSchema
import CommandLineTool
import Configuration
import JSONTree
import Snapshots
import Text

/// The values of one section, a line each.
struct SectionListing {
    private let name: String
    private let record: SectionRecord?
    private let console: Console
    private let style: OutputStyle

    init(_ name: String, _ record: SectionRecord?, _ console: Console) {
        self.name = name
        self.record = record
        self.console = console
        style = console.outputStyle
    }

    func print(leavingOutVolatile: Bool) {
        guard let record else { return }
        console.print(style.bold(HarmlessText.escaped(name)) + "  " + HarmlessText.escaped(record.title ?? ""))
        if let reason = record.status.reason {
            console.print("  \(record.status.name): \(HarmlessText.escaped(reason))")
            return
        }
        var lines: [Line] = []
        collect(record.config, JSONPointer(), &lines)
        for (pointer, value) in record.undocumented.sorted(by: { $0.key < $1.key }) {
            lines.append(Line(pointer: pointer, text: value.compactText, mark: "undocumented"))
        }
        if leavingOutVolatile { lines.removeAll { role(of: $0.pointer, record) == .volatile } }
        let width = min(lines.map { DisplayWidth.of($0.path) }.max() ?? 0, 40)
        for line in lines {
            let mark = [line.mark, roleName(line.pointer, record)].compactMap { $0 }.joined(separator: ", ")
            let shown = "  \(DisplayWidth.padded(line.path, to: width))  \(HarmlessText.escaped(line.text, limit: 500))"
            console.print(shown + (mark.isEmpty ? "" : style.dim("  (\(mark))")))
        }
    }

    private struct Line {
        let pointer: JSONPointer
        let text: String
        var mark: String?

        /// `region.cells.4`: as sections and fields are named on the command line.
        var path: String {
            pointer.steps.isEmpty ? "(all)" : HarmlessText.escaped(pointer.steps.joined(separator: "."))
        }
    }

    private func collect(_ value: JSONValue, _ place: JSONPointer, _ lines: inout [Line]) {
        switch value {
        case .object(let object) where !object.isEmpty && !isSecret(object):
            for (key, member) in object.sortedMembers.sorted(by: { Self.precedes($0.key, $1.key) }) {
                collect(member, place.appending(key), &lines)
            }
        case .array(let items) where items.contains(where: isContainer):
            for (position, item) in items.enumerated() { collect(item, place.appending(position), &lines) }
        default:
            lines.append(Line(pointer: place, text: text(value)))
        }
    }

    /// Weekdays in the order of the week, numbers by value, everything else by name.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        let days = WeeklySchedule.weekdays
        if let left = days.firstIndex(of: left), let right = days.firstIndex(of: right) { return left < right }
        if let left = Int(left), let right = Int(right) { return left < right }
        return left.precedesInCanonicalOrder(right)
    }

    private func isContainer(_ value: JSONValue) -> Bool {
        value.objectValue != nil || value.arrayValue != nil
    }

    private func isSecret(_ object: JSONObject) -> Bool {
        SecretState(json: .object(object)) != nil
    }

    private func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "on" : "off"
        case .array(let items): items.isEmpty ? "none" : items.map(text).joined(separator: ", ")
        case .object(let object):
            if let state = object["secret"]?.stringValue { "secret, \(state)" } else { "none" }
        case .null: "null"
        case .number(let number): number.text
        }
    }

    private func role(of place: JSONPointer, _ record: SectionRecord) -> Role? {
        Role.allCases.first { role in record.roles[role]?.contains { $0.contains(place) } ?? false }
    }

    private func roleName(_ place: JSONPointer, _ record: SectionRecord) -> String? {
        guard let role = role(of: place, record), role != .secret, role != .key else { return nil }
        return role == .readOnly ? "read-only" : role.rawValue
    }
}
