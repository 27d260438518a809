package import CameraSchema
package import CommandLineTool
package import SemanticDiff

/// A difference for a terminal: by section, the gravest first, with pictures of schedules and areas where there is room.
package struct TextReport {
    private let difference: Difference
    private let outline: DifferenceOutline
    private let style: OutputStyle
    private let layout: TextLayout

    /// Columns of the impact mark: the longest is `connectivity`.
    private static let impactWidth = 12
    /// Where sentences and pictures begin: indent, impact, sign.
    private static let sentenceColumn = 2 + impactWidth + 2 + 2
    /// Where pictures begin: so far to the left that two weeks fit side by side into 120 columns.
    private static let pictureColumn = 14

    /// - Parameter width: columns of the terminal; at least 40 and at most 120 are used
    package init(_ difference: Difference, schema: CameraSchema, style: OutputStyle, width: Int) {
        self.difference = difference
        outline = DifferenceOutline(difference, schema)
        self.style = style
        layout = TextLayout(width: width)
    }

    /// Lines that end with a newline, at most as wide as the width.
    package func text() -> String {
        var blocks = [TextHead(difference, style, layout).lines]
        blocks += outline.sections.map(lines)
        blocks += [firmware, unread, secrets, layout.lines(ReportWording.closing(outline), styled: style.bold)]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    // MARK: - Sections

    private func lines(_ section: DifferenceOutline.Section) -> [String] {
        heading(section.title) + section.changes.flatMap(lines)
    }

    /// The title, and the section's name beside it or below.
    private func heading(_ title: SectionTitle) -> [String] {
        let text = HarmlessText.escaped(title.title, limit: 200)
        guard title.hasTitle else { return layout.lines(title.title, styled: style.bold) }
        let name = HarmlessText.escaped(title.name, limit: 200)
        if DisplayWidth.of(text) + 2 + DisplayWidth.of(name) <= layout.width {
            return [style.bold(text) + "  " + style.dim(name)]
        }
        return layout.lines(text, styled: style.bold)
            + layout.lines(name, label: "  ", labelWidth: 2, styled: style.dim)
    }

    private func lines(_ change: Change) -> [String] {
        let impact = DisplayWidth.padded(change.impact.rawValue, to: Self.impactWidth)
        let mark = change.impact == .security ? style.bold(impact) : impact
        let label = "  " + mark + "  " + sign(change) + " "
        let again = "  " + String(repeating: " ", count: Self.impactWidth + 4)
        let sentences = ChangeWording.sentences(change).enumerated().flatMap { position, sentence in
            layout.lines(sentence, label: position == 0 ? label : again, labelWidth: Self.sentenceColumn)
        }
        return sentences + picture(change).map { String(repeating: " ", count: Self.pictureColumn) + $0 }
    }

    private func sign(_ change: Change) -> String {
        switch change.kind {
        case .added: style.green("+")
        case .removed: style.red("-")
        case .changed: style.yellow("~")
        case .moved: style.yellow(">")
        }
    }

    private func picture(_ change: Change) -> [String] {
        let width = layout.width - Self.pictureColumn
        return switch change.detail {
        case .schedule(let schedule): ScheduleStrip(schedule, style).lines(width: width)
        case .grid(let grid): GridPicture(grid, style).lines(width: width)
        default: []
        }
    }

    // MARK: - The end

    private var firmware: [String] {
        guard !outline.firmware.isEmpty else { return [] }
        let titles = outline.firmware.map { HarmlessText.escaped($0.title, limit: 60) }
        let column = min(titles.map { DisplayWidth.of($0) }.max() ?? 0, layout.width / 3)
        return layout.lines("Explained by the new firmware:", styled: style.bold)
            + zip(titles, outline.firmware).flatMap { title, line in
                layout.lines(
                    line.words,
                    label: "  " + DisplayWidth.padded(DisplayWidth.truncated(title, to: column), to: column) + "  ",
                    labelWidth: column + 4)
            }
    }

    private var unread: [String] {
        guard !outline.unread.isEmpty else { return [] }
        return layout.lines(ReportWording.unread, styled: style.yellow)
            + outline.unread.flatMap { title in
                layout.lines(title.hasTitle ? "\(title.title) (\(title.name))" : title.name, label: "  ", labelWidth: 2)
            }
    }

    private var secrets: [String] {
        ReportWording.secrets(outline.incomparableSecrets).map { layout.lines($0, styled: style.yellow) } ?? []
    }
}
