package import JSONTree

/// A pattern that names places: a section pattern, and after a dot the path in the section:
/// `network/ftp.password`, `event/alarm-schedule[alarmType=1].trigger`, `*.enableAlarm*`. It covers everything inside a place it names.
package struct PathPattern: Sendable, Hashable {
    private let section: SectionPattern
    private let path: [UInt8]?

    package init(_ text: String) {
        // The selector's brackets cannot hold a dot, so the first one ends the section.
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        section = SectionPattern(parts.first.map(String.init) ?? "")
        path = parts.count == 2 ? Array(parts[1].utf8) : nil
    }

    /// Whether the pattern names the section or something inside it.
    package func concerns(_ section: SectionName) -> Bool {
        self.section.matches(section)
    }

    package func matches(_ section: SectionName, _ pointer: JSONPointer) -> Bool {
        guard self.section.matches(section) else { return false }
        guard let path else { return true }
        return (1...max(1, pointer.steps.count)).contains { count in
            Glob.matches(path, Array(pointer.steps.prefix(count).joined(separator: ".").utf8))
        }
    }
}
