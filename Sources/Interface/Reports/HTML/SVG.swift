/// Shapes of inline SVG. Colours come from the style sheet by class, so that they follow light, dark and print.
enum SVG {
    /// A picture with a title and a description for those who cannot see it.
    ///
    /// - Parameter id: unique in the page
    static func image(
        _ classes: String, id: String, width: Double, height: Double, title: String, description: String,
        _ content: [HTMLNode]
    ) -> HTMLNode {
        .tag(
            "svg", class: classes,
            attributes: [
                "viewBox": "0 0 \(number(width)) \(number(height))", "role": "img",
                "aria-labelledby": "\(id)-title \(id)-text",
            ],
            [
                .tag("title", attributes: ["id": "\(id)-title"], title),
                .tag("desc", attributes: ["id": "\(id)-text"], description),
            ] + content)
    }

    static func rectangle(_ classes: String, _ area: Area) -> HTMLNode {
        .tag(
            "rect", class: classes,
            attributes: [
                "x": number(area.x), "y": number(area.y), "width": number(area.width), "height": number(area.height),
            ])
    }

    static func path(_ classes: String, _ data: String) -> HTMLNode {
        .tag("path", class: classes, attributes: ["d": data])
    }

    static func label(_ classes: String, x: Double, y: Double, _ text: String) -> HTMLNode {
        .tag("text", class: classes, attributes: ["x": number(x), "y": number(y)], text)
    }

    /// With one decimal, which is a tenth of a pixel: `12.5`, `12`.
    static func number(_ value: Double) -> String {
        let tenths = Int((min(max(value, -100_000), 100_000) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    static func move(_ x: Double, _ y: Double) -> String {
        "M\(number(x)) \(number(y))"
    }

    static func line(_ x: Double, _ y: Double) -> String {
        "L\(number(x)) \(number(y))"
    }

    /// An upright rectangle in the units of the figure.
    struct Area {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        func inset(by distance: Double) -> Area {
            Area(
                x: x + distance, y: y + distance, width: max(0, width - 2 * distance),
                height: max(0, height - 2 * distance))
        }

        /// As a part of a path.
        var data: String {
            "\(move(x, y))h\(number(width))v\(number(height))h\(number(-width))z"
        }
    }
}
