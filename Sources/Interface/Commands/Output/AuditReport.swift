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
    private let console: Console

    init(_ result: AuditResult, _ schema: CameraSchema, _ console: Console) {
        self.result = result
        self.schema = schema
        self.console = console
    }

    func print(_ format: Format) {
        console.write(Array(text(format).utf8))
    }

    private func text(_ format: Format) -> String {
        switch format {
        case .text:
            AuditTextReport(result, schema: schema, style: console.outputStyle, width: console.output.width).text()
        case .json: HarmlessText.escapedJSON(AuditJSONReport.text(result))
        case .csv: AuditCSVReport.text(result)
        case .html: AuditHTMLReport(result, schema: schema).text()
        case .junit: AuditJUnitReport(result, schema: schema).text()
        case .sarif: HarmlessText.escapedJSON(AuditSARIFReport.text(result, toolVersion: ToolVersion.text))
        }
    }
}
