import CameraSchema
import JSONTree
import SemanticDiff

/// One field that came or went with the firmware, in one or many places of an endpoint.
struct FirmwareLine {
    /// The title of the endpoint, or of the section if there is one place alone.
    let title: String
    let words: String
    let count: Int

    static func lines(_ changes: [Change], _ schema: CameraSchema) -> [FirmwareLine] {
        var order: [Key] = []
        var groups: [Key: [Change]] = [:]
        for change in changes {
            let key = Key(change)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(change)
        }
        return order.compactMap { key in groups[key].flatMap { line(for: $0, key: key, schema: schema) } }
    }

    /// What identifies a field: its place without the positions and keys of list items.
    private struct Key: Hashable {
        let endpoint: String
        let field: [String]
        let kind: Change.Kind

        init(_ change: Change) {
            endpoint = SectionName(change.section)?.endpoint ?? change.section
            field = change.pointer.steps.filter { Int($0) == nil }
            kind = change.kind
        }
    }

    private static func line(for changes: [Change], key: Key, schema: CameraSchema) -> FirmwareLine? {
        guard let first = changes.first else { return nil }
        let title = schema.endpoints[key.endpoint]?.title ?? key.endpoint
        guard changes.count > 1 else {
            return FirmwareLine(
                title: SectionTitle(first.section, schema).title,
                words: ChangeWording.sentences(first).joined(separator: "; "), count: 1)
        }
        return FirmwareLine(title: title, words: folded(changes, key: key, first: first), count: changes.count)
    }

    private static func folded(_ changes: [Change], key: Key, first: Change) -> String {
        let places = " in \(Quantity.count(changes.count, "place"))"
        if case .section = first.detail { return ChangeWording.sentences(first).joined() + places }
        let field = first.isDocumented ? first.titles.last ?? "" : key.field.joined(separator: ".")
        let verb =
            switch key.kind {
            case .added: "added"
            case .removed: "removed"
            case .changed: "changed"
            case .moved: "moved"
            }
        return "\(field) \(verb)\(places)" + (first.isDocumented ? "" : " (undocumented)")
    }
}
