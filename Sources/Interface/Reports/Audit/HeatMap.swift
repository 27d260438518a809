import Audit
import CameraSchema

/// The table of sections and cameras, whose cells are the deeper the more findings they hold.
struct HeatMap {
    private let cameras: [CameraAudit]
    private let matrix: AuditMatrix

    /// More columns fit neither the page nor the paper.
    private static let mostColumns = 30
    /// Scalars of a name over a column.
    private static let longestName = 40
    private static let levels = 4

    /// - Parameter cameras: those that stand out, the worst first; the first ones of the page
    init(_ cameras: [CameraAudit], _ commonRules: Set<String>, _ schema: CameraSchema) {
        self.cameras = cameras
        matrix = AuditMatrix(cameras, commonRules, schema)
    }

    var nodes: [HTMLNode] {
        guard !cameras.isEmpty else { return [] }
        let rest = cameras.count - shown.count
        let more: [HTMLNode] =
            rest > 0
            ? [
                .tag(
                    "p", "note", [:],
                    "\(Quantity.count(rest, "more camera")) that stand out, below; the sums count them.")
            ]
            : []
        return [
            .tag(
                "section", "notes heat", ["id": "map", "aria-labelledby": "map-title"],
                [
                    .tag("h2", "", ["id": "map-title"], "Where cameras stand out"),
                    .tag("div", "wide", ["tabindex": "0", "role": "group", "aria-labelledby": "map-title"], [table]),
                    key,
                ] + more)
        ]
    }

    private var shown: ArraySlice<CameraAudit> { cameras.prefix(Self.mostColumns) }

    private var table: HTMLNode {
        let names = shown.enumerated().map { position, camera in
            HTMLNode.tag(
                "th", "name", ["scope": "col"],
                [
                    .tag(
                        "a", "", ["href": "#\(HTMLAuditedCamera.id(position))"],
                        ShortText.cut(camera.name, to: Self.longestName))
                ])
        }
        let head: [HTMLNode] = [
            .tag("th", "", ["scope": "col"], "Section"), .tag("th", "sum", ["scope": "col"], "All"),
        ]
        return .tag(
            "table", "map", [:],
            [
                .tag("thead", "", [:], [.tag("tr", "", [:], head + names)]),
                .tag("tbody", "", [:], matrix.rows.map(row)),
            ])
    }

    private func row(_ row: AuditMatrix.Row) -> HTMLNode {
        let cells = shown.indices.map { position -> HTMLNode in
            guard let cell = row.cells[position] else { return .tag("td", "", [:], "") }
            return .tag("td", "\(cell.severity.rawValue) level-\(level(cell.count))", [:], String(cell.count))
        }
        return .tag(
            "tr", "", [:],
            [.tag("th", "", ["scope": "row"], row.title.title), .tag("td", "sum", [:], String(row.total))] + cells)
    }

    private func level(_ count: Int) -> Int {
        guard matrix.largest > 1 else { return 2 }
        return 1 + (count - 1) * (Self.levels - 1) / (matrix.largest - 1)
    }

    private var key: HTMLNode {
        .tag(
            "ul", "key", [:],
            Severity.allCases.map { severity in
                .tag(
                    "li", "", [:],
                    [.tag("span", "swatch \(severity.rawValue) level-3", [:], ""), .text(severity.rawValue)])
            })
    }
}

extension ShortText {
    /// The beginning, with an ellipsis if something was left out.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit)
        return scalars.endIndex == text.unicodeScalars.endIndex ? text : "\(Substring(scalars))…"
    }
}
