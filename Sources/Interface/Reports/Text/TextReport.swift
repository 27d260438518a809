package import CameraSchema
package import SemanticDiff
package import Text

/// A difference for a terminal: by section, the gravest first, with pictures of schedules and areas where there is room.
package struct TextReport {
    private let difference: Difference
    private let outline: DifferenceOutline
    private let style: OutputStyle
    private let layout: TextLayout

    /// - Parameter width: columns of the terminal; at least 40 and at most 120 are used
    package init(_ difference: Difference, schema: CameraSchema, style: OutputStyle, width: Int) {
        self.difference = difference
        outline = DifferenceOutline(difference, schema)
        self.style = style
        layout = TextLayout(width: width)
    }

    /// Lines that end with a newline, at most as wide as the width.
    package func text() -> String {
        var blocks = [TextHead(difference, style: style, layout: layout).lines]
        blocks += outline.sections.map { ChangeLines(style: style, layout: layout).lines($0) }
        blocks += [firmware, unread, secrets, layout.lines(ReportWording.closing(outline), styled: style.bold)]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
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
