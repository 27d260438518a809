import CameraSchema
import CommandLineTool
import Reports
import SemanticDiff
import Text

/// A difference in one of the formats that `diff` writes.
struct DiffReport {
    enum Format: String {
        case text
        case json
        case markdown
        case html
        case summary
    }

    private let difference: Difference
    private let schema: CameraSchema
    private let console: Console

    init(_ difference: Difference, _ schema: CameraSchema, _ console: Console) {
        self.difference = difference
        self.schema = schema
        self.console = console
    }

    func print(_ format: Format) {
        console.write(Array(text(format).utf8))
    }

    private func text(_ format: Format) -> String {
        let style = console.outputStyle
        let width = console.output.width
        return switch format {
        case .text: TextReport(difference, schema: schema, style: style, width: width).text()
        case .summary: SummaryReport(difference, schema: schema, style: style, width: width).text()
        case .json: HarmlessText.escapedJSON(JSONReport.text(difference))
        case .markdown: MarkdownReport(difference, schema: schema).text()
        case .html: HTMLReport(difference, schema: schema).text()
        }
    }
}
