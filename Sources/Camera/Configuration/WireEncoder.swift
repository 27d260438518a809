package import CameraSchema
package import JSONTree

/// Why a canonical value cannot be said to a camera.
package struct EncodingError: Error, Sendable, Hashable, CustomStringConvertible {
    package let place: JSONPointer
    package let reason: String

    package init(place: JSONPointer, reason: String) {
        self.place = place
        self.reason = reason
    }

    package var description: String {
        "\(place): \(reason)"
    }
}

/// Turns a section's canonical form into what a camera says or expects: the inverse of ``Normalizer``.
package struct WireEncoder {
    /// Encrypts a text for the message at hand.
    package typealias Encryption = (String) -> String

    private let section: NormalizedSection
    private let direction: Direction
    private let encrypt: Encryption
    /// The undocumented places by the place in which they stand.
    private let undocumented: [JSONPointer: [JSONPointer]]

    private init(_ section: NormalizedSection, _ direction: Direction, _ encrypt: @escaping Encryption) {
        self.section = section
        self.direction = direction
        self.encrypt = encrypt
        undocumented = Dictionary(grouping: section.undocumented.keys.sorted()) {
            JSONPointer(Array($0.steps.dropLast()))
        }
    }

    /// - Parameters:
    ///   - section: the canonical form; secrets that it does not hold are left out
    ///   - endpoint: whose message it becomes
    ///   - direction: whether it becomes an answer to a get or the request of a set
    ///   - encrypt: for values that travel encrypted
    /// - Throws: ``EncodingError`` for a value that is not in canonical form or does not fit the wire.
    package static func encode(
        _ section: NormalizedSection, of endpoint: Endpoint, _ direction: Direction,
        encrypt: @escaping Encryption = { $0 }
    ) throws(EncodingError) -> JSONValue {
        let encoder = WireEncoder(section, direction, encrypt)
        return try encoder.value(section.config, endpoint.data, JSONPointer()) ?? .null
    }

    // MARK: - Values

    /// Nil for a secret that is not at hand.
    private func value(
        _ canonical: JSONValue, _ field: Field, _ place: JSONPointer
    ) throws(EncodingError) -> JSONValue? {
        if section.wire.plain.contains(place) { return original(canonical, place) }
        if field.isPlain, field.role == .secret || field.encryption != .never {
            return secret(canonical, field, place)
        }
        switch field.type {
        case .object(let fields):
            guard let object = canonical.objectValue else { throw mismatch(canonical, place) }
            return try .object(members(object, fields, place))
        case .list(let item, _):
            return try list(canonical, item, place)
        case .grid, .geometry:
            guard case .object(let object) = try single(canonical, field, place) else {
                throw mismatch(canonical, place)
            }
            return .object(addingUndocumented(to: object, place))
        case .json:
            return original(canonical, place)
        default:
            return try single(canonical, field, place)
        }
    }

    private func single(_ canonical: JSONValue, _ field: Field, _ place: JSONPointer) throws(EncodingError) -> JSONValue
    {
        // The camera's own words stand as long as they still mean the same.
        // A wording of answers says nothing of writes where the schema knows that the two differ.
        let isSameWording = section.direction == direction || field.form.get == field.form.set
        if isSameWording, let raw = section.wire.raw[place].flatMap({ original($0, place) }),
            ValueCodec.canonical(raw, field.type, direction) == canonical
        {
            return raw
        }
        let form = (isSameWording ? section.wire.forms[place] : nil) ?? field.form[direction]
        guard let wire = ValueCodec.wire(canonical, field.type, form, direction) else {
            throw mismatch(canonical, place)
        }
        return wire
    }

    private func mismatch(_ canonical: JSONValue, _ place: JSONPointer) -> EncodingError {
        EncodingError(place: place, reason: "\(canonical.typeName) that the camera's format cannot hold")
    }

    private func secret(_ canonical: JSONValue, _ field: Field, _ place: JSONPointer) -> JSONValue? {
        let clear = section.secrets[place]?.reveal() ?? (SecretState(json: canonical) == nil ? canonical : nil)
        guard case .string(let text)? = clear, !text.isEmpty, field.encryption != .never,
            !section.wire.clear.contains(place)
        else { return clear }
        return .string(encrypt(text))
    }

    // MARK: - Containers

    private func members(
        _ object: JSONObject, _ fields: [Field], _ place: JSONPointer
    ) throws(EncodingError) -> JSONObject {
        var result = JSONObject()
        for field in fields where direction == .get || field.occurs(in: .set) {
            let inside = place.appending(field.name)
            guard let canonical = object[field.name], let wire = try value(canonical, field, inside) else { continue }
            if case .geometry(let shape) = field.type, shape.isFlat, let figure = wire.objectValue {
                for (name, value) in figure { result[name] = value }
            } else {
                result[wireName(of: field, inside)] = wire
            }
        }
        return addingUndocumented(to: result, place)
    }

    private func wireName(of field: Field, _ place: JSONPointer) -> String {
        guard section.direction == direction || field.wireName.get == field.wireName.set else {
            return field.wireName[direction]
        }
        return section.wire.names[place] ?? field.wireName[direction]
    }

    private func addingUndocumented(to object: JSONObject, _ place: JSONPointer) -> JSONObject {
        var result = object
        for pointer in undocumented[place] ?? [] {
            let name = section.wire.names[pointer] ?? pointer.steps.last ?? ""
            guard result[name] == nil, let canonical = section.undocumented[pointer] else { continue }
            result[name] = original(canonical, pointer)
        }
        return result
    }

    private func list(_ canonical: JSONValue, _ item: Field, _ place: JSONPointer) throws(EncodingError) -> JSONValue {
        var items: [JSONValue] = []
        switch canonical {
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                if let wire = try value(element, item, place.appending(position)) { items.append(wire) }
            }
        case .object(let keyed):
            let remembered = (section.wire.order[place] ?? []).filter { keyed[$0] != nil }
            let others = keyed.names.filter { !remembered.contains($0) }.sorted(by: ListKey.precedes)
            for key in remembered + others {
                guard let element = keyed[key], let wire = try value(element, item, place.appending(key)) else {
                    continue
                }
                items.append(wire)
            }
        default:
            throw mismatch(canonical, place)
        }
        return .array(items)
    }

    /// A value that was kept as it came, with its numbers and secrets put back; nil for a secret that is not at hand.
    private func original(_ stored: JSONValue, _ place: JSONPointer) -> JSONValue? {
        if let secret = section.secrets[place] { return secret.reveal() }
        if SecretState(json: stored) != nil { return nil }
        switch stored {
        case .string(let text) where section.wire.numbers.contains(place):
            return JSONNumber(text: text).map(JSONValue.number) ?? stored
        case .array(let items):
            return .array(items.enumerated().compactMap { original($1, place.appending($0)) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.compactMap { name, value in
                        original(value, place.appending(name)).map { (name, $0) }
                    }))
        default:
            return stored
        }
    }
}
