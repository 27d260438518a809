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

    init(_ difference: Difference, schema: CameraSchema) {
        self.difference = difference
        self.schema = schema
    }

    func print(_ format: Format, on console: Console) {
        console.write(Array(text(format, style: console.outputStyle, width: console.output.width).utf8))
    }

    private func text(_ format: Format, style: OutputStyle, width: Int) -> String {
        switch format {
        case .text: TextReport(difference, schema: schema, style: style, width: width).text()
        case .summary: SummaryReport(difference, schema: schema, style: style, width: width).text()
        case .json: HarmlessText.escapedJSON(JSONReport.text(difference))
        case .markdown: MarkdownReport(difference, schema: schema).text()
        case .html: HTMLReport(difference, schema: schema).text()
        }
    }
}
