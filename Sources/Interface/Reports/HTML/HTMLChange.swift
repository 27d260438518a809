import CameraSchema
import JSONTree
import SemanticDiff

/// One change: its impact, what changed in words, where, and a picture where one says more than words.
struct HTMLChange {
    private let change: Change
    private let id: String

    /// - Parameter id: unique in the page
    init(_ change: Change, id: String) {
        self.change = change
        self.id = id
    }

    var node: HTMLNode {
        .tag(
            "li", class: "change is-\(change.impact.rawValue)",
            [
                .tag("p", class: "impact", change.impact.rawValue),
                .tag(
                    "div", class: "what",
                    words + place + HTMLItemValues.nodes(change) + ChangeFigure.nodes(change, id: id)),
            ])
    }

    private var words: [HTMLNode] {
        let sentences = ChangeWording.sentences(change).map { Self.withoutTitle($0, change.title) }
        let title: [HTMLNode] = change.title.isEmpty ? [] : [.tag("b", change.title)]
        guard sentences.count > 1 else {
            let sentence = sentences.first ?? ""
            // Without a title, the sentence begins the line.
            let begun = title.isEmpty ? sentence.prefix(1).uppercased() + sentence.dropFirst() : sentence
            return [.tag("p", class: "sentence", title + Self.inOrder(begun))]
        }
        return [
            .tag("p", class: "sentence", title),
            .tag(
                "ul", class: "sentences",
                sentences.map { .tag("li", Self.inOrder($0.hasPrefix(": ") ? String($0.dropFirst(2)) : $0)) }),
        ]
    }

    /// The title is set apart by its own markup.
    private static func withoutTitle(_ sentence: String, _ title: String) -> String {
        sentence.utf8.starts(with: title.utf8) ? String(Substring(sentence.utf8.dropFirst(title.utf8.count))) : sentence
    }

    /// Between two values in a right-to-left script an arrow would point from the new one to the old one.
    private static func inOrder(_ sentence: String) -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        var text = ""
        for scalar in sentence.unicodeScalars {
            text.unicodeScalars.append(scalar)
            if scalar == "→" {
                text.unicodeScalars.removeLast()
                nodes += [.text(text), .leftToRightMark, .text("→"), .leftToRightMark]
                text = ""
            }
        }
        return nodes + [.text(text)]
    }

    private var place: [HTMLNode] {
        change.pointer.steps.isEmpty ? [] : [.tag("code", class: "path", change.pointer.description)]
    }
}
