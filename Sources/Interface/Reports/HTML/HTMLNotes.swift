/// What could not be compared.
enum HTMLNotes {
    /// Empty if everything was compared.
    static func nodes(_ outline: DifferenceOutline) -> [HTMLNode] {
        guard !outline.isCertain else { return [] }
        return [
            .tag(
                "section", class: "notes", attributes: ["id": "notes", "aria-labelledby": "notes-title"],
                [.tag("h2", attributes: ["id": "notes-title"], "Not compared")] + unread(outline.unread)
                    + (ReportWording.secrets(outline.incomparableSecrets).map { [.tag("p", $0)] } ?? []))
        ]
    }

    private static func unread(_ sections: [SectionTitle]) -> [HTMLNode] {
        guard !sections.isEmpty else { return [] }
        return [
            .tag("p", ReportWording.unread),
            .tag(
                "ul",
                sections.map { section in
                    let name = HTMLNode.tag("code", section.name)
                    return .tag("li", section.hasTitle ? [.text(section.title + " "), name] : [name])
                }),
        ]
    }
}
