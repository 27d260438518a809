import SemanticDiff
import Text

/// The first lines of a report: what is compared with what.
struct TextHead {
    private let old: Difference.Side
    private let new: Difference.Side
    private let labels: (old: String, new: String)
    private let firmwareChange: (old: String, new: String)?
    private let style: OutputStyle
    private let layout: TextLayout

    /// Room that a camera's name, model and address should have beside the rest.
    private static let identityWidth = 28

    init(_ difference: Difference, _ style: OutputStyle, _ layout: TextLayout) {
        self.init(difference.old, difference.new, labels: ("old", "new"), style, layout, difference.firmwareChange)
    }

    /// - Parameter labels: what the sides are, in words of one width
    init(
        _ old: Difference.Side, _ new: Difference.Side, labels: (old: String, new: String), _ style: OutputStyle,
        _ layout: TextLayout, _ firmwareChange: (old: String, new: String)? = nil
    ) {
        self.old = old
        self.new = new
        self.labels = labels
        self.firmwareChange = firmwareChange
        self.style = style
        self.layout = layout
    }

    var lines: [String] {
        let names = [old, new].map { HarmlessText.escaped($0.name, limit: 60) }
        let column = names.map { DisplayWidth.of($0) }.max() ?? 0
        return side(labels.old, old, names[0], column, style.red)
            + side(labels.new, new, names[1], column, style.green) + firmware
    }

    private func side(
        _ label: String, _ side: Difference.Side, _ name: String, _ column: Int, _ color: (String) -> String
    ) -> [String] {
        let identity = ReportWording.identity(side.camera)
        let begin = color(label) + "  "
        let beginWidth = label.count + 2
        let time = "\(side.taken)  "
        let wholeWidth = beginWidth + column + 2 + time.count
        // A name that takes most of the line has one of its own.
        guard wholeWidth + Self.identityWidth <= layout.width else {
            return layout.lines(name, label: begin, labelWidth: beginWidth, styled: style.bold)
                + layout.lines(
                    "\(side.taken) \(identity)", label: String(repeating: " ", count: beginWidth),
                    labelWidth: beginWidth)
        }
        return layout.lines(
            identity, label: begin + style.bold(DisplayWidth.padded(name, to: column)) + "  " + time,
            labelWidth: wholeWidth)
    }

    /// On one line if it fits, else the new one below the old one.
    private var firmware: [String] {
        guard let (old, new) = firmwareChange else { return [] }
        let label = style.dim("firmware") + "  "
        let labelWidth = 10
        let oneLine = HarmlessText.escaped("\(old) → \(new)", limit: 400)
        if labelWidth + DisplayWidth.of(oneLine) <= layout.width { return [label + oneLine] }
        return layout.lines(old, label: label, labelWidth: labelWidth)
            + layout.lines(new, label: "        → ", labelWidth: labelWidth)
    }
}
