import SemanticDiff

/// The picture of a change, for the types where a picture says more than words.
enum ChangeFigure {
    /// - Parameter id: unique in the page
    static func nodes(_ change: Change, id: String) -> [HTMLNode] {
        switch change.detail {
        case .schedule(let schedule): ScheduleFigure(schedule, id: id).nodes
        case .grid(let grid): GridFigure(grid, id: id).nodes
        case .figure(let figure): ShapeFigure(figure, id: id).nodes
        default: []
        }
    }

    /// An entry of the key under a figure: a small drawing and what it stands for.
    static func keyEntry(_ swatch: [HTMLNode], _ text: String) -> HTMLNode {
        .tag(
            "li",
            [
                .tag("svg", class: "swatch", attributes: ["viewBox": "0 0 24 14", "aria-hidden": "true"], swatch),
                .text(text),
            ])
    }
}

/// The camera's picture, 16:9, on which areas are drawn.
enum PictureFrame {
    static let width = 320.0
    static let height = 180.0
    /// Room around the picture, for outlines that stand on its edge.
    static let margin = 3.0

    /// - Parameter id: unique in the page
    static func figure(
        _ content: [HTMLNode], id: String, title: String, description: String, key: [HTMLNode], notes: [String] = []
    ) -> HTMLNode {
        let picture = SVG.Area(x: margin, y: margin, width: width, height: height)
        let image = SVG.image(
            "picture", id: id, width: width + 2 * margin, height: height + 2 * margin, title: title,
            description: description, [SVG.rectangle("frame", picture)] + content + [SVG.rectangle("edge", picture)])
        return .tag(
            "figure", class: "on-picture",
            [
                image,
                .tag("figcaption", [.tag("ul", class: "key", key)] + notes.map { .tag("p", class: "note", $0) }),
            ])
    }
}
