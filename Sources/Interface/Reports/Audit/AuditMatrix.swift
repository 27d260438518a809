import Audit
import CameraSchema

/// How many findings set each camera apart in each section.
struct AuditMatrix {
    struct Row {
        let title: SectionTitle
        /// The sum over all cameras.
        let total: Int
        /// By the position of the camera in the list.
        let cells: [Int: Cell]
    }

    struct Cell {
        var count: Int
        var severity: Severity
    }

    /// One for each section with findings, the most findings first.
    let rows: [Row]

    init(_ cameras: [CameraAudit], commonRules: Set<String>, schema: CameraSchema) {
        var order: [String] = []
        var cells: [String: [Int: Cell]] = [:]
        for (position, camera) in cameras.enumerated() {
            for finding in camera.standingOut(commonRules) {
                if cells[finding.section] == nil { order.append(finding.section) }
                var cell = cells[finding.section]?[position] ?? Cell(count: 0, severity: .note)
                cell.count += 1
                cell.severity = finding.severity.isGraver(than: cell.severity) ? finding.severity : cell.severity
                cells[finding.section, default: [:]][position] = cell
            }
        }
        let unsorted = order.map { name in
            let own = cells[name] ?? [:]
            return Row(title: SectionTitle(name, schema), total: own.values.reduce(0) { $0 + $1.count }, cells: own)
        }
        rows = unsorted.enumerated().sorted { left, right in
            (-left.element.total, left.offset) < (-right.element.total, right.offset)
        }.map(\.element)
    }

    /// The most findings in one cell.
    var largest: Int { rows.flatMap { $0.cells.values.map(\.count) }.max() ?? 0 }
}

extension Severity {
    func isGraver(than other: Severity) -> Bool {
        Severity.allCases.firstIndex(of: self) ?? 0 < Severity.allCases.firstIndex(of: other) ?? 0
    }
}
