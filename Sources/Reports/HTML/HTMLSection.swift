import CameraSchema
import SemanticDiff

/// The changes of one section of the configuration, under its title.
struct HTMLSection {
    /// Unique in the page.
    let id: String
    let name: String
    let title: String
    /// What the selector means: `motion detection`.
    let selector: String?
    let changes: [Change]

    /// In the order of the changes; within a section the gravest impact first.
    static func grouped(_ changes: [Change], _ schema: CameraSchema, mark: String) -> [HTMLSection] {
        var names: [String] = []
        var groups: [String: [Change]] = [:]
        for change in changes {
            if groups[change.section] == nil { names.append(change.section) }
            groups[change.section, default: []].append(change)
        }
        return names.enumerated().map { position, name in
            let group = groups[name] ?? []
            return HTMLSection(
                id: "\(mark)\(position + 1)", name: name, title: title(name, schema), selector: selector(name, schema),
                changes: Impact.allCases.flatMap { impact in group.filter { $0.impact == impact } })
        }
    }

    /// The section's title in the schema; its name where the schema does not know it.
    static func title(_ name: String, _ schema: CameraSchema) -> String {
        SectionName(name).flatMap(schema.endpoint)?.title ?? name
    }

    private static func selector(_ name: String, _ schema: CameraSchema) -> String? {
        guard let section = SectionName(name), let value = section.selector?.value,
            let selector = schema.endpoint(of: section)?.selector
        else { return nil }
        return selector.enumeration?.names[value] ?? "\(selector.title) \(value)"
    }

    /// By these the filter finds what it shows: `has-security has-alarm`.
    static func classes(_ changes: [Change]) -> String {
        Impact.allCases.filter { impact in changes.contains { $0.impact == impact } }.map { "has-\($0.rawValue)" }
            .joined(separator: " ")
    }

    var classes: String { Self.classes(changes) }
    var heading: String { selector.map { "\(title): \($0)" } ?? title }

    var node: HTMLNode {
        .tag(
            "section", "section \(classes)", ["id": id, "aria-labelledby": "\(id)-title"],
            [
                .tag(
                    "header", "", [:],
                    [.tag("h3", "", ["id": "\(id)-title"], heading)]
                        + (title == name ? [] : [.tag("code", "", [:], name)])),
                .tag(
                    "ul", "changes", [:],
                    changes.enumerated().map { position, change in
                        HTMLChange(change, id: "\(id)-\(position + 1)").node
                    }),
            ])
    }
}
