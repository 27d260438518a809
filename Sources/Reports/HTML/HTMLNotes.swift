import CameraSchema
import SemanticDiff

/// What the comparison could not tell.
struct HTMLNotes {
    private let difference: Difference
    private let schema: CameraSchema

    init(_ difference: Difference, _ schema: CameraSchema) {
        self.difference = difference
        self.schema = schema
    }

    /// Empty if everything was compared.
    var nodes: [HTMLNode] {
        let parts = unread + secrets
        guard !parts.isEmpty else { return [] }
        return [
            .tag(
                "section", "notes", ["id": "notes", "aria-labelledby": "notes-title"],
                [.tag("h2", "", ["id": "notes-title"], "Not compared")] + parts)
        ]
    }

    private var unread: [HTMLNode] {
        guard !difference.unreadSections.isEmpty else { return [] }
        let subject = difference.unreadSections.count == 1 ? "This section" : "These sections"
        return [
            .tag("p", "", [:], "\(subject) could not be read on one side, so nothing is known of changes there:"),
            .tag(
                "ul", "", [:],
                difference.unreadSections.map { name in
                    let title = HTMLSection.title(name, schema)
                    return .tag(
                        "li", "", [:],
                        title == name
                            ? [.tag("code", "", [:], name)] : [.text(title + " "), .tag("code", "", [:], name)])
                }),
        ]
    }

    private var secrets: [HTMLNode] {
        guard difference.incomparableSecrets > 0 else { return [] }
        let secrets = Quantity.count(difference.incomparableSecrets, "secret")
        let verb = difference.incomparableSecrets == 1 ? "is" : "are"
        return [
            .tag(
                "p", "", [:],
                "\(secrets) \(verb) set on both sides, and nothing in the configurations tells whether they are the same."
            )
        ]
    }
}
