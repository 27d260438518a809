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
        (only.isEmpty || only.contains { SectionPattern($0).matches(section) })
            && !except.contains { SectionPattern($0).matches(section) }
    }

    /// Whether any section of the endpoint might be included.
    package func mayInclude(_ endpoint: Endpoint) -> Bool {
        let whole = SectionName(endpoint: endpoint.name)
        if endpoint.selector == nil { return includes(whole) }
        let isWanted =
            only.isEmpty
            || only.contains {
                SectionPattern($0).matches(whole) || $0.hasPrefix(endpoint.name + "[") || $0.contains("*")
            }
        return isWanted && !except.contains { SectionPattern($0).matches(whole) }
    }

    /// The patterns that match no endpoint of the schema: most likely misspelled.
    package func strayPatterns(_ schema: CameraSchema) -> [String] {
        (only + except).filter { pattern in
            !schema.walkedEndpoints.contains { endpoint in
                SectionPattern(pattern).matches(SectionName(endpoint: endpoint.name))
                    || pattern.hasPrefix(endpoint.name + "[")
            }
        }
    }
}
