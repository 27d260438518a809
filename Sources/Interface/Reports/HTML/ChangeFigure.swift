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
            "li", "", [:],
            [
                .tag("svg", "swatch", ["viewBox": "0 0 24 14", "aria-hidden": "true"], swatch),
                .text(text),
            ])
    }
}
