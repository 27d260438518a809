/// An element of an XML document. Text is escaped when it is written, so it cannot be forgotten anywhere.
struct XMLElement {
    let name: String
    let attributes: [(name: String, value: String)]
    var children: [XMLElement] = []
    var text: String?

    /// - Parameter attributes: those with nil are left out
    init(_ name: String, attributes: KeyValuePairs<String, String?> = [:], _ children: [XMLElement] = []) {
        self.name = name
        self.attributes = attributes.compactMap { key, value in value.map { (key, $0) } }
        self.children = children
    }

    init(_ name: String, attributes: KeyValuePairs<String, String?> = [:], text: String) {
        self.init(name, attributes: attributes)
        self.text = text
    }

    /// With the declaration, in UTF-8.
    var document: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + lines(level: 0)
    }

    private func lines(level: Int) -> String {
        let indent = String(repeating: " ", count: level * 2)
        let start = "\(indent)<\(name)" + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        if let text { return "\(start)>\(Self.escaped(text))</\(name)>\n" }
        guard !children.isEmpty else { return "\(start)/>\n" }
        return "\(start)>\n" + children.map { $0.lines(level: level + 1) }.joined() + "\(indent)</\(name)>\n"
    }

    /// What XML cannot hold at all becomes a visible escape, as on a page.
    private static func escaped(_ text: String) -> String {
        HTMLWriter.escaped(ShortText.shortened(text, to: HTMLWriter.longestText))
    }
}
