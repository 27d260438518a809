import CameraSchema
import SemanticDiff

/// The filter by impact, which works by the style sheet alone, and the list of sections.
struct HTMLNavigation {
    private let changes: [Change]
    private let sections: [HTMLSection]
    private let hasNotes: Bool

    /// - Parameter sections: those of the settings; changes that the firmware explains get one link together
    init(_ changes: [Change], sections: [HTMLSection], hasNotes: Bool) {
        self.changes = changes
        self.sections = sections
        self.hasNotes = hasNotes
    }

    var node: HTMLNode {
        .tag("aside", [filter, contents])
    }

    /// Seen when the filter hides everything.
    static let nothingShown = HTMLNode.tag(
        "p", class: "nothing-shown", "All kinds of changes are switched off in the filter.")

    private var filter: HTMLNode {
        let choices = Impact.allCases.compactMap { impact -> HTMLNode? in
            let count = changes.count { $0.impact == impact }
            guard count > 0 else { return nil }
            return .tag(
                "label", class: "is-\(impact.rawValue)",
                [
                    .tag(
                        "input",
                        attributes: [
                            "type": "checkbox", "id": "show-\(impact.rawValue)", "autocomplete": "off",
                            "checked": "checked",
                        ]),
                    .tag("span", class: "name", impact.rawValue),
                    .tag("span", class: "count", String(count)),
                ])
        }
        return .tag("fieldset", class: "filter", [.tag("legend", "Show changes of")] + choices)
    }

    private var contents: HTMLNode {
        let links =
            sections.map { link(to: $0.id, $0.title.title, class: $0.classes, count: $0.changes.count) }
            + (firmware.isEmpty
                ? []
                : [
                    link(
                        to: "firmware", "Explained by the firmware", class: HTMLSection.classes(firmware),
                        count: firmware.count)
                ])
            + (hasNotes ? [link(to: "notes", "Not compared", class: "always")] : [])
        return .tag(
            "nav", class: "contents", attributes: ["aria-label": "Sections"],
            [.tag("h2", "Sections"), .tag("ul", links)])
    }

    private var firmware: [Change] { changes.filter { $0.cause == .firmware } }

    private func link(to id: String, _ title: String, class classes: String, count: Int? = nil) -> HTMLNode {
        .tag(
            "li", class: classes,
            [.tag("a", attributes: ["href": "#\(id)"], title)]
                + (count.map { [.tag("span", class: "count", String($0))] } ?? []))
    }
}
