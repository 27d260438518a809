import Text

/// Writes nodes as HTML: the only place where text becomes markup.
struct HTMLWriter {
    /// The longest text, in Unicode scalars: a name of a megabyte must not drown the page.
    static let longestText = 2_000

    private(set) var output = ""

    mutating func write(_ nodes: [HTMLNode]) {
        for node in nodes { write(node) }
    }

    mutating func write(_ node: HTMLNode) {
        switch node {
        case .text(let text): output += Self.escaped(ShortText.shortened(text, to: Self.longestText))
        case .leftToRightMark: output += "&lrm;"
        case .style(let rules): output += "<style>\(rules)</style>\n"
        case .element(let element): write(element)
        }
    }

    private mutating func write(_ element: HTMLElement) {
        let startsLine = Self.lineElements.contains(element.name)
        if startsLine, !output.isEmpty, output.last != "\n" { output += "\n" }
        output += "<\(element.name)"
        for attribute in element.attributes {
            output += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
        }
        if Self.voidElements.contains(element.name) {
            output += ">"
            return
        }
        output += ">"
        write(element.children)
        output += "</\(element.name)>"
        if startsLine { output += "\n" }
    }

    /// Turns controls, bidirectional marks and all other invisible characters into visible escapes, and markup into character
    /// references.
    static func escaped(_ text: String) -> String {
        let harmless = HarmlessText.escaped(text)
        guard harmless.utf8.contains(where: isMarkup) else { return harmless }
        var result = ""
        for scalar in harmless.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isMarkup(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }

    /// Elements without an end tag.
    private static let voidElements: Set = ["meta", "input"]

    /// Elements that stand on lines of their own, so that a person can read and compare the page's text.
    private static let lineElements: Set = [
        "html", "head", "meta", "title", "body", "header", "aside", "main", "footer", "section", "nav", "fieldset",
        "label",
        "div", "h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "details", "summary", "figure",
        "figcaption", "svg", "desc", "g", "rect", "path", "line",
    ]
}
