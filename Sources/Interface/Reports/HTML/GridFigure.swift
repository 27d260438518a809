import Configuration
import SemanticDiff

/// The cells of a grid over the picture: kept, gained and lost.
struct GridFigure {
    private let change: GridChange
    private let id: String

    init(_ change: GridChange, id: String) {
        self.change = change
        self.id = id
    }

    var nodes: [HTMLNode] {
        let kept = cells { old, new in old & new }
        let gained = cells { old, new in new & ~old }
        let lost = cells { old, new in old & ~new }
        let drawn = [("kept", kept), ("gained", gained), ("lost", lost)].filter { !$0.1.isEmpty }
        let outside = change.newCount + change.removed - kept.count - gained.count - lost.count
        return [
            PictureFrame.figure(
                [SVG.path("cells", lines)]
                    + drawn.flatMap { look, cells in Self.nodes(look, cells.map(area)) },
                id: id, title: "The area on the picture",
                description:
                    "\(kept.count) cells kept, \(gained.count) gained, \(lost.count) lost, of \(change.total).",
                key: drawn.map { look, cells in
                    ChangeFigure.keyEntry(
                        Self.nodes(look, [SVG.Area(x: 5, y: 1, width: 14, height: 12)]), "\(cells.count) \(look)")
                },
                notes: outside > 0 ? ["\(Quantity.count(outside, "cell")) outside of the picture cannot be shown."] : []
            )
        ]
    }

    private struct Cell {
        var column: Int
        var row: Int
    }

    /// The cells on the picture. A camera can set cells outside of it.
    private func cells(_ choose: (_ old: UInt32, _ new: UInt32) -> UInt32) -> [Cell] {
        (0..<change.new.rows).flatMap { row in
            let bits = choose(change.old.bits[row] ?? 0, change.new.bits[row] ?? 0)
            return (0..<change.new.columns).filter { $0 < 32 && bits & (1 << $0) != 0 }.map {
                Cell(column: $0, row: row)
            }
        }
    }

    private var size: (width: Double, height: Double) {
        (PictureFrame.width / Double(max(1, change.new.columns)), PictureFrame.height / Double(max(1, change.new.rows)))
    }

    private func area(_ cell: Cell) -> SVG.Area {
        let size = size
        return SVG.Area(
            x: PictureFrame.margin + Double(cell.column) * size.width,
            y: PictureFrame.margin + Double(cell.row) * size.height, width: size.width, height: size.height)
    }

    private var lines: String {
        let (size, margin) = (size, PictureFrame.margin)
        let upright = (0...change.new.columns).map {
            SVG.move(margin + Double($0) * size.width, margin) + "v\(SVG.number(PictureFrame.height))"
        }
        let level = (0...change.new.rows).map {
            SVG.move(margin, margin + Double($0) * size.height) + "h\(SVG.number(PictureFrame.width))"
        }
        return (upright + level).joined()
    }

    /// The cells differ without colours, too: gained ones have a plus, lost ones are empty and crossed out.
    private static func nodes(_ look: String, _ areas: [SVG.Area]) -> [HTMLNode] {
        let data = areas.map { $0.inset(by: 0.8).data }.joined()
        let marks =
            switch look {
            case "gained": areas.map(plus).joined()
            case "lost": areas.map(cross).joined()
            default: ""
            }
        return [SVG.path("cell-\(look)", data)] + (marks.isEmpty ? [] : [SVG.path("mark-\(look)", marks)])
    }

    private static func plus(_ area: SVG.Area) -> String {
        let (x, y) = (area.x + area.width / 2, area.y + area.height / 2)
        let arm = min(area.width, area.height) * 0.25
        return SVG.move(x - arm, y) + SVG.line(x + arm, y) + SVG.move(x, y - arm) + SVG.line(x, y + arm)
    }

    private static func cross(_ area: SVG.Area) -> String {
        let inner = area.inset(by: min(area.width, area.height) * 0.28)
        return SVG.move(inner.x, inner.y) + SVG.line(inner.x + inner.width, inner.y + inner.height)
            + SVG.move(inner.x + inner.width, inner.y) + SVG.line(inner.x, inner.y + inner.height)
    }
}
