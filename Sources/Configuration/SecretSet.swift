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
