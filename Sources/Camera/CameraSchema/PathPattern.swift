package import JSONTree
import Text

/// A pattern that names sections: a section, its endpoint or its area, with `*` for any text:
/// `event/alarm-schedule[alarmType=1]`, `event/motion`, `network`, `video/*`.
package struct SectionPattern: Sendable, Hashable {
    private let pattern: TextPattern

    package init(_ text: some StringProtocol) {
        pattern = TextPattern(text)
    }

    package func matches(_ section: SectionName) -> Bool {
        let area = section.endpoint.prefix { $0 != "/" }
        return [section.description, section.endpoint, String(area)].contains { pattern.matches($0) }
    }
}

/// A pattern that names places: a section pattern, and after a dot the path in the section:
/// `network/ftp.password`, `event/alarm-schedule[alarmType=1].trigger`, `*.enableAlarm*`. It covers everything inside a place it names.
package struct PathPattern: Sendable, Hashable {
    /// As it was written.
    package let text: String
    private let section: SectionPattern
    /// Nil for sections as a whole.
    private let path: TextPattern?

    package init(_ text: String) {
        self.text = text
        // The selector's brackets cannot hold a dot, so the first one ends the section.
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        section = SectionPattern(parts.first ?? "")
        path = parts.count == 2 ? TextPattern(parts[1]) : nil
    }

    /// Whether the pattern names the section as a whole.
    package func names(_ section: SectionName) -> Bool {
        path == nil && self.section.matches(section)
    }

    /// Whether the pattern names the section or something inside it.
    package func concerns(_ section: SectionName) -> Bool {
        self.section.matches(section)
    }

    package func matches(_ section: SectionName, _ pointer: JSONPointer) -> Bool {
        guard self.section.matches(section) else { return false }
        guard let path else { return true }
        return (1...max(1, pointer.steps.count)).contains { count in
            path.matches(pointer.steps.prefix(count).joined(separator: "."))
        }
    }
}
