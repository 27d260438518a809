package import CameraSchema

/// Chooses sections by patterns: `network`, `network/*`, `event/alarm-schedule[alarmType=1]`.
package struct SectionFilter: Sendable, Hashable {
    /// Nothing named means everything.
    package var only: [String]
    package var except: [String]

    package init(only: [String] = [], except: [String] = []) {
        self.only = only
        self.except = except
    }

    package func includes(_ section: SectionName) -> Bool {
        (only.isEmpty || only.contains { Self.matches($0, section) }) && !except.contains { Self.matches($0, section) }
    }

    /// Whether any section of the endpoint might be included.
    package func mayInclude(_ endpoint: Endpoint) -> Bool {
        let whole = SectionName(endpoint: endpoint.name)
        if endpoint.selector == nil { return includes(whole) }
        let isWanted = only.isEmpty || only.contains { Self.matches($0, whole) || $0.hasPrefix(endpoint.name + "[") || $0.contains("*") }
        return isWanted && !except.contains { Self.matches($0, whole) }
    }

    /// A pattern names a section, its endpoint or its area; `*` stands for any text.
    static func matches(_ pattern: String, _ section: SectionName) -> Bool {
        let name = section.description
        let area = section.endpoint.prefix { $0 != "/" }
        return [name, section.endpoint, String(area)].contains { glob(Array(pattern.utf8), Array($0.utf8)) }
    }

    /// Greedy matching with one point to fall back to: linear in practice, never exponential.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
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

    /// The patterns that match no endpoint of the schema: most likely misspelled.
    package func strayPatterns(_ schema: CameraSchema) -> [String] {
        (only + except).filter { pattern in
            !schema.walkedEndpoints.contains { endpoint in
                Self.matches(pattern, SectionName(endpoint: endpoint.name)) || pattern.hasPrefix(endpoint.name + "[")
            }
        }
    }
}
