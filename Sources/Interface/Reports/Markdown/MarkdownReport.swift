package import CameraSchema
package import SemanticDiff
import Snapshots
import Text

/// A difference for a ticket or a pull request: a table per section, what the firmware explains folded away.
package struct MarkdownReport {
    private let difference: Difference
    private let outline: DifferenceOutline

    /// The width of pictures. Most sites scroll a code block that is wider.
    private static let pictureWidth = 80

    package init(_ difference: Difference, schema: CameraSchema) {
        self.difference = difference
        outline = DifferenceOutline(difference, schema)
    }

    package func text() -> String {
        let names = [difference.old, difference.new].map { MarkdownText.code($0.name) }
        var blocks = [
            "## Configuration changes: \(names[0]) → \(names[1])", head, "**\(ReportWording.closing(outline))**",
        ]
        blocks += notes
        blocks += outline.sections.map(block)
        if !outline.firmware.isEmpty { blocks.append(firmware) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let (old, new) = (difference.old, difference.new)
        var rows = [
            ["", "Before", "After"], ["---", "---", "---"],
            ["Taken", old.taken.description, new.taken.description],
            ["Camera"] + [old, new].map { MarkdownText.escaped(ReportWording.identity($0.camera)) },
        ]
        if let firmware = difference.firmwareChange {
            rows.append(["Firmware", MarkdownText.escaped(firmware.old), MarkdownText.escaped(firmware.new)])
        }
        return Self.table(rows)
    }

    private static func table(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private var notes: [String] {
        var notes: [String] = []
        if !outline.unread.isEmpty {
            notes.append(
                ReportWording.unread + "\n\n" + outline.unread.map { "- " + Self.heading($0) }.joined(separator: "\n"))
        }
        if let secrets = ReportWording.secrets(outline.incomparableSecrets) { notes.append(secrets) }
        return notes
    }

    private static func heading(_ title: SectionTitle) -> String {
        let name = MarkdownText.code(title.name)
        return title.hasTitle ? "\(MarkdownText.beginningLine(title.title)) (\(name))" : name
    }

    // MARK: - Sections

    private func block(_ section: DifferenceOutline.Section) -> String {
        let rows = section.changes.map { change in
            let impact = change.impact == .security ? "**security**" : change.impact.rawValue
            return [impact, ChangeWording.sentences(change).map(MarkdownText.escaped).joined(separator: "<br>")]
        }
        let table = Self.table([["Impact", "Change"], ["---", "---"]] + rows)
        return (["### " + Self.heading(section.title), table] + section.changes.compactMap(picture)).joined(
            separator: "\n\n")
    }

    /// A picture has only our own characters: nothing in it comes from a camera.
    private func picture(_ change: Change) -> String? {
        let lines =
            switch change.detail {
            case .schedule(let schedule): ScheduleStrip(schedule, .plain).lines(width: Self.pictureWidth)
            case .grid(let grid): GridPicture(grid, .plain).lines(width: Self.pictureWidth)
            default: [String]()
            }
        return lines.isEmpty ? nil : "```text\n" + lines.joined(separator: "\n") + "\n```"
    }

    private var firmware: String {
        let count = outline.firmware.reduce(0) { $0 + $1.count }
        let lines = outline.firmware.map {
            "- \(MarkdownText.beginningLine($0.title)): \(MarkdownText.escaped($0.words))"
        }
        return "<details>\n<summary>Explained by the new firmware: \(Quantity.count(count, "change"))</summary>\n\n"
            + lines.joined(separator: "\n") + "\n\n</details>"
    }
}
