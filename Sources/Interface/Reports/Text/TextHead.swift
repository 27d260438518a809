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

    /// The least room for a camera's name, model and address beside the rest.
    private static let identityWidth = 28

    init(_ difference: Difference, style: OutputStyle, layout: TextLayout) {
        self.init(
            old: difference.old, new: difference.new, labels: ("old", "new"), firmwareChange: difference.firmwareChange,
            style: style, layout: layout)
    }

    /// - Parameter labels: what the sides are, in words of one width
    init(
        old: Difference.Side, new: Difference.Side, labels: (old: String, new: String),
        firmwareChange: (old: String, new: String)? = nil, style: OutputStyle, layout: TextLayout
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
        return side(old, label: style.red(labels.old), name: names[0], nameWidth: column)
            + side(new, label: style.green(labels.new), name: names[1], nameWidth: column) + firmware
    }

    private func side(_ side: Difference.Side, label: String, name: String, nameWidth column: Int) -> [String] {
        let identity = ReportWording.identity(side.camera)
        let begin = label + "  "
        let beginWidth = labels.old.count + 2
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
