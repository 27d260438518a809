package import CameraSchema
package import JSONTree

/// Turns what a camera says into canonical form. Nothing is lost: what the schema does not know or does not expect is kept,
/// and how the camera worded the rest is noted (``WireQuirks``).
package struct Normalizer {
    /// Decrypts a value of the message at hand; nil if that gives no text.
    package typealias Decryption = (String) -> String?

    private let direction: Direction
    private let decrypt: Decryption?
    private let envelope: Set<String>
    private let secretNames: SecretNames
    private var section = NormalizedSection(config: .null)

    private init(_ endpoint: Endpoint, _ direction: Direction, _ decrypt: Decryption?) {
        self.direction = direction
        self.decrypt = decrypt
        envelope = Set(endpoint.encryption[direction]?.all ?? [])
        secretNames = SecretNames(endpoint.data)
    }

    /// - Parameters:
    ///   - data: the message's `data`
    ///   - endpoint: whose message it is
    ///   - direction: whether it is an answer to a get or the request of a set
    ///   - decrypt: opens values that travel encrypted; nil where the message is not encrypted
    package static func normalize(
        _ data: JSONValue, of endpoint: Endpoint, _ direction: Direction = .get, decrypt: Decryption? = nil
    ) -> NormalizedSection {
        var normalizer = Normalizer(endpoint, direction, decrypt)
        normalizer.section.config = normalizer.value(data, endpoint.data, JSONPointer(), role: .setting)
        return normalizer.section
    }

    // MARK: - Values

    /// - Parameter role: the role that is noted for the container of this place
    private mutating func value(_ wire: JSONValue, _ field: Field, _ place: JSONPointer, role: Role) -> JSONValue {
        let noted = role
        let role = field.role == .setting ? field.uniformRole ?? .setting : field.role
        if role != noted { note(role, at: place) }
        if field.role == .secret || field.encryption != .never, field.isPlain { return secret(wire, field, place) }
        switch field.type {
        case .object(let fields):
            if let object = wire.objectValue { return .object(members(object, fields, place, role)) }
        case .list(let item, let identity):
            if let items = wire.arrayValue { return list(items, item, identity, place, role) }
        case .grid(let shape):
            if let object = wire.objectValue {
                return composite(object, [shape.delimiterName, shape.areaName], field, place, role)
            }
        case .geometry(let shape):
            if let object = wire.objectValue { return composite(object, shape.members, field, place, role) }
        case .json:
            return storable(wire, place)
        default:
            return single(wire, field, place)
        }
        return plain(wire, place)
    }

    private mutating func single(_ wire: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue {
        guard let canonical = ValueCodec.canonical(wire, field.type, direction) else { return plain(wire, place) }
        let form = WireScalar.firstForm(in: wire) ?? field.form[direction]
        if form != field.form[direction] { section.wire.forms[place] = form }
        if ValueCodec.wire(canonical, field.type, form, direction) != wire { section.wire.raw[place] = wire }
        return canonical
    }

    /// A value that is written as an object of known members; further members are undocumented.
    private mutating func composite(
        _ object: JSONObject, _ names: [String], _ field: Field, _ place: JSONPointer, _ role: Role
    ) -> JSONValue {
        let own = JSONObject(object.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(own), field.type, direction) != nil else {
            return plain(.object(object), place)
        }
        for (name, value) in object where !names.contains(name) {
            undocumented(value, name, place, role)
        }
        return single(.object(own), field, place)
    }

    private mutating func plain(_ wire: JSONValue, _ place: JSONPointer) -> JSONValue {
        section.wire.plain.insert(place)
        return storable(wire, place)
    }

    private mutating func secret(_ wire: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue {
        guard let text = wire.stringValue else {
            section.secrets[place] = Secret(wire)
            return SecretState.set.json
        }
        if text.isEmpty {
            section.secrets[place] = Secret(wire)
            return field.role == .secret ? SecretState.empty.json : wire
        }
        let clear: String? =
            switch field.encryption {
            case .never: text
            case .maybe: decrypt.flatMap { $0(text) } ?? text
            case .always: decrypt.flatMap { $0(text) }
            }
        guard let clear else {
            section.unreadable.insert(place)
            return SecretState.unreadable.json
        }
        guard field.role == .secret else { return .string(clear) }
        section.secrets[place] = Secret(.string(clear))
        return SecretState.set.json
    }

    // MARK: - Objects

    private mutating func members(
        _ object: JSONObject, _ fields: [Field], _ place: JSONPointer, _ role: Role
    ) -> JSONObject {
        let names = FieldNames(fields, direction)
        var rest = object
        var result = JSONObject()
        if place.steps.isEmpty { for name in envelope { rest[name] = nil } }
        for field in fields {
            guard case .geometry(let shape) = field.type, shape.isFlat, let figure = flat(&rest, shape, field) else {
                continue
            }
            result[field.name] = value(.object(figure), field, place.appending(field.name), role: role)
        }
        for (wireName, wire) in rest {
            guard let field = names.field(named: wireName), result[field.name] == nil else {
                undocumented(wire, wireName, place, role)
                continue
            }
            let fieldPlace = place.appending(field.name)
            if wireName != field.wireName[direction] { section.wire.names[fieldPlace] = wireName }
            result[field.name] = value(wire, field, fieldPlace, role: role)
        }
        return result
    }

    /// Takes a figure whose members stand among its neighbours out of the object, if all are there.
    private func flat(_ rest: inout JSONObject, _ shape: GeometryShape, _ field: Field) -> JSONObject? {
        let figure = JSONObject(rest.filter { shape.members.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(figure), field.type, direction) != nil else { return nil }
        for name in shape.members { rest[name] = nil }
        return figure
    }

    private mutating func undocumented(_ wire: JSONValue, _ wireName: String, _ parent: JSONPointer, _ role: Role) {
        var place = parent.appending(wireName.trimmingBlanks)
        if section.undocumented[place] != nil || section.wire.names[place] != nil {
            place = parent.appending(wireName)
        } else if wireName != wireName.trimmingBlanks {
            section.wire.names[place] = wireName
        }
        if secretNames.contains(wireName) {
            section.undocumented[place] = hidden(wire, place)
        } else {
            section.undocumented[place] = storable(wire, place)
        }
        note(role, at: place)
    }

    // MARK: - Lists

    private mutating func list(
        _ items: [JSONValue], _ item: Field, _ identity: ListIdentity, _ place: JSONPointer, _ role: Role
    ) -> JSONValue {
        guard case .key(let key) = identity, let keys = self.keys(of: items, item, key) else {
            return .array(
                items.enumerated().map { value($1, item, place.appending($0), role: role) })
        }
        if keys != keys.sorted(by: ListKey.precedes) { section.wire.order[place] = keys }
        return .object(
            JSONObject(zip(keys, items).map { ($0, value($1, item, place.appending($0), role: role)) }))
    }

    /// The identifiers of the items, or nil if one is missing or stands twice.
    private func keys(of items: [JSONValue], _ item: Field, _ key: String) -> [String]? {
        guard case .object(let fields) = item.type else { return nil }
        let names = FieldNames(fields, direction)
        let keys = items.compactMap { item -> String? in
            guard let object = item.objectValue,
                let member = object.first(where: { names.field(named: $0.key)?.name == key })
            else { return nil }
            if let integer = WireScalar.integer(member.value) { return String(integer) }
            return member.value.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        return keys.count == items.count && Set(keys).count == keys.count ? keys : nil
    }

    // MARK: - What the schema does not know

    /// The value with numbers that would be rounded as texts, and with what looks like a secret hidden.
    private mutating func storable(_ wire: JSONValue, _ place: JSONPointer) -> JSONValue {
        switch wire {
        case .number(let number) where !number.isCanonical:
            section.wire.numbers.insert(place)
            return .string(number.text)
        case .array(let items):
            return .array(items.enumerated().map { storable($1, place.appending($0)) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.map { name, value in
                        let inside = place.appending(name)
                        return (name, secretNames.contains(name) ? hidden(value, inside) : storable(value, inside))
                    }))
        default:
            return wire
        }
    }

    private mutating func hidden(_ wire: JSONValue, _ place: JSONPointer) -> JSONValue {
        section.secrets[place] = Secret(wire)
        note(.secret, at: place)
        return (wire == "" ? SecretState.empty : SecretState.set).json
    }

    private mutating func note(_ role: Role, at place: JSONPointer) {
        if role != .setting { section.roles[role, default: []].insert(place) }
    }
}
