import CameraSchema
import Configuration
import JSONTree
import SemanticDiff
import Snapshots

/// A field of a section as it stands in a snapshot: what has one value, which changes as one.
struct FieldPlace {
    let section: String
    let part: Change.Part
    let pointer: JSONPointer
    let role: Role
    let value: JSONValue

    /// The first that applies counts, as in a comparison.
    private static let roleOrder: [Role] = [.volatile, .action, .constraint, .readOnly, .identity, .secret, .key]

    /// The fields of a section in the order of the schema, undocumented ones last.
    static func fields(of section: String, _ record: SectionRecord, _ endpoint: Endpoint?) -> [FieldPlace] {
        guard record.status == .ok else { return [] }
        var places: [FieldPlace] = []
        func add(_ part: Change.Part, at pointer: JSONPointer, value: JSONValue) {
            let role = roleOrder.first { record.roles[$0]?.contains { $0.contains(pointer) } ?? false } ?? .setting
            places.append(FieldPlace(section: section, part: part, pointer: pointer, role: role, value: value))
        }
        func walk(_ value: JSONValue, field: Field?, at pointer: JSONPointer) {
            let members = members(of: value, field)
            if members.isEmpty { add(.config, at: pointer, value: value) }
            for member in members { walk(member.value, field: member.field, at: pointer.appending(member.name)) }
        }
        walk(record.config, field: endpoint?.data, at: JSONPointer())
        for (pointer, value) in record.undocumented.sorted(by: { $0.key < $1.key }) {
            add(.undocumented(member: pointer), at: pointer, value: value)
        }
        return places
    }

    private typealias Member = (name: String, field: Field?, value: JSONValue)

    /// What a value consists of, if its parts keep their places; a list that is told apart by what is in it is one value.
    private static func members(of value: JSONValue, _ field: Field?) -> [Member] {
        guard SecretState(json: value) == nil else { return [] }
        switch (value, field?.type) {
        case (.object(let object), .object(let fields)?):
            let known = fields.compactMap { field in object[field.name].map { (field.name, field as Field?, $0) } }
            let names = Set(fields.map(\.name))
            return known + object.filter { !names.contains($0.key) }.map { ($0.key, nil, $0.value) }
        case (.object(let object), .list(let item, _)?): return object.map { ($0.key, item, $0.value) }
        case (.object(let object), nil): return object.map { ($0.key, nil, $0.value) }
        case (.array(let items), .list(let item, .position)?):
            return items.enumerated().map { (String($0.offset), item, $0.element) }
        default: return []
        }
    }

    /// Whether a change is one of this field's value.
    func isChanged(by change: Change) -> Bool {
        guard change.section == section else { return false }
        switch (change.part, part) {
        case (.section, _): return true
        case (.config, .config), (.undocumented, .undocumented): break
        default: return false
        }
        if case .resolution = change.detail {
            return ["width", "height"].contains { change.pointer.appending($0) == pointer }
        }
        return change.pointer.contains(pointer) || pointer.contains(change.pointer)
    }

    /// Whether nothing tells if this secret is the one that stood there before.
    func isIncomparable(with old: SectionRecord) -> Bool {
        guard case .set(let new)? = SecretState(json: value) else { return false }
        let before: JSONValue? =
            switch part {
            case .undocumented(let member): old.undocumented[member]
            case .config, .section: old.config[pointer]
            }
        guard case .set(let old)? = before.flatMap(SecretState.init(json:)) else { return false }
        guard let old, let new else { return true }
        return old.key != new.key
    }

    /// As reports may show it: of a secret only whether it is set.
    var shownValue: JSONValue { role == .secret ? value.withoutSecrets : value.withoutFingerprints }
}
