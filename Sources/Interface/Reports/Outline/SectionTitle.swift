package import CameraSchema

/// What a section is called, for people.
package struct SectionTitle: Sendable, Hashable {
    /// `event/alarm-schedule[alarmType=1]`
    package let name: String
    /// `Alarm schedule and actions: motion detection`; the name itself where the schema does not know the section.
    package let title: String

    package init(_ name: String, _ schema: CameraSchema) {
        self.name = name
        guard let section = SectionName(name), let endpoint = schema.endpoint(of: section) else {
            title = name
            return
        }
        guard let value = section.selector?.value, let selector = endpoint.selector else {
            title = endpoint.title
            return
        }
        title = "\(endpoint.title): \(selector.enumeration?.names[value] ?? "\(selector.title) \(value)")"
    }

    /// Whether the name says more than the title.
    package var hasTitle: Bool { title != name }
}
