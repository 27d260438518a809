import CameraSchema
import Configuration
import JSONTree
import Snapshots

/// Compares the values of one section that was read on both sides.
struct ValueDiffer {
    private let section: SectionName
    private let old: SectionRecord
    private let new: SectionRecord
    private let endpoint: Endpoint?
    private let options: DiffOptions
    private let name: String
    private(set) var changes: [Change] = []
    private(set) var incomparableSecrets = 0

    init(
        _ name: String, _ section: SectionName, _ old: SectionRecord, _ new: SectionRecord, _ endpoint: Endpoint?,
        _ options: DiffOptions
    ) {
        self.name = name
        self.section = section
        self.old = old
        self.new = new
        self.endpoint = endpoint
        self.options = options
    }

    mutating func compare() {
        var root = Place(pointer: JSONPointer(), titles: [], field: endpoint?.data)
        root.impact = endpoint?.data.impact ?? .cosmetic
        compare(old.config, new.config, root)
        for pointer in Set(old.undocumented.keys).union(new.undocumented.keys).sorted() {
            let place = Place(
                pointer: pointer, titles: [pointer.steps.joined(separator: ".")], field: nil, impact: root.impact)
            comparePlain(old.undocumented[pointer], new.undocumented[pointer], place)
        }
    }

    /// Where in the section a comparison stands, and what the schema says of it.
    struct Place {
        var pointer: JSONPointer
        var titles: [String]
        var field: Field?
        var impact: Impact = .cosmetic

        func inside(_ step: String, _ title: String?, _ field: Field?) -> Place {
            Place(
                pointer: pointer.appending(step), titles: title.map { titles + [$0] } ?? titles, field: field,
                impact: field?.impact ?? impact)
        }
    }

    // MARK: - Containers

