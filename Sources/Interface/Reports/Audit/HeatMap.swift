import Audit
import CameraSchema

/// The table of sections and cameras. The more findings a cell holds, the deeper its colour.
struct HeatMap {
    private let cameras: [CameraAudit]
    private let matrix: AuditMatrix

    /// More columns fit neither the page nor the paper.
    private static let mostColumns = 30
    /// The longest name over a column, in Unicode scalars.
    private static let longestName = 40
    private static let levels = 4

    /// - Parameter cameras: those that stand out, the worst first. The page begins with them, in this order.
    init(_ cameras: [CameraAudit], commonRules: Set<String>, schema: CameraSchema) {
        self.cameras = cameras
        matrix = AuditMatrix(cameras, commonRules: commonRules, schema: schema)
    }

    var nodes: [HTMLNode] {
        guard !cameras.isEmpty else { return [] }
        let rest = cameras.count - shown.count
        let more: [HTMLNode] =
            rest > 0
            ? [
                .tag(
                    "p", class: "note",
                    "\(Quantity.count(rest, "more camera")) \(rest == 1 ? "stands" : "stand") out, see below; the sums include \(rest == 1 ? "it" : "them")."
                )
            ]
            : []
        return [
            .tag(
                "section", class: "notes heat", attributes: ["id": "map", "aria-labelledby": "map-title"],
                [
                    .tag("h2", attributes: ["id": "map-title"], "Where cameras stand out"),
                    .tag(
                        "div", class: "wide",
                        attributes: ["tabindex": "0", "role": "group", "aria-labelledby": "map-title"], [table]),
                    key,
                ] + more)
        ]
    }

    private var shown: ArraySlice<CameraAudit> { cameras.prefix(Self.mostColumns) }

    private var table: HTMLNode {
        let names = shown.enumerated().map { position, camera in
            HTMLNode.tag(
                "th", class: "name", attributes: ["scope": "col"],
                [
                    .tag(
                        "a", attributes: ["href": "#\(HTMLAuditedCamera.id(position))"],
                        ShortText.cut(camera.name, to: Self.longestName))
                ])
        }
        let head: [HTMLNode] = [
            .tag("th", attributes: ["scope": "col"], "Section"),
            .tag("th", class: "sum", attributes: ["scope": "col"], "All"),
        ]
        return .tag(
            "table", class: "map",
            [
                .tag("thead", [.tag("tr", head + names)]),
                .tag("tbody", matrix.rows.map(row)),
            ])
    }

    private func row(_ row: AuditMatrix.Row) -> HTMLNode {
        let cells = shown.indices.map { position -> HTMLNode in
            guard let cell = row.cells[position] else { return .tag("td", "") }
            return .tag("td", class: "\(cell.severity.rawValue) level-\(level(cell.count))", String(cell.count))
        }
        return .tag(
            "tr",
            [.tag("th", attributes: ["scope": "row"], row.title.title), .tag("td", class: "sum", String(row.total))]
                + cells)
    }

    private func level(_ count: Int) -> Int {
        guard matrix.largest > 1 else { return 2 }
        return 1 + (count - 1) * (Self.levels - 1) / (matrix.largest - 1)
    }

    private var key: HTMLNode {
        .tag(
            "ul", class: "key",
            Severity.allCases.map { severity in
                .tag(
                    "li",
                    [.tag("span", class: "swatch \(severity.rawValue) level-3", ""), .text(severity.rawValue)])
            })
    }
}
