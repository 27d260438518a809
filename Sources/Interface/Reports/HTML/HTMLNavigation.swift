import CameraSchema
import SemanticDiff

/// The filter by impact, which the style sheet alone carries out, and the list of sections.
struct HTMLNavigation {
    private let changes: [Change]
    private let sections: [HTMLSection]
    private let hasFirmware: Bool
    private let hasNotes: Bool

    init(_ changes: [Change], _ sections: [HTMLSection], hasFirmware: Bool, _ hasNotes: Bool) {
        self.changes = changes
        self.sections = sections
        self.hasFirmware = hasFirmware
        self.hasNotes = hasNotes
    }

    var node: HTMLNode {
        .tag("aside", "", [:], [filter, contents])
    }

    /// Seen when the filter hides everything.
    static let nothingShown = HTMLNode.tag(
        "p", "nothing-shown", [:], "All kinds of changes are switched off in the filter.")

    private var filter: HTMLNode {
        let choices = Impact.allCases.compactMap { impact -> HTMLNode? in
            let count = changes.count { $0.impact == impact }
            guard count > 0 else { return nil }
            return .tag(
                "label", "is-\(impact.rawValue)", [:],
                [
                    .tag(
                        "input", "",
                        [
                            "type": "checkbox", "id": "show-\(impact.rawValue)", "autocomplete": "off",
                            "checked": "checked",
                        ]),
                    .tag("span", "name", [:], impact.rawValue),
                    .tag("span", "count", [:], String(count)),
                ])
        }
        return .tag("fieldset", "filter", [:], [.tag("legend", "", [:], "Show changes of")] + choices)
    }

    private var contents: HTMLNode {
        let links =
            sections.map { link($0.id, $0.title.title, $0.classes, $0.changes.count) }
            + (hasFirmware
                ? [link("firmware", "Explained by the firmware", HTMLSection.classes(firmware), firmware.count)] : [])
            + (hasNotes ? [link("notes", "Not compared", "always", nil)] : [])
        return .tag(
            "nav", "contents", ["aria-label": "Sections"],
            [.tag("h2", "", [:], "Sections"), .tag("ul", "", [:], links)])
    }

    private var firmware: [Change] { changes.filter { $0.cause == .firmware } }

    private func link(_ id: String, _ title: String, _ classes: String, _ count: Int?) -> HTMLNode {
        .tag(
            "li", classes, [:],
            [.tag("a", "", ["href": "#\(id)"], title)] + (count.map { [.tag("span", "count", [:], String($0))] } ?? []))
    }
}
