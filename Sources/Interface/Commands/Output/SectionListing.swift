import CameraSchema
import CommandLineTool
import Configuration
import JSONTree
import Snapshots
import Text

/// The values of sections, a line each.
struct SectionListing {
    /// Which values are printed.
    enum Selection {
        case all
        case withoutVolatile
    }

    private let console: Console
    private let style: OutputStyle
    private let selection: Selection

    init(_ console: Console, selection: Selection) {
        self.console = console
        self.selection = selection
        style = console.outputStyle
    }

    func print(_ record: SectionRecord, named name: String) {
        console.print(style.bold(HarmlessText.escaped(name)) + "  " + HarmlessText.escaped(record.title ?? ""))
        if let reason = record.status.reason {
            console.print("  \(record.status.name): \(HarmlessText.escaped(reason))")
            return
        }
        var lines = lines(of: record.config, at: JSONPointer())
        for (pointer, value) in record.undocumented.sorted(by: { $0.key < $1.key }) {
            lines.append(Line(pointer: pointer, text: value.compactText, mark: "undocumented"))
        }
        if selection == .withoutVolatile { lines.removeAll { role(of: $0.pointer, record) == .volatile } }
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

    private func lines(of value: JSONValue, at place: JSONPointer) -> [Line] {
        switch value {
        case .object(let object) where !object.isEmpty && !isSecret(object):
            object.sortedMembers.sorted { Self.precedes($0.key, $1.key) }
                .flatMap { lines(of: $0.value, at: place.appending($0.key)) }
        case .array(let items) where items.contains(where: isContainer):
            items.enumerated().flatMap { lines(of: $1, at: place.appending($0)) }
        default:
            [Line(pointer: place, text: text(value))]
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
