import JSONTree
import Snapshots

/// Finds the changes that another firmware explains: a section or field that one side does not have anywhere.
/// A field that comes or goes in one item only, while other items have it, was set.
struct FirmwareCauses {
    private let old: Snapshot
    private let new: Snapshot

    init(_ old: Snapshot, _ new: Snapshot) {
        self.old = old
        self.new = new
    }

    func mark(_ changes: inout [Change]) {
        for position in changes.indices where isExplained(changes[position]) {
            changes[position].cause = .firmware
        }
    }

    private func isExplained(_ change: Change) -> Bool {
        switch (change.detail, change.kind) {
        case (.section(.unsupported, _), _), (.section(_, .unsupported), _): true
        case (.section, _), (.item, _): false
        case (_, .added): !Self.has(Self.field(change), Self.endpoint(change.section), in: old)
        case (_, .removed): !Self.has(Self.field(change), Self.endpoint(change.section), in: new)
        case (_, .changed), (_, .moved): false
        }
    }

    /// The path without the positions and keys of lists, which tell items and not fields.
    private static func field(_ change: Change) -> [String] {
        change.pointer.steps.filter { Int($0) == nil }
    }

    private static func endpoint(_ section: String) -> Substring {
        section.prefix { $0 != "[" }
    }

    private static func has(_ field: [String], _ endpoint: Substring, in snapshot: Snapshot) -> Bool {
        snapshot.sections.contains { name, record in
            guard self.endpoint(name) == endpoint else { return false }
            return has(field[...], record.config)
                || record.undocumented.keys.contains { $0.steps.filter { Int($0) == nil } == field }
        }
    }

    private static func has(_ field: ArraySlice<String>, _ value: JSONValue) -> Bool {
        guard let first = field.first else { return true }
        switch value {
        case .object(let object):
            return object.contains { key, member in
                key == first ? has(field.dropFirst(), member) : Int(key) != nil && has(field, member)
            }
        case .array(let items): return items.contains { has(field, $0) }
        default: return false
        }
    }
}
