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
        (only.isEmpty || only.contains { $0.matches(section, pointer) })
            && !except.contains { $0.matches(section, pointer) }
    }

    /// The patterns of an ignore file: one a line, `#` begins a comment.
    package static func patterns(inIgnoreFile text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let pattern = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" }
            return pattern.isEmpty ? nil : pattern
        }
    }
}
