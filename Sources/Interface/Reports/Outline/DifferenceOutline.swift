import CameraSchema
import SemanticDiff

/// A difference in the order in which people read it: settings by section, the gravest first; then what the firmware explains.
struct DifferenceOutline {
    struct Section {
        let title: SectionTitle
        /// By impact, the gravest first; equally grave ones in the order of the schema.
        let changes: [Change]
    }

    let sections: [Section]
    let firmware: [FirmwareLine]
    let unread: [SectionTitle]
    let incomparableSecrets: Int

    init(_ difference: Difference, _ schema: CameraSchema) {
        sections = Self.sections(difference.settings, schema)
        firmware = FirmwareLine.lines(difference.firmware, schema)
        unread = difference.unreadSections.map { SectionTitle($0, schema) }
        incomparableSecrets = difference.incomparableSecrets
    }

    /// Changes that somebody made.
    var settings: [Change] { sections.flatMap(\.changes) }

    /// Whether everything could be compared.
    var isCertain: Bool { unread.isEmpty && incomparableSecrets == 0 }

    /// The gravest section first, and in each the gravest change; equally grave ones in the order of the schema.
    static func sections(_ changes: [Change], _ schema: CameraSchema) -> [Section] {
        var names: [String] = []
        var bySection: [String: [Change]] = [:]
        for change in changes {
            if bySection[change.section] == nil { names.append(change.section) }
            bySection[change.section, default: []].append(change)
        }
        let sections = names.map { name in
            Section(title: SectionTitle(name, schema), changes: sorted(bySection[name] ?? []) { gravity($0.impact) })
        }
        return sorted(sections) { $0.changes.first.map { gravity($0.impact) } ?? Int.max }
    }

    /// The standard library does not promise that equal elements keep their order.
    private static func sorted<Element>(_ list: [Element], by key: (Element) -> Int) -> [Element] {
        list.enumerated().sorted { (key($0.element), $0.offset) < (key($1.element), $1.offset) }.map(\.element)
    }

    private static func gravity(_ impact: Impact) -> Int {
        Impact.allCases.firstIndex(of: impact) ?? Int.max
    }
}

extension Sequence<Change> {
    /// `1 security, 2 recording`; nothing if there are no changes.
    var countsByImpact: String {
        Impact.allCases.compactMap { impact in
            let number = count { $0.impact == impact }
            return number == 0 ? nil : "\(number) \(impact.rawValue)"
        }.joined(separator: ", ")
    }
}