    private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, _ place: Place) {
        guard old != new || (old.map(SecretStates.holdsSecret) ?? false) else { return }
        if let old, let new {
            switch (old, new, place.field?.type) {
            case (.object(let old), .object(let new), .object(let fields)?) where SecretState(json: .object(old)) == nil:
                compareMembers(old, new, fields, place)
                return
            case (.object(let old), .object(let new), .list(let item, _)?):
                compareKeyed(old, new, item, place)
                return
            case (.array(let old), .array(let new), .list(let item, let identity)?):
                compareItems(old, new, item, identity, place)
                return
            default: break
            }
        }
        if case .object(let fields)? = place.field?.type, (old ?? new)?.objectValue != nil, old == nil || new == nil,
            !place.pointer.steps.isEmpty
        {
            compareMembers(old?.objectValue ?? JSONObject(), new?.objectValue ?? JSONObject(), fields, place)
            return
        }
        compareValue(old, new, place)
    }

    private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, _ fields: [Field], _ place: Place) {
        let resolution = Resolution(old, new, fields)
        if let resolution { report(resolution, place) }
        for field in fields where !(resolution?.covers(field.name) ?? false) {
            compare(old[field.name], new[field.name], place.inside(field.name, Self.title(of: field), field))
        }
        let known = Set(fields.map(\.name))
        for name in Set(old.names).union(new.names).subtracting(known).sorted() {
            compare(old[name], new[name], place.inside(name, name, nil))
        }
    }

    /// Nil where it says nothing: items that are objects or figures are named themselves.
    private static func title(of field: Field) -> String? {
        if case .list(let item, _) = field.type {
            switch item.type {
            case .object, .geometry: return nil
            default: break
            }
        }
        return field.title.isEmpty ? nil : field.title
    }

    private mutating func compareKeyed(_ old: JSONObject, _ new: JSONObject, _ item: Field, _ place: Place) {
        for key in Set(old.names).union(new.names).sorted(by: ListKey.precedes) {
            let itemPlace = place.inside(key, itemName(key, old[key] ?? new[key], place), item)
            switch (old[key], new[key]) {
            case (let old?, let new?): compare(old, new, itemPlace)
            case (let old, let new): reportItem(old, new, itemPlace)
            }
        }
    }

    private mutating func compareItems(
        _ old: [JSONValue], _ new: [JSONValue], _ item: Field, _ identity: ListIdentity, _ place: Place
    ) {
        guard case .position(let names) = identity else {
            compareByContent(old, new, item, place)
            return
        }
        for position in 0..<max(old.count, new.count) {
            let title =
                position < names.count ? names[position] : "\(item.title.isEmpty ? "Item" : item.title) \(position + 1)"
            let itemPlace = place.inside(String(position), title, item)
            switch (position < old.count ? old[position] : nil, position < new.count ? new[position] : nil) {
            case (let old?, let new?): compare(old, new, itemPlace)
            case (let old, let new): reportItem(old, new, itemPlace)
            }
        }
    }

    private mutating func compareByContent(_ old: [JSONValue], _ new: [JSONValue], _ item: Field, _ place: Place) {
        for edit in ListEdit.edits(from: old, to: new) {
            let title = item.title.isEmpty ? "Item \(edit.position + 1)" : "\(item.title) \(edit.position + 1)"
            let itemPlace = place.inside(String(edit.position), title, item)
            append(itemPlace, edit.kind, edit.old, edit.new, .item(name: title))
        }
    }

    /// What an item of a keyed list is called: the name of its key, or the key itself.
    private func itemName(_ key: String, _ item: JSONValue?, _ place: Place) -> String {
        guard case .list(let field, .key(let keyName))? = place.field?.type,
            case .object(let fields) = field.type, let keyField = fields.first(where: { $0.name == keyName })
        else { return key }
        if let text = item?[keyName]?.stringValue, Enumeration.number(inCanonical: text) != nil {
            return NamedNumber(canonical: .string(text))?.name ?? key
        }
        return keyField.type == .integer ? "\(keyField.title) \(key)" : key
    }

    // MARK: - Values

    private mutating func compareValue(_ old: JSONValue?, _ new: JSONValue?, _ place: Place) {
        if let field = place.field,
            field.role == .secret || old.flatMap(SecretState.init) != nil || new.flatMap(SecretState.init) != nil
        {
            compareSecret(old, new, place)
            return
        }
        guard let old, let new, let type = place.field?.type,
            let detail = ValueDetail.detail(old, new, type, unit: place.field?.unit)
        else {
            comparePlain(old, new, place)
            return
        }
        append(place, .changed, old, new, detail)
    }

    private mutating func compareSecret(_ old: JSONValue?, _ new: JSONValue?, _ place: Place) {
        switch SecretStates.change(old, new) {
        case nil: return
        case .notComparable?: incomparableSecrets += 1
        case let change?: append(place, Self.kind(old, new), old, new, .secret(change))
        }
    }

    private mutating func comparePlain(_ old: JSONValue?, _ new: JSONValue?, _ place: Place) {
        guard old != new else { return }
        append(place, Self.kind(old, new), old, new, .plain)
    }

    private mutating func reportItem(_ old: JSONValue?, _ new: JSONValue?, _ place: Place) {
        append(place, Self.kind(old, new), old, new, .item(name: place.titles.last ?? ""))
    }

    private mutating func report(_ resolution: Resolution, _ place: Place) {
        let here = place.inside("width", "Resolution", nil)
        append(
            Place(pointer: place.pointer, titles: here.titles, field: nil, impact: resolution.impact), .changed,
            resolution.old, resolution.new, .resolution(resolution.change))
    }

    private static func kind(_ old: JSONValue?, _ new: JSONValue?) -> Change.Kind {
        old == nil ? .added : new == nil ? .removed : .changed
    }

    // MARK: - Changes

    private mutating func append(
        _ place: Place, _ kind: Change.Kind, _ old: JSONValue?, _ new: JSONValue?, _ detail: Detail
    ) {
        let role = role(of: place.pointer)
        guard options.includes(role), options.filter.includes(section, place.pointer) else { return }
        let isUndocumented = self.old.undocumented[place.pointer] != nil || self.new.undocumented[place.pointer] != nil
        changes.append(
            Change(
                section: name, pointer: place.pointer, kind: kind, titles: place.titles, role: role,
                impact: place.impact, cause: .setting, isDocumented: !isUndocumented && endpoint != nil, old: old,
                new: new, detail: detail))
    }

    /// The role that the snapshots themselves tell: a place inside a volatile one is volatile, whatever it is by itself.
    private func role(of pointer: JSONPointer) -> Role {
        let order: [Role] = [.volatile, .action, .constraint, .readOnly, .identity, .secret, .key]
        for role in order {
            for record in [new, old] where record.roles[role]?.contains(where: { $0.contains(pointer) }) ?? false {
                return role
            }
        }
        return .setting
    }
}
