import CameraSchema
import Configuration
import JSONTree

extension ValueDiffer {
    /// - Precondition: the values differ, or are equal and hold secrets.
    mutating func compare(_ old: JSONValue?, _ new: JSONValue?, at place: Place) {
        guard !isSecret(old, new, at: place) else {
            compareSecret(old, new, at: place)
            return
        }
        switch (old, new, place.field?.type) {
        // The stand-in of a secret is no object with members.
        case (let value?, _, _) where SecretState(json: value) != nil: compareValue(old, new, at: place)
        case (_, let value?, _) where SecretState(json: value) != nil: compareValue(old, new, at: place)
        case (.object(let old)?, .object(let new)?, .object(let fields)?):
            compareMembers(old, new, fields: fields, at: place)
        case (.object(let old)?, .object(let new)?, .list(let item, _)?):
            compareKeyed(old, new, item: item, at: place)
        case (.array(let old)?, .array(let new)?, .list(let item, let identity)?):
            compareItems(old, new, item: item, identity: identity, at: place)
        case (.object(let old)?, .object(let new)?, nil):
            compareMembers(old, new, fields: [], at: place)
        case (nil, .object(let new)?, .object(let fields)?):
            compareOneSided(JSONObject(), new, fields: fields, at: place)
        case (.object(let old)?, nil, .object(let fields)?):
            compareOneSided(old, JSONObject(), fields: fields, at: place)
        default:
            compareValue(old, new, at: place)
        }
    }

    /// An object that is on one side only, field by field: each has its own role and meaning.
    private mutating func compareOneSided(_ old: JSONObject, _ new: JSONObject, fields: [Field], at place: Place) {
        var inner = place
        inner.within = place.within ?? place.pointer
        let seenBefore = seen
        compareMembers(old, new, fields: fields, at: inner)
        // An empty object has no fields that could speak for it.
        guard seen == seenBefore else { return }
        let (old, new) = old.isEmpty ? (nil, JSONValue.object(new)) : (JSONValue.object(old), nil)
        append(old == nil ? .added : .removed, old, new, at: place, detail: .plain)
    }

    private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, fields: [Field], at place: Place) {
        let resolution = Resolution(old, new, fields)
        if let resolution { report(resolution, at: place) }
        var (oldKnown, newKnown) = (0, 0)
        for index in fields.indices {
            let (old, new) = (old[fields[index].name], new[fields[index].name])
            if old != nil { oldKnown += 1 }
            if new != nil { newKnown += 1 }
            guard differ(old, new), !(resolution?.covers(fields[index].name) ?? false) else { continue }
            let field = fields[index]
            compare(old, new, at: place.inside(field.name, titled: Self.title(of: field), field: field))
        }
        guard oldKnown < old.count || newKnown < new.count else { return }
        let known = Set(fields.map(\.name))
        for name in Set(old.names).union(new.names).subtracting(known).sorted() where differ(old[name], new[name]) {
            compare(old[name], new[name], at: place.inside(name, titled: name, field: nil))
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

    private mutating func report(_ resolution: Resolution, at place: Place) {
        var here = place
        here.titles.append("Resolution")
        here.field = nil
        here.impact = resolution.impact
        append(.changed, resolution.old, resolution.new, at: here, detail: .resolution(resolution.change))
    }
}
