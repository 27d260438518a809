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
            "figure", "on-picture", [:],
            [
                image,
                .tag("figcaption", "", [:], [.tag("ul", "key", [:], key)] + notes.map { .tag("p", "note", [:], $0) }),
            ])
    }
}
