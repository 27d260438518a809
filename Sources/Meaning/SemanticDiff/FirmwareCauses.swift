import CameraSchema
import JSONTree
import Snapshots

/// Finds the changes that another firmware explains: a section or field that one side does not have anywhere, and what nobody can set.
/// A field that comes or goes in one item only, while other items have it, was set.
struct FirmwareCauses {
    private let old: [Substring: [SectionRecord]]
    private let new: [Substring: [SectionRecord]]
    private let schema: CameraSchema

    init(_ old: Snapshot, _ new: Snapshot, _ schema: CameraSchema) {
        self.old = Self.records(old)
        self.new = Self.records(new)
        self.schema = schema
    }

    func mark(_ changes: inout [Change]) {
        for position in changes.indices where isExplained(changes[position]) {
            changes[position].cause = .firmware
        }
    }

    private func isExplained(_ change: Change) -> Bool {
        if change.role == .constraint || change.role == .readOnly { return true }
        switch (change.detail, change.kind) {
        case (.section(.unsupported, _), _), (.section(_, .unsupported), _): return true
        case (.section, _), (.item, _): return false
        case (_, .added): return !isKnown(change, in: old)
        case (_, .removed): return !isKnown(change, in: new)
        case (_, .changed), (_, .moved): return false
        }
    }

    /// By endpoint: a field of one selector's section is known to the camera's whole endpoint.
    private static func records(_ snapshot: Snapshot) -> [Substring: [SectionRecord]] {
        Dictionary(grouping: snapshot.sections, by: { endpoint($0.key) }).mapValues { $0.map(\.value) }
    }

    private static func endpoint(_ section: String) -> Substring {
        section.prefix { $0 != "[" }
    }

    private func isKnown(_ change: Change, in records: [Substring: [SectionRecord]]) -> Bool {
        let endpoint = Self.endpoint(change.section)
        let root = schema.endpoints[String(endpoint)]?.data
        let names = Self.names(change.pointer.steps, root)
        return (records[endpoint] ?? []).contains { record in
            Self.has(names[...], in: record.config, field: root)
                || record.undocumented.contains { member, value in
                    let memberNames = Self.names(member.steps, root)
                    return names.starts(with: memberNames)
                        && Self.has(names.dropFirst(memberNames.count), in: value, field: nil)
                }
        }
    }

    /// The path without the positions and keys of lists, which tell items and not fields.
    private static func names(_ steps: [String], _ root: Field?) -> [String] {
        var (field, names) = (root, [String]())
        for step in steps {
            switch field?.type {
            case .list(let item, _)?:
                field = item
            case .object(let fields)?:
                names.append(step)
                field = fields.first { $0.name == step }
            default:
                if Int(step) == nil { names.append(step) }
                field = nil
            }
        }
        return names
    }

    private static func has(_ names: ArraySlice<String>, in value: JSONValue, field: Field?) -> Bool {
        guard let first = names.first else { return true }
        switch (value, field?.type) {
        case (.object(let object), .list(let item, _)?):
            return object.contains { has(names, in: $0.value, field: item) }
        case (.array(let items), .list(let item, _)?):
            return items.contains { has(names, in: $0, field: item) }
        case (.object(let object), .object(let fields)?):
            guard let member = object[first] else { return false }
            return has(names.dropFirst(), in: member, field: fields.first { $0.name == first })
        case (.object(let object), _):
            return object.contains { key, member in
                key == first
                    ? has(names.dropFirst(), in: member, field: nil)
                    : Int(key) != nil && has(names, in: member, field: nil)
            }
        case (.array(let items), _): return items.contains { has(names, in: $0, field: nil) }
        default: return false
        }
    }
}
