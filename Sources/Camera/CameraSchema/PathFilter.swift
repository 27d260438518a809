package import JSONTree

/// Chooses sections, and places in them, by patterns: `network`, `event/alarm-schedule[alarmType=1]`, `event/motion.region`,
/// `*.enableAlarmSmtp`.
///
/// What is walked and what is compared are chosen by the same patterns; they differ in what a path inside a section means. A
/// walk reads whole sections, so it asks ``reads(_:)``; a comparison asks ``concerns(_:)`` and `includes`.
package struct PathFilter: Sendable, Hashable {
    private var only: [PathPattern]
    private var except: [PathPattern]

    /// - Parameters:
    ///   - only: nothing named means everything
    ///   - except: wins over `only`
    package init(only: [String] = [], except: [String] = []) {
        self.only = only.map(PathPattern.init)
        self.except = except.map(PathPattern.init)
    }

    /// The same without what these patterns name.
    package func excluding(_ patterns: [String]) -> PathFilter {
        var filter = self
        filter.except += patterns.map(PathPattern.init)
        return filter
    }

    /// Whether only what is named is chosen.
    package var isLimited: Bool { !only.isEmpty }

    // MARK: - Sections

    /// Whether the section is read. Patterns with a path name no section.
    package func reads(_ section: SectionName) -> Bool {
        (only.isEmpty || only.contains { $0.names(section) }) && !except.contains { $0.names(section) }
    }

    /// Whether any section of the endpoint might be read.
    package func mayRead(_ endpoint: Endpoint) -> Bool {
        let whole = SectionName(endpoint: endpoint.name)
        if endpoint.selector == nil { return reads(whole) }
        let isWanted =
            only.isEmpty
            || only.contains { $0.names(whole) || $0.text.hasPrefix(endpoint.name + "[") || $0.text.contains("*") }
        return isWanted && !except.contains { $0.names(whole) }
    }

    /// The patterns that name no section of the schema: most likely misspelled.
    package func strayPatterns(_ schema: CameraSchema) -> [String] {
        (only + except).filter { pattern in
            !schema.walkedEndpoints.contains { endpoint in
                pattern.names(SectionName(endpoint: endpoint.name)) || pattern.text.hasPrefix(endpoint.name + "[")
            }
        }.map(\.text)
    }

    /// Whether a section that appeared, vanished or could not be read concerns what is asked for.
    package func concerns(_ section: SectionName) -> Bool {
        (only.isEmpty || only.contains { $0.concerns(section) })
            && !except.contains { $0.matches(section, JSONPointer()) }
    }

    // MARK: - Places

    package func includes(_ section: SectionName, _ pointer: JSONPointer) -> Bool {
        includes(section, pointer, old: nil, new: nil)
    }

    /// A change of a whole container is a change of the places inside it, too.
    ///
    /// - Parameters:
    ///   - old: the value at that place; nil for none
    ///   - new: likewise
    package func includes(_ section: SectionName, _ pointer: JSONPointer, old: JSONValue?, new: JSONValue?) -> Bool {
        guard !except.contains(where: { $0.matches(section, pointer) }) else { return false }
        guard !only.isEmpty else { return true }
        return only.contains { pattern in
            guard pattern.concerns(section) else { return false }
            return pattern.matches(section, pointer)
                || Self.changesInside(old, new, at: pointer) { pattern.matches(section, $0) }
        }
    }

    /// Whether two values differ at a place inside that is asked for.
    private static func changesInside(
        _ old: JSONValue?, _ new: JSONValue?, at pointer: JSONPointer, where isWanted: (JSONPointer) -> Bool
    ) -> Bool {
        var members: Set<String> = []
        for value in [old, new] {
            switch value {
            case .object(let object)?: members.formUnion(object.names)
            case .array(let items)?: members.formUnion(items.indices.map(String.init))
            default: continue
            }
        }
        return members.contains { name in
            let step = JSONPointer([name])
            let (old, new, inside) = (old?[step], new?[step], pointer.appending(name))
            return old != new && (isWanted(inside) || changesInside(old, new, at: inside, where: isWanted))
        }
    }

    // MARK: - Files

    /// The patterns of an ignore file: one a line, `#` begins a comment.
    package static func patterns(inIgnoreFile text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let pattern = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" }
            return pattern.isEmpty ? nil : pattern
        }
    }
}
