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
    private var section: NormalizedSection

    private init(_ endpoint: Endpoint, _ direction: Direction, _ decrypt: Decryption?) {
        self.direction = direction
        section = NormalizedSection(config: .null, from: direction)
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
            if let object = wire.objectValue { return .object(members(object, field, fields, place, role)) }
        case .list(let item, let identity):
            if let items = wire.arrayValue { return list(items, field, item, identity, place, role) }
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
        return plain(wire, field, place)
    }

    private mutating func single(_ wire: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue {
        guard let canonical = ValueCodec.canonical(wire, field.type, direction) else {
            return plain(wire, field, place)
        }
        let form = WireScalar.firstForm(in: wire) ?? field.form[direction]
        if form != field.form[direction] { section.wire.forms[place] = form }
        if ValueCodec.wire(canonical, field.type, form, direction) != wire {
            section.wire.raw[place] = storable(wire, place)
        }
        return canonical
    }

    /// A value that is written as an object of known members; further members are undocumented.
    private mutating func composite(
        _ object: JSONObject, _ names: [String], _ field: Field, _ place: JSONPointer, _ role: Role
    ) -> JSONValue {
        let own = JSONObject(object.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(own), field.type, direction) != nil else {
            return plain(.object(object), field, place)
        }
        let others = JSONObject(object.filter { !names.contains($0.key) }.map { ($0.key, $0.value) })
        undocumented(others, field, place, role)
        return single(.object(own), field, place)
    }

    /// A value that does not fit its type. Where a secret may be inside, texts without a name to judge by are hidden.
    private mutating func plain(_ wire: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue {
        section.wire.plain.insert(place)
        return storable(wire, place, hidingBareValues: field.holdsSecrets)
    }

    private mutating func secret(_ wire: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue {
        guard let text = wire.stringValue, !text.isEmpty else {
            guard field.role == .secret else { return wire == "" ? wire : plain(wire, field, place) }
            return remember(wire, place)
        }
        guard let clear = clearText(of: text, field, place) else {
            section.unreadable.insert(place)
            return SecretState.unreadable.json
        }
        return field.role == .secret ? remember(.string(clear), place) : .string(clear)
    }

    /// Nil if the text is encrypted and cannot be opened.
    private mutating func clearText(of text: String, _ field: Field, _ place: JSONPointer) -> String? {
        switch field.encryption {
        case .never: return text
        case .always: return decrypt.flatMap { $0(text) }
        case .maybe:
            guard let decrypt else { return text }
            if let clear = decrypt(text) { return clear }
            section.wire.clear.insert(place)
            return text
        }
    }

    private mutating func remember(_ secret: JSONValue, _ place: JSONPointer) -> JSONValue {
        section.secrets[place] = Secret(secret)
        return (secret == "" || secret == .null ? SecretState.empty : .set(nil)).json
    }

    // MARK: - Objects

    private mutating func members(
        _ object: JSONObject, _ whole: Field, _ fields: [Field], _ place: JSONPointer, _ role: Role
    ) -> JSONObject {
        var rest = object
        var result = JSONObject()
        if place.steps.isEmpty {
            for name in object.names where envelope.contains(name.trimmingBlanks) { rest[name] = nil }
        }
        for field in fields {
            guard case .geometry(let shape) = field.type, shape.isFlat, let figure = flat(&rest, shape, field) else {
                continue
            }
            result[field.name] = value(.object(figure), field, place.appending(field.name), role: role)
        }
        let known = FieldNames(fields, direction).fields(of: rest)
        for (wireName, wire) in rest {
            guard let field = known[wireName] else { continue }
            rest[wireName] = nil
            let fieldPlace = place.appending(field.name)
            if wireName != field.wireName[direction] { section.wire.names[fieldPlace] = wireName }
            result[field.name] = value(wire, field, fieldPlace, role: role)
        }
        undocumented(rest, whole, place, role)
        return result
    }

    /// Takes a figure whose members stand among its neighbours out of the object, if all are there.
    private func flat(_ rest: inout JSONObject, _ shape: GeometryShape, _ field: Field) -> JSONObject? {
        let figure = JSONObject(rest.filter { shape.members.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(figure), field.type, direction) != nil else { return nil }
        for name in shape.members { rest[name] = nil }
        return figure
    }

    /// Keeps members that no field names, at places that neither a field nor another member has.
    private mutating func undocumented(_ members: JSONObject, _ field: Field, _ parent: JSONPointer, _ role: Role) {
        var taken = field.canonicalMembers
        for (wireName, wire) in members.sortedMembers {
            let name = Self.freeName(for: wireName, taken)
            taken.insert(name)
            let place = parent.appending(name)
            if name != wireName { section.wire.names[place] = wireName }
            if secretNames.contains(wireName) {
                section.undocumented[place] = hidden(wire, place)
            } else {
                section.undocumented[place] = storable(wire, place)
            }
            note(role, at: place)
        }
    }

    private static func freeName(for wireName: String, _ taken: Set<String>) -> String {
        let trimmed = wireName.trimmingBlanks
        for name in [trimmed, wireName] where !taken.contains(name) { return name }
        var number = 2
        while taken.contains("\(trimmed) (\(number))") { number += 1 }
        return "\(trimmed) (\(number))"
    }

    // MARK: - Lists

    private mutating func list(
        _ items: [JSONValue], _ list: Field, _ item: Field, _ identity: ListIdentity, _ place: JSONPointer, _ role: Role
    ) -> JSONValue {
        let condition = ItemCondition(list.configuredWhen, item, direction)
        guard case .key(let key) = identity, let keys = self.keys(of: items, item, key) else {
            return .array(
                items.enumerated().map { position, wire in
                    value(wire, condition.field(for: wire), place.appending(position), role: role)
                })
        }
        if keys != keys.sorted(by: ListKey.precedes) { section.wire.order[place] = keys }
        return .object(
            JSONObject(
                zip(keys, items).map { key, wire in
                    (key, value(wire, condition.field(for: wire), place.appending(key), role: role))
                }))
    }

    /// The identifiers of the items, or nil if one is missing or stands twice.
    private func keys(of items: [JSONValue], _ item: Field, _ key: String) -> [String]? {
        guard case .object(let fields) = item.type else { return nil }
        let names = FieldNames(fields, direction)
        let keys = items.compactMap { item -> String? in
            guard let object = item.objectValue,
                let wireName = names.fields(of: object).first(where: { $0.value.name == key })?.key,
                let identifier = object[wireName]
            else { return nil }
            if let integer = WireScalar.integer(identifier) { return String(integer) }
            return identifier.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        }
        return keys.count == items.count && Set(keys).count == keys.count ? keys : nil
    }

    // MARK: - What the schema does not know

    /// The value with numbers that would be rounded as texts, and with what looks like a secret hidden.
    private mutating func storable(
        _ wire: JSONValue, _ place: JSONPointer, hidingBareValues: Bool = false
    ) -> JSONValue {
        switch wire {
        case .string, .number:
            if hidingBareValues { return hidden(wire, place) }
            return storableNumber(wire, place)
        case .array(let items):
            return .array(
                items.enumerated().map { storable($1, place.appending($0), hidingBareValues: hidingBareValues) })
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

    private mutating func storableNumber(_ wire: JSONValue, _ place: JSONPointer) -> JSONValue {
        guard case .number(let number) = wire, !number.isCanonical else { return wire }
        section.wire.numbers.insert(place)
        return .string(number.text)
    }

    private mutating func hidden(_ wire: JSONValue, _ place: JSONPointer) -> JSONValue {
        note(.secret, at: place)
        return remember(wire, place)
    }

    private mutating func note(_ role: Role, at place: JSONPointer) {
        if role != .setting { section.roles[role, default: []].insert(place) }
    }
}
