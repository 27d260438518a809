import CameraSchema
import Configuration
import SemanticDiff

/// A polygon, line or rectangle on the picture: before dashed, after solid.
struct ShapeFigure {
    /// A figure of a camera has 8 corners at most; a file can have any number.
    private static let mostPoints = 100

    private let change: FigureChange
    private let id: String

    init(_ change: FigureChange, id: String) {
        self.change = change
        self.id = id
    }

    var nodes: [HTMLNode] {
        let sides = [("before", change.old, change.oldArea), ("after", change.new, change.newArea)]
        let drawn = sides.filter { !$0.1.isBlank }
        return [
            PictureFrame.figure(
                drawn.flatMap { look, figure, _ in nodes(look, points(figure)) },
                id: id, title: "The \(change.shape.figure.rawValue) on the picture",
                description: sides.map { look, figure, area in
                    figure.isBlank ? "\(look): not drawn" : "\(look): \(Self.text(figure))\(Self.share(area))"
                }.joined(separator: "; "),
                key: sides.map { look, figure, area in
                    figure.isBlank
                        ? .tag("li", "not drawn \(look)")
                        : ChangeFigure.keyEntry([swatch(look)], "\(look)\(Self.share(area, of: ""))")
                },
                notes: drawn.contains { isOutside($0.1) }
                    ? ["Corners outside of the picture are drawn at its edge."] : [])
        ]
    }

    private func swatch(_ look: String) -> HTMLNode {
        change.shape.figure == .line
            ? SVG.path("shape-\(look) open", "M2 7H22") : SVG.path("shape-\(look)", "M2 2H22V12H2z")
    }

    private static func share(_ area: Int?, of whole: String = " of the picture") -> String {
        area.map { ", \(FigureWording.percent($0))\(whole)" } ?? ""
    }

    /// `(1000, 2000), (3000, 2000)` in the units of the camera.
    private static func text(_ figure: Figure) -> String {
        figure.points.prefix(mostPoints).map { "(\($0.x), \($0.y))" }.joined(separator: ", ")
    }

    // MARK: - Drawing

    private struct Position {
        var x: Double
        var y: Double
    }

    private func points(_ figure: Figure) -> [Position] {
        let scale = Double(max(1, change.shape.scale))
        return figure.points.prefix(Self.mostPoints).map { point in
            let (x, y) = (min(max(Double(point.x) / scale, 0), 1), min(max(Double(point.y) / scale, 0), 1))
            return Position(
                x: PictureFrame.margin + x * PictureFrame.width, y: PictureFrame.margin + y * PictureFrame.height)
        }
    }

    private func isOutside(_ figure: Figure) -> Bool {
        let picture = 0...max(1, change.shape.scale)
        return figure.points.contains { !picture.contains($0.x) || !picture.contains($0.y) }
    }

    private func nodes(_ look: String, _ points: [Position]) -> [HTMLNode] {
        guard let first = points.first, let last = points.last else { return [] }
        switch change.shape.figure {
        case .rectangle:
            let corners = [first, Position(x: last.x, y: first.y), last, Position(x: first.x, y: last.y)]
            return outline(look, corners, isClosed: true)
        case .polygon: return outline(look, points, isClosed: true)
        case .line:
            // The order of the ends decides the direction of a crossing.
            return outline(look, points, isClosed: false)
                + zip(points, 1...).map { point, number in
                    SVG.label("end-\(look)", x: point.x + 5, y: max(14, point.y - 5), String(number))
                }
        }
    }

    private func outline(_ look: String, _ points: [Position], isClosed: Bool) -> [HTMLNode] {
        guard let first = points.first else { return [] }
        let data = SVG.move(first.x, first.y) + points.dropFirst().map { SVG.line($0.x, $0.y) }.joined()
        let corners = points.map { SVG.move($0.x, $0.y) + "h0" }.joined()
        return [SVG.path("shape-\(look)\(isClosed ? "" : " open")", data + (isClosed ? "z" : ""))]
            + [SVG.path("corner-\(look)", corners)]
    }
}
