/// A pattern that names sections: a section, its endpoint or its area, with `*` for any text:
/// `event/alarm-schedule[alarmType=1]`, `event/motion`, `network`, `video/*`.
package struct SectionPattern: Sendable, Hashable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    package func matches(_ section: SectionName) -> Bool {
        let area = section.endpoint.prefix { $0 != "/" }
        return [section.description, section.endpoint, String(area)].contains { name in
            Glob.matches(Array(text.utf8), Array(name.utf8))
        }
    }

}

/// Patterns in which `*` stands for any text.
package enum Glob {
    /// Greedy matching with one point to fall back to: linear in practice, never exponential.
    package static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let star = UInt8(ascii: "*")
        var (p, t) = (0, 0)
        var fallback: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == star {
                fallback = (p + 1, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let point = fallback {
                fallback = (point.pattern, point.text + 1)
                (p, t) = (point.pattern, point.text + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == star }
    }
}
