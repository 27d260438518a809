import Audit
import CameraSchema
import CommandLineTool
import Reports
import Text

/// An audit in one of the formats that `audit` writes.
struct AuditReport {
    enum Format: String {
        case text
        case json
        case csv
        case html
        case junit
        case sarif
    }

    private let result: AuditResult
    private let schema: CameraSchema

    init(_ result: AuditResult, schema: CameraSchema) {
        self.result = result
        self.schema = schema
    }

    func print(_ format: Format, on console: Console) {
        console.write(Array(text(format, style: console.outputStyle, width: console.output.width).utf8))
    }

    private func text(_ format: Format, style: OutputStyle, width: Int) -> String {
        switch format {
        case .text: AuditTextReport(result, schema: schema, style: style, width: width).text()
        case .json: HarmlessText.escapedJSON(AuditJSONReport.text(result))
        case .csv: AuditCSVReport.text(result)
        case .html: AuditHTMLReport(result, schema: schema).text()
        case .junit: AuditJUnitReport(result, schema: schema).text()
        case .sarif: HarmlessText.escapedJSON(AuditSARIFReport.text(result, toolVersion: ToolVersion.text))
        }
    }
}
