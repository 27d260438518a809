import SemanticDiff

/// Says how a figure on the picture changed.
enum FigureWording {
    static func words(_ figure: FigureChange) -> String {
        switch figure.outcome {
        case .drawn: "drawn" + share(figure.newArea)
        case .removed:
            "removed" + (figure.oldArea.map { " (was \(percent($0)) of the picture)" } ?? "")
        case .moved: "moved"
        case .resized: "resized" + shares(figure)
        case .reshaped: "redrawn" + shares(figure)
        }
    }

    private static func share(_ area: Int?) -> String {
        area.map { " (\(percent($0)) of the picture)" } ?? ""
    }

    private static func shares(_ figure: FigureChange) -> String {
        guard let old = figure.oldArea, let new = figure.newArea else { return "" }
        return " (\(percent(old)) → \(percent(new)) of the picture)"
    }

    /// A figure that is drawn is never 0 % of the picture.
    static func percent(_ perMille: Int) -> String {
        perMille == 0 ? "under 0.1 %" : Quantity.percent(perMille: perMille)
    }
}
