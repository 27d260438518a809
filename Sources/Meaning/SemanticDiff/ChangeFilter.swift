package import CameraSchema
package import JSONTree

/// Chooses changes by patterns over sections and paths: `network`, `event/motion.region`, `*.enableAlarmSmtp`.
package struct ChangeFilter: Sendable {
    private let only: [PathPattern]
    private let except: [PathPattern]

    package init(only: [String] = [], except: [String] = []) {
        self.only = only.map(PathPattern.init)
        self.except = except.map(PathPattern.init)
    }

    package func includes(_ section: SectionName, _ pointer: JSONPointer) -> Bool {
        includes(section, pointer, nil, nil)
    }

    /// A change of a whole container is a change of the places inside it, too.
    ///
    /// - Parameters:
    ///   - old: the value at that place; nil for none
    ///   - new: likewise
    func includes(_ section: SectionName, _ pointer: JSONPointer, _ old: JSONValue?, _ new: JSONValue?) -> Bool {
        guard !except.contains(where: { $0.matches(section, pointer) }) else { return false }
        guard !only.isEmpty else { return true }
        return only.contains { pattern in
            pattern.matches(section, pointer)
                || pattern.concerns(section) && Self.matchesInside(pattern, section, pointer, old, new)
        }
    }

    /// Whether a section that appeared, vanished or could not be read concerns what is asked for.
    package func includes(_ section: SectionName) -> Bool {
        (only.isEmpty || only.contains { $0.concerns(section) })
            && !except.contains { $0.matches(section, JSONPointer()) }
    }

    private static func matchesInside(
        _ pattern: PathPattern, _ section: SectionName, _ pointer: JSONPointer, _ old: JSONValue?, _ new: JSONValue?
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
            let (old, new, inside) = (old?[name: name], new?[name: name], pointer.appending(name))
            return old != new
                && (pattern.matches(section, inside) || matchesInside(pattern, section, inside, old, new))
        }
    }

    /// The patterns of an ignore file: one a line, `#` begins a comment.
    package static func patterns(inIgnoreFile text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let pattern = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" }
            return pattern.isEmpty ? nil : pattern
        }
    }
}

extension JSONValue {
    /// The member or item of that name.
    fileprivate subscript(name step: String) -> JSONValue? {
        self[JSONPointer([step])]
    }
}
