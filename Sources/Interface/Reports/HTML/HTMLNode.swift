/// A piece of a page. Text is escaped when the page is written, so it cannot be forgotten anywhere.
enum HTMLNode: Sendable {
    case text(String)
    case element(HTMLElement)
    /// An invisible mark that keeps what stands on its two sides in left-to-right order, whatever script they are in.
    case leftToRightMark
    /// The page's own style sheet.
    case style(String)
}

/// An element of HTML or of inline SVG.
struct HTMLElement: Sendable {
    let name: String
    let attributes: [(name: String, value: String)]
    let children: [HTMLNode]
}

extension HTMLNode {
    /// - Parameters:
    ///   - classes: names separated by blanks; empty for none
    ///   - attributes: the further attributes
    static func tag(
        _ name: String, class classes: String = "", attributes: KeyValuePairs<String, String> = [:],
        _ children: [HTMLNode] = []
    ) -> HTMLNode {
        var all = attributes.map { (name: $0.key, value: $0.value) }
        if !classes.isEmpty { all.insert((name: "class", value: classes), at: 0) }
        return .element(HTMLElement(name: name, attributes: all, children: children))
    }

    static func tag(
        _ name: String, class classes: String = "", attributes: KeyValuePairs<String, String> = [:], _ text: String
    ) -> HTMLNode {
        tag(name, class: classes, attributes: attributes, [.text(text)])
    }
}
