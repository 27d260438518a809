import CameraSchema
import SemanticDiff

/// The changes of one section of the configuration, under its title.
struct HTMLSection {
    /// Unique in the page.
    let id: String
    let title: SectionTitle
    let changes: [Change]

    /// - Parameter id: unique in the page
    init(_ section: DifferenceOutline.Section, id: String) {
        self.id = id
        title = section.title
        changes = section.changes
    }

    static func list(_ sections: [DifferenceOutline.Section], mark: String) -> [HTMLSection] {
        sections.enumerated().map { HTMLSection($1, id: "\(mark)\($0 + 1)") }
    }

    /// The classes by which the filter finds what to show: `has-security has-alarm`.
    static func classes(_ changes: [Change]) -> String {
        Impact.allCases.filter { impact in changes.contains { $0.impact == impact } }.map { "has-\($0.rawValue)" }
            .joined(separator: " ")
    }

    var classes: String { Self.classes(changes) }

    var node: HTMLNode {
        .tag(
            "section", class: "section \(classes)", attributes: ["id": id, "aria-labelledby": "\(id)-title"],
            [
                .tag(
                    "header",
                    [.tag("h3", attributes: ["id": "\(id)-title"], title.title)]
                        + (title.hasTitle ? [.tag("code", title.name)] : [])),
                .tag(
                    "ul", class: "changes",
                    changes.enumerated().map { position, change in
                        HTMLChange(change, id: "\(id)-\(position + 1)").node
                    }),
            ])
    }
}
