import CameraSchema
import SemanticDiff
import Text

/// The lines of one section for a terminal: its heading, and every change with its impact and its pictures.
struct ChangeLines {
    let style: OutputStyle
    let layout: TextLayout
    var hasPictures = true

    /// Columns of the impact mark: the longest is `connectivity`.
    private static let impactWidth = 12
    /// Where sentences and pictures begin: indent, impact, sign.
    private static let sentenceColumn = 2 + impactWidth + 2 + 2
    /// Where pictures begin: far enough to the left for two weeks side by side in 120 columns.
    private static let pictureColumn = 14

    /// A section under its title.
    func lines(_ section: DifferenceOutline.Section) -> [String] {
        heading(section.title) + section.changes.flatMap { lines($0) }
    }

    /// The title, and the section's name beside it or below.
    ///
    /// - Parameter number: written before the title
    func heading(_ title: SectionTitle, number: String = "") -> [String] {
        let text = number + HarmlessText.escaped(title.title, limit: 200)
        guard title.hasTitle else { return layout.lines(number + title.title, styled: style.bold) }
        let name = HarmlessText.escaped(title.name, limit: 200)
        if DisplayWidth.of(text) + 2 + DisplayWidth.of(name) <= layout.width {
            return [style.bold(text) + "  " + style.dim(name)]
        }
        return layout.lines(text, styled: style.bold)
            + layout.lines(name, label: "  ", labelWidth: 2, styled: style.dim)
    }

    func lines(_ change: Change) -> [String] {
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
        guard hasPictures else { return [] }
        let width = layout.width - Self.pictureColumn
        return switch change.detail {
        case .schedule(let schedule): ScheduleStrip(schedule, style).lines(width: width)
        case .grid(let grid): GridPicture(grid, style).lines(width: width)
        default: []
        }
    }
}
