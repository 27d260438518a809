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

    private init(_ endpoint: Endpoint, _ direction: Direction, decrypt: Decryption?) {
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
        var normalizer = Normalizer(endpoint, direction, decrypt: decrypt)
        normalizer.section.config = normalizer.value(data, as: endpoint.data, at: JSONPointer(), inside: .setting)
        return normalizer.section
    }

    // MARK: - Values

    /// A value that has parts: what the schema says of it, and where it stands.
    private struct Container {
        let field: Field
        let place: JSONPointer
        /// The role that is noted for it, and so for all inside that has no other.
        let role: Role
    }

    /// - Parameter containerRole: the role that is noted for the container of this place
    private mutating func value(
        _ wire: JSONValue, as field: Field, at place: JSONPointer, inside containerRole: Role
    ) -> JSONValue {
        let role = field.role == .setting ? field.uniformRole ?? .setting : field.role
        if role != containerRole { note(role, at: place) }
        if field.role == .secret || field.encryption != .never, field.isPlain {
            return secret(wire, as: field, at: place)
        }
        let here = Container(field: field, place: place, role: role)
        switch field.type {
        case .object(let fields):
            if let object = wire.objectValue { return .object(members(object, fields: fields, of: here)) }
        case .list(let item, let identity):
            if let items = wire.arrayValue { return list(items, of: item, identity: identity, in: here) }
        case .grid(let shape):
            if let object = wire.objectValue {
                return composite(object, members: [shape.delimiterName, shape.areaName], of: here)
            }
        case .geometry(let shape):
            if let object = wire.objectValue { return composite(object, members: shape.members, of: here) }
        case .json:
            return storable(wire, at: place)
        default:
            return single(wire, as: field, at: place)
        }
        return plain(wire, as: field, at: place)
    }

    private mutating func single(_ wire: JSONValue, as field: Field, at place: JSONPointer) -> JSONValue {
        guard let canonical = ValueCodec.canonical(wire, as: field.type, in: direction) else {
            return plain(wire, as: field, at: place)
        }
        let form = WireScalar.firstForm(in: wire) ?? field.form[direction]
        if form != field.form[direction] { section.wire.forms[place] = form }
        if ValueCodec.wire(canonical, as: field.type, form: form, in: direction) != wire {
            section.wire.raw[place] = storable(wire, at: place)
        }
        return canonical
    }

    /// A value that is written as an object of known members; further members are undocumented.
    private mutating func composite(
        _ object: JSONObject, members names: [String], of container: Container
    ) -> JSONValue {
        let (field, place) = (container.field, container.place)
        let own = JSONObject(object.filter { names.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(own), as: field.type, in: direction) != nil else {
            return plain(.object(object), as: field, at: place)
        }
        let others = JSONObject(object.filter { !names.contains($0.key) }.map { ($0.key, $0.value) })
        keepUndocumented(others, of: container)
        return single(.object(own), as: field, at: place)
    }

    /// A value that does not fit its type. Where a secret may be inside, texts without a name to judge by are hidden.
    private mutating func plain(_ wire: JSONValue, as field: Field, at place: JSONPointer) -> JSONValue {
        section.wire.plain.insert(place)
        return storable(wire, at: place, hidingBareValues: field.holdsSecrets)
    }

    private mutating func secret(_ wire: JSONValue, as field: Field, at place: JSONPointer) -> JSONValue {
        guard let text = wire.stringValue, !text.isEmpty else {
            guard field.role == .secret else { return wire == "" ? wire : plain(wire, as: field, at: place) }
            return remember(wire, at: place)
        }
        guard let clear = clearText(of: text, as: field, at: place) else {
            section.unreadable.insert(place)
            return SecretState.unreadable.json
        }
        return field.role == .secret ? remember(.string(clear), at: place) : .string(clear)
    }

    /// Nil if the text is encrypted and cannot be opened.
    private mutating func clearText(of text: String, as field: Field, at place: JSONPointer) -> String? {
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

    private mutating func remember(_ secret: JSONValue, at place: JSONPointer) -> JSONValue {
        section.secrets[place] = Secret(secret)
        return (secret == "" || secret == .null ? SecretState.empty : .set(nil)).json
    }

    // MARK: - Objects

    private mutating func members(
        _ object: JSONObject, fields: [Field], of container: Container
    ) -> JSONObject {
        let place = container.place
        var rest = object
        var result = JSONObject()
        if place.steps.isEmpty {
            for name in object.names where envelope.contains(name.trimmingBlanks) { rest[name] = nil }
        }
        for field in fields {
            guard case .geometry(let shape) = field.type, shape.isFlat,
                let figure = takeFigure(field, shape, from: &rest)
            else {
                continue
            }
            result[field.name] = value(
                .object(figure), as: field, at: place.appending(field.name), inside: container.role)
        }
        let known = FieldNames(fields, direction).fields(of: rest)
        for (wireName, wire) in rest {
            guard let field = known[wireName] else { continue }
            rest[wireName] = nil
            let fieldPlace = place.appending(field.name)
            if wireName != field.wireName[direction] { section.wire.names[fieldPlace] = wireName }
            result[field.name] = value(wire, as: field, at: fieldPlace, inside: container.role)
        }
        keepUndocumented(rest, of: container)
        return result
    }

    /// Takes a figure whose members stand among its neighbours out of the object, if all are there.
    private func takeFigure(
        _ field: Field, _ shape: GeometryShape, from rest: inout JSONObject
    ) -> JSONObject? {
        let figure = JSONObject(rest.filter { shape.members.contains($0.key) }.map { ($0.key, $0.value) })
        guard ValueCodec.canonical(.object(figure), as: field.type, in: direction) != nil else { return nil }
        for name in shape.members { rest[name] = nil }
        return figure
    }

    /// Keeps members that no field names, at places that neither a field nor another member has.
    private mutating func keepUndocumented(_ members: JSONObject, of container: Container) {
        var taken = container.field.canonicalMembers
        for (wireName, wire) in members.sortedMembers {
            let name = Self.freeName(for: wireName, besides: taken)
            taken.insert(name)
            let place = container.place.appending(name)
            if name != wireName { section.wire.names[place] = wireName }
            if secretNames.contains(wireName) {
                section.undocumented[place] = hidden(wire, at: place)
            } else {
                section.undocumented[place] = storable(wire, at: place)
            }
            note(container.role, at: place)
        }
    }

    private static func freeName(for wireName: String, besides taken: Set<String>) -> String {
        let trimmed = wireName.trimmingBlanks
        for name in [trimmed, wireName] where !taken.contains(name) { return name }
        var number = 2
        while taken.contains("\(trimmed) (\(number))") { number += 1 }
        return "\(trimmed) (\(number))"
    }

    // MARK: - Lists

    private mutating func list(
        _ items: [JSONValue], of item: Field, identity: ListIdentity, in container: Container
    ) -> JSONValue {
        let (place, role) = (container.place, container.role)
        let condition = ItemCondition(container.field.configuredWhen, item: item, in: direction)
        guard case .key(let key) = identity, let keys = self.keys(of: items, as: item, key: key) else {
            return .array(
                items.enumerated().map { position, wire in
                    value(wire, as: condition.field(for: wire), at: place.appending(position), inside: role)
                })
        }
        if keys != keys.sorted(by: ListKey.precedes) { section.wire.order[place] = keys }
        return .object(
            JSONObject(
                zip(keys, items).map { key, wire in
                    (key, value(wire, as: condition.field(for: wire), at: place.appending(key), inside: role))
                }))
    }

    /// The identifiers of the items, or nil if one is missing or stands twice.
    private func keys(of items: [JSONValue], as item: Field, key: String) -> [String]? {
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
        _ wire: JSONValue, at place: JSONPointer, hidingBareValues: Bool = false
    ) -> JSONValue {
        switch wire {
        case .string, .number:
            if hidingBareValues { return hidden(wire, at: place) }
            return storableNumber(wire, at: place)
        case .array(let items):
            return .array(
                items.enumerated().map { storable($1, at: place.appending($0), hidingBareValues: hidingBareValues) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.map { name, value in
                        let inside = place.appending(name)
                        return (
                            name, secretNames.contains(name) ? hidden(value, at: inside) : storable(value, at: inside)
                        )
                    }))
        default:
            return wire
        }
    }

    private mutating func storableNumber(_ wire: JSONValue, at place: JSONPointer) -> JSONValue {
        guard case .number(let number) = wire, !number.isCanonical else { return wire }
        section.wire.numbers.insert(place)
        return .string(number.text)
    }

    private mutating func hidden(_ wire: JSONValue, at place: JSONPointer) -> JSONValue {
        note(.secret, at: place)
        return remember(wire, at: place)
    }

    private mutating func note(_ role: Role, at place: JSONPointer) {
        if role != .setting { section.roles[role, default: []].insert(place) }
    }
}
