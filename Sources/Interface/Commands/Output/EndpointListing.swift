import CameraSchema
import CommandLineTool
import Text

/// An endpoint of the schema with its fields, for people.
struct EndpointListing {
    private let endpoint: Endpoint
    private let console: Console
    private let style: OutputStyle

    init(_ endpoint: Endpoint, _ console: Console) {
        self.endpoint = endpoint
        self.console = console
        style = console.outputStyle
    }

    func print() {
        console.print("\(style.bold(endpoint.name))  \(endpoint.title)")
        let actions = endpoint.actions.map(\.rawValue).sorted().joined(separator: ", ")
        console.print("  \(endpoint.kind.rawValue), \(actions) · \(endpoint.source)")
        if let selector = endpoint.selector { console.print("  once per \(selector.argument) (\(selector.title))") }
        if let danger = endpoint.danger { paragraph("danger: \(danger)") }
        if !endpoint.after.isEmpty { paragraph("restored after \(endpoint.after.joined(separator: ", "))") }
        if !endpoint.interrupts.isEmpty {
            paragraph(
                "writing it may interrupt: \(endpoint.interrupts.map(\.rawValue).sorted().joined(separator: ", "))")
        }
        let lines = lines(of: endpoint.data, at: [])
        let nameWidth = min(lines.map { DisplayWidth.of($0.name) }.max() ?? 0, 36)
        let typeWidth = min(lines.map { DisplayWidth.of($0.type) }.max() ?? 0, 24)
        for line in lines {
            console.print(
                "  \(DisplayWidth.padded(line.name, to: nameWidth))  \(DisplayWidth.padded(line.type, to: typeWidth))  "
                    + line.title
                    + (line.details.isEmpty ? "" : style.dim("  (\(line.details.joined(separator: ", ")))")))
        }
        for note in endpoint.notes { paragraph("note: \(note)") }
        console.print("")
    }

    private func paragraph(_ text: String) {
        for line in WordWrap.lines(text, width: max(40, min(console.output.width, 100) - 2)) {
            console.print("  " + line)
        }
    }

    private struct Line {
        let name: String
        let type: String
        let title: String
        let details: [String]
    }

    private func lines(of field: Field, at path: [String]) -> [Line] {
        switch field.type {
        case .object(let fields):
            return fields.flatMap { lines(of: $0, at: path + [$0.name]) }
        case .list(let item, let identity):
            let mark =
                switch identity {
                case .key(let key): "[\(key)]"
                case .position, .content: "[]"
                }
            return lines(of: item, at: path.dropLast() + [(path.last ?? "") + mark])
        default:
            return [
                Line(
                    name: path.joined(separator: "."), type: Self.typeName(field), title: field.title,
                    details: details(field))
            ]
        }
    }

    private static func typeName(_ field: Field) -> String {
        let range = [field.minimum.map(String.init), field.maximum.map(String.init)]
        let bounds = range.contains { $0 != nil } ? " \(range[0] ?? "")–\(range[1] ?? "")" : ""
        let unit = field.unit.map { " \($0)" } ?? ""
        switch field.type {
        case .toggle: return "switch"
        case .integer: return "integer" + bounds + unit
        case .text: return "text"
        case .enumeration: return "enumeration"
        case .bitmask: return "bitmask"
        case .timeOfDay: return "time of day"
        case .schedule: return "schedule"
        case .grid: return "grid"
        case .geometry(let shape): return shape.figure.rawValue
        case .object, .list, .json: return "json"
        }
    }

    private func details(_ field: Field) -> [String] {
        var details: [String] = []
        if field.role != .setting { details.append(field.role == .readOnly ? "read-only" : field.role.rawValue) }
        if field.encryption != .never { details.append("encrypted") }
        if field.presence != .both { details.append("\(field.presence.rawValue) only") }
        if field.wireName.get == field.wireName.set {
            if field.wireName.get != field.name, !field.name.isEmpty {
                details.append("wire \"\(field.wireName.get)\"")
            }
        } else {
            details.append("get \"\(field.wireName.get)\", set \"\(field.wireName.set)\"")
        }
        if case .enumeration(let enumeration) = field.type {
            details.append(
                enumeration.names.sorted { $0.key < $1.key }.prefix(8).map { "\($0.key) \($0.value)" }.joined(
                    separator: ", "))
        }
        return details
    }
}
