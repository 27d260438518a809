import JSONTree
import Snapshots

/// Makes changes to one section.
struct SectionEditor {
    private(set) var record: SectionRecord?
    private let section: String

    init(_ section: String, _ record: SectionRecord?) {
        self.section = section
        self.record = record
    }

    mutating func apply(_ changes: [Change]) throws(ApplyError) {
        for change in changes where change.part == .section { setStatus(change) }
        let inside = changes.filter { $0.part != .section }
        guard let first = inside.first else { return }
        guard let record, record.status == .ok else {
            throw ApplyError(section: section, pointer: first.pointer, reason: "the configuration has no such section")
        }
        var config = TreeEditor(record.config, at: JSONPointer(), section)
        try config.apply(inside.filter { $0.part == .config })
        var undocumented = record.undocumented
        for (member, changes) in Dictionary(grouping: inside, by: \.part.member) {
            guard let member else { continue }
            var tree = TreeEditor(undocumented[member], at: member, section)
            try tree.apply(changes)
            undocumented[member] = tree.root
        }
        self.record = SectionRecord(
            config: config.root ?? .null, undocumented: undocumented, roles: record.roles, wire: record.wire,
            title: record.title)
    }

    private mutating func setStatus(_ change: Change) {
        guard case .section(_, let status) = change.detail else { return }
        switch status {
        case .absent: record = nil
        case .present:
            record = SectionRecord(
                config: change.new ?? .null, undocumented: change.undocumented, title: record?.title)
        case .unsupported(let reason): record = SectionRecord(unsupported: reason, title: record?.title)
        case .failed(let reason): record = SectionRecord(failed: reason, title: record?.title)
        }
    }
}

extension Change.Part {
    fileprivate var member: JSONPointer? {
        if case .undocumented(let member) = self { member } else { nil }
    }
}
