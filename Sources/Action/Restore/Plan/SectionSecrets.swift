import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

/// What is known about the secrets of one section.
struct SectionSecrets {
    let endpoint: Endpoint
    /// The secrets of the wanted configuration, in clear.
    let held: [JSONPointer: Secret]
    /// The secrets of the live camera, in clear.
    let live: [JSONPointer: Secret]

    /// Places of secrets that the camera does not show: a write of the section clears them unless it contains them.
    func hidden(in config: JSONValue) -> [JSONPointer] {
        var places: [JSONPointer] = []
        func visit(_ value: JSONValue, _ field: Field, at place: JSONPointer) {
            switch (field.type, value) {
            case (.object(let fields), .object(let object)):
                for field in fields {
                    let inside = place.appending(field.name)
                    if field.role == .secret, field.members == nil, field.presence != .get {
                        if Self.isHidden(object[field.name], field) { places.append(inside) }
                    } else if let member = object[field.name] {
                        visit(member, field, at: inside)
                    }
                }
            case (.list(let item, _), .object(let keyed)):
                for (key, member) in keyed { visit(member, item, at: place.appending(key)) }
            case (.list(let item, _), .array(let items)):
                for (position, member) in items.enumerated() { visit(member, item, at: place.appending(position)) }
            default: return
            }
        }
        visit(config, endpoint.data, at: JSONPointer())
        return places
    }

    private static func isHidden(_ value: JSONValue?, _ field: Field) -> Bool {
        switch value.flatMap(SecretState.init) {
        case .unreadable?: true
        case .set?: false
        case .empty?: field.isWithheld
        case nil: value == nil && field.presence == .set
        }
    }

    /// Places of the secrets inside a value that are set, whether they are known or not.
    static func places(in value: JSONValue, at place: JSONPointer) -> [JSONPointer] {
        switch SecretState(json: value) {
        case .set?, .unreadable?: return [place]
        case .empty?: return []
        case nil: break
        }
        switch value {
        case .object(let object): return object.flatMap { places(in: $0.value, at: place.appending($0.key)) }
        case .array(let items):
            return items.enumerated().flatMap { places(in: $0.element, at: place.appending($0.offset)) }
        default: return []
        }
    }

    /// Places with a secret on both sides that the snapshots cannot compare.
    func incomparable(_ live: JSONValue, _ desired: JSONValue) -> [JSONPointer] {
        Self.places(in: desired, at: JSONPointer()).filter { place in
            switch (live[place].flatMap(SecretState.init), desired[place].flatMap(SecretState.init)) {
            case (.set(let old?)?, .set(let new?)?): old.key != new.key
            case (.set?, .set?), (.unreadable?, .set?), (.set?, .unreadable?): true
            default: false
            }
        }
    }

    /// Whether both secrets are known and equal.
    func isSame(_ place: JSONPointer) -> Bool {
        guard let held = held[place], let live = live[place] else { return false }
        return held.reveal() == live.reveal()
    }

    /// The change of a secret whose difference only the clear text shows.
    func change(at place: JSONPointer, _ section: SectionName, _ old: JSONValue?, _ new: JSONValue?) -> Change? {
        guard let field = endpoint.data.member(at: place) else { return nil }
        let titles = place.steps.indices.compactMap { end -> String? in
            let title = endpoint.data.member(at: JSONPointer(Array(place.steps[...end])))?.title
            return title.flatMap { $0.isEmpty ? nil : $0 }
        }
        return Change(
            section: section.description, part: .config, pointer: place, kind: .changed, titles: titles,
            role: .secret, impact: field.impact, cause: .setting, isDocumented: true, old: old, new: new,
            detail: .secret(.changed))
    }
}
