package import Audit
import JSONTree
import Text

/// An audit as a table for spreadsheets: one line for each finding, and one for each further remark.
package enum AuditCSVReport {
    static let columns = [
        "kind", "camera", "severity", "rule", "section", "path", "text", "expected", "found", "waived", "note",
    ]
    /// The longest cell, in Unicode scalars. Spreadsheets cut at 32,767.
    private static let longestCell = 4_000

    /// Lines that end with a line feed, in UTF-8. No cell begins like a formula.
    package static func text(_ result: AuditResult) -> String {
        var rows = [columns]
        for camera in result.cameras { rows += self.rows(camera, result) }
        for camera in result.unread {
            rows.append(row("unread camera", camera.name, note: camera.reason))
        }
        for section in result.unreadInGolden { rows.append(row("unread in golden", section: section)) }
        for tie in result.ties {
            rows.append(
                row(
                    "no majority", section: tie.place.section, path: path(tie.place.pointer),
                    text: AuditWording.title(tie), note: AuditWording.choices(tie).joined(separator: "; ")))
        }
        for gap in result.gaps {
            rows.append(
                row("not on all", section: gap.section, note: AuditWording.words(gap, mostNames: 100)))
        }
        for use in result.waivers {
            rows.append(
                row(
                    "waiver", use.waiver.cameras.texts.joined(separator: " "), rule: use.waiver.rule,
                    path: use.waiver.path, text: AuditWording.state(use), waived: waived(use.waiver)))
        }
        return rows.map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    private static func rows(_ camera: CameraAudit, _ result: AuditResult) -> [[String]] {
        let findings = camera.findings.map { finding in
            let values = AuditWording.values(finding)
            return row(
                finding.change == nil ? "violation" : "deviation", camera.name, severity: finding.severity.rawValue,
                rule: finding.ruleID, section: finding.section, path: path(finding.pointer),
                text: AuditWording.sentence(finding), expected: values.expected ?? "", found: values.found ?? "",
                waived: finding.waiver.map { waived(result.waivers[$0].waiver) } ?? "",
                note: finding.violation?.rule.message ?? "")
        }
        let unchecked = camera.unchecked.map {
            row(
                "unchecked", camera.name, severity: $0.rule.severity.rawValue, rule: $0.rule.id,
                section: $0.place.section, path: path($0.place.pointer), text: $0.rule.title, note: $0.reason)
        }
        return findings + unchecked + camera.unreadSections.map { row("unread section", camera.name, section: $0) }
    }

    private static func row(
        _ kind: String, _ camera: String = "", severity: String = "", rule: String = "", section: String = "",
        path: String = "", text: String = "", expected: String = "", found: String = "", waived: String = "",
        note: String = ""
    ) -> [String] {
        [kind, camera, severity, rule, section, path, text, expected, found, waived, note]
    }

    private static func path(_ pointer: JSONPointer) -> String {
        pointer.steps.joined(separator: ".")
    }

    private static func waived(_ waiver: Waiver) -> String {
        "until \(waiver.expires): \(waiver.reason)"
    }

    /// A spreadsheet reads a cell that begins with `=`, `+`, `-` or `@` as a formula, even after blanks or in full width. An
    /// apostrophe before the cell makes it text.
    static func cell(_ text: String) -> String {
        var cell = HarmlessText.escaped(ShortText.shortened(text, to: longestCell))
        let first = cell.unicodeScalars.first { $0 != " " && $0 != "\u{3000}" && $0 != "\"" && $0 != "'" }
        let isHidden = text.unicodeScalars.first.map { $0 == "\t" || $0 == "\r" || $0 == "\n" } ?? false
        if isHidden || first.map(isFormulaMark) ?? false { cell = "'" + cell }
        guard
            cell.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
            )
        else { return cell }
        return "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    private static func isFormulaMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "|", "%", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
