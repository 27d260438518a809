package import CameraSchema
package import SemanticDiff
package import Text

/// A difference in a few lines: how many changes of which impact in which sections, and every change of security in words.
package struct SummaryReport {
    private let difference: Difference
    private let outline: DifferenceOutline
    private let style: OutputStyle
    private let layout: TextLayout

    package init(_ difference: Difference, schema: CameraSchema, style: OutputStyle, width: Int) {
        self.difference = difference
        outline = DifferenceOutline(difference, schema)
        self.style = style
        layout = TextLayout(width: width)
    }

    package func text() -> String {
        let names = "\(difference.old.name) → \(difference.new.name)"
        var lines = layout.lines(names, styled: style.bold) + layout.lines(ReportWording.closing(outline))
        if !outline.sections.isEmpty {
            let sections = outline.sections.map { "\($0.title.title) (\($0.changes.count))" }
            lines += layout.lines(sections.joined(separator: ", "), label: "in ", labelWidth: 3)
        }
        for section in outline.sections {
            for change in section.changes where change.impact == .security {
                for sentence in ChangeWording.sentences(change) {
                    lines += layout.lines(
                        "\(section.title.title): \(sentence)", label: style.bold("security") + "  ", labelWidth: 10)
                }
            }
        }
        if !outline.unread.isEmpty {
            lines += layout.lines(
                "\(ReportWording.unread) \(outline.unread.map(\.title).joined(separator: ", "))", styled: style.yellow)
        }
        if let secrets = ReportWording.secrets(outline.incomparableSecrets) {
            lines += layout.lines(secrets, styled: style.yellow)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
