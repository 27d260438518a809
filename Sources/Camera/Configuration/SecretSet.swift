package import CameraSchema
package import JSONTree

/// Secrets in clear, by the section and the place in its canonical form. In memory only.
package struct SecretSet: Sendable {
    private var sections: [SectionName: [JSONPointer: Secret]] = [:]

    package init() {}

    package subscript(section: SectionName) -> [JSONPointer: Secret] {
        get { sections[section] ?? [:] }
        set { sections[section] = newValue.isEmpty ? nil : newValue }
    }

    package subscript(section: SectionName, place: JSONPointer) -> Secret? {
        get { sections[section]?[place] }
        set { self[section][place] = newValue }
    }

    package var isEmpty: Bool { sections.isEmpty }

    /// The sections that hold some, in order.
    package var sectionNames: [SectionName] { sections.keys.sorted() }
}

extension SecretSet {
    /// Section → place → value, in clear: to be sealed at once, and written nowhere.
    package var json: JSONValue {
        .object(
            JSONObject(
                sectionNames.map { section in
                    let members = self[section].map { ($0.key.description, $0.value.reveal()) }
                    return (section.description, .object(JSONObject(members)))
                }))
    }

    /// Nil if the value is not what ``json`` gives.
    package init?(json: JSONValue) {
        guard let sections = json.objectValue else { return nil }
        for (name, members) in sections {
            guard let section = SectionName(name), let members = members.objectValue else { return nil }
            for (place, value) in members {
                guard let place = JSONPointer(place) else { return nil }
                self[section, place] = Secret(value)
            }
        }
    }
}
