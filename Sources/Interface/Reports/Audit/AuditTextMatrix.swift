import Audit
import CameraSchema
import Text

/// The matrix of sections and cameras for a terminal: as many of the worst cameras as fit, and the sums over all of them.
struct AuditTextMatrix {
    private let cameras: [CameraAudit]
    private let commonRules: Set<String>
    private let matrix: AuditMatrix
    private let style: OutputStyle
    private let layout: TextLayout

    private static let mostColumns = 20
    private static let sumTitle = "all"

    /// - Parameter cameras: those that stand out, the worst first
    init(
        _ cameras: [CameraAudit], commonRules: Set<String>, schema: CameraSchema, style: OutputStyle, layout: TextLayout
    ) {
        self.cameras = cameras
        self.commonRules = commonRules
        matrix = AuditMatrix(cameras, commonRules: commonRules, schema: schema)
        self.style = style
        self.layout = layout
    }

    var lines: [String] {
        guard !cameras.isEmpty else { return [] }
        return legend + [""] + [header] + matrix.rows.map(line)
    }

    // MARK: - Columns

    /// Columns of one camera: room for its number or the largest count, and two blanks before it.
    private var cellWidth: Int { max(String(shown).utf8.count, String(matrix.largest).utf8.count) + 2 }
    private var sumWidth: Int {
        max(String(matrix.rows.map(\.total).max() ?? 0).utf8.count, Self.sumTitle.utf8.count) + 2
    }

    private var titleWidth: Int {
        let longest = matrix.rows.map { DisplayWidth.of(title($0)) }.max() ?? 0
        return min(longest, layout.width / 2)
    }

    private func title(_ row: AuditMatrix.Row) -> String {
        HarmlessText.escaped(row.title.title, limit: 200)
    }

    /// The number of cameras with a column of their own.
    private var shown: Int {
        let digits = max(String(Self.mostColumns).utf8.count, String(matrix.largest).utf8.count)
        let room = layout.width - titleWidth - sumWidth
        return max(1, min(cameras.count, Self.mostColumns, room / (digits + 2)))
    }

    // MARK: - Lines

    /// Says which camera each number stands for.
    private var legend: [String] {
        let digits = String(shown).utf8.count
        let rest = cameras.count - shown
        let lines = cameras.prefix(shown).enumerated().flatMap { position, camera in
            let findings = camera.standingOut(commonRules)
            let counts = AuditWording.counts { severity in findings.count { $0.severity == severity } }
            return layout.lines(
                "\(camera.name): \(counts)",
                label: style.bold(DisplayWidth.leftPadded(String(position + 1), to: digits)) + "  ",
                labelWidth: digits + 2)
        }
        let more = layout.lines(
            "and \(Quantity.count(rest, "camera")) more, not in the columns",
            label: String(repeating: " ", count: digits + 2),
            labelWidth: digits + 2)
        return lines + (rest > 0 ? more : [])
    }

    private var header: String {
        let numbers = (1...shown).map { DisplayWidth.leftPadded(String($0), to: cellWidth) }.joined()
        return style.bold(
            DisplayWidth.padded("Outliers in", to: titleWidth) + DisplayWidth.leftPadded(Self.sumTitle, to: sumWidth)
                + numbers)
    }

    private func line(_ row: AuditMatrix.Row) -> String {
        let title = DisplayWidth.padded(DisplayWidth.truncated(title(row), to: titleWidth), to: titleWidth)
        let cells = (0..<shown).map { cell(row.cells[$0]) }.joined()
        return title + DisplayWidth.leftPadded(String(row.total), to: sumWidth) + cells
    }

    private func cell(_ cell: AuditMatrix.Cell?) -> String {
        guard let cell else { return style.dim(DisplayWidth.leftPadded("·", to: cellWidth)) }
        let text = DisplayWidth.leftPadded(String(cell.count), to: cellWidth)
        return switch cell.severity {
        case .error: style.red(text)
        case .warning: style.yellow(text)
        case .note: text
        }
    }
}
