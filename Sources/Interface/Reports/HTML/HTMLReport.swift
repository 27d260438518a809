package import CameraSchema
package import SemanticDiff

/// A difference as one page that needs nothing else: no script, no picture, no font, no network.
package struct HTMLReport {
    private let difference: Difference
    private let schema: CameraSchema

    package init(_ difference: Difference, schema: CameraSchema) {
        self.difference = difference
        self.schema = schema
    }

    /// The page, in UTF-8 (``HTMLDocument``).
    package func text() -> String {
        HTMLDocument.text(
            title: "\(difference.old.name) → \(difference.new.name) · CamKeep", style: Stylesheet.rules, content)
    }

    private var content: [HTMLNode] {
        let outline = DifferenceOutline(difference, schema)
        let settings = HTMLSection.list(outline.sections, mark: "s")
        let firmware = HTMLSection.list(DifferenceOutline.sections(difference.firmware, schema), mark: "f")
        let title: [HTMLNode] = settings.isEmpty ? [] : [.tag("h2", class: "hidden", "Changes")]
        let main = title + settings.map(\.node) + [HTMLNavigation.nothingShown] + firmwarePart(firmware)
        let notes = HTMLNotes.nodes(outline)
        let head = HTMLHead(difference, outline).node
        guard !difference.changes.isEmpty else {
            return [head, .tag("main", notes), Self.footer]
        }
        let navigation = HTMLNavigation(difference.changes, sections: settings, hasNotes: !notes.isEmpty)
        return [
            head,
            .tag("div", class: "columns", [navigation.node, .tag("main", main + notes)]),
            Self.footer,
        ]
    }

    /// The changes of the firmware are folded away, because readers seldom look for them.
    private func firmwarePart(_ sections: [HTMLSection]) -> [HTMLNode] {
        guard !sections.isEmpty else { return [] }
        let count = Quantity.count(difference.firmware.count, "change")
        let versions = difference.firmwareChange.map { ": \($0.old) → \($0.new)" } ?? ""
        let impacts = HTMLSection.classes(difference.firmware)
        return [
            .tag(
                "details", class: "firmware \(impacts)", attributes: ["id": "firmware"],
                [
                    .tag(
                        "summary",
                        [
                            .tag("h2", "Explained by the firmware"),
                            .tag("span", class: "count", String(difference.firmware.count)),
                        ]),
                    .tag(
                        "p", class: "explanation",
                        "\(count) that came with the other firmware\(versions). One side does not know these places at all."
                    ),
                ] + sections.map(\.node))
        ]
    }

    private static let footer = HTMLNode.tag("footer", [.tag("p", "Compared by CamKeep")])
}
