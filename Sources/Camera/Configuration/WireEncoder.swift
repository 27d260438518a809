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

    private init(_ section: NormalizedSection, _ direction: Direction, encrypt: @escaping Encryption) {
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
        let encoder = WireEncoder(section, direction, encrypt: encrypt)
        return try encoder.value(section.config, as: endpoint.data, at: JSONPointer()) ?? .null
    }

    // MARK: - Values

    /// Nil for a secret that is not at hand.
    private func value(
        _ canonical: JSONValue, as field: Field, at place: JSONPointer
    ) throws(EncodingError) -> JSONValue? {
        if section.wire.plain.contains(place) { return original(canonical, at: place) }
        if field.isPlain, field.role == .secret || field.encryption != .never {
            return secret(canonical, as: field, at: place)
        }
        switch field.type {
        case .object(let fields):
            guard let object = canonical.objectValue else { throw mismatch(canonical, at: place) }
            return try .object(members(object, fields: fields, at: place))
        case .list(let item, _):
            return try list(canonical, of: item, at: place)
        case .grid, .geometry:
            guard case .object(let object) = try single(canonical, as: field, at: place) else {
                throw mismatch(canonical, at: place)
            }
            return .object(addingUndocumented(to: object, at: place))
        case .json:
            return original(canonical, at: place)
        default:
            return try single(canonical, as: field, at: place)
        }
    }

    private func single(_ canonical: JSONValue, as field: Field, at place: JSONPointer) throws(EncodingError)
        -> JSONValue
    {
        // The camera's own words stand as long as they still mean the same.
        // A wording of answers says nothing of writes where the schema knows that the two differ.
        let isSameWording = section.direction == direction || field.form.get == field.form.set
        if isSameWording, let raw = section.wire.raw[place].flatMap({ original($0, at: place) }),
            ValueCodec.canonical(raw, as: field.type, in: direction) == canonical
        {
            return raw
        }
        let form = (isSameWording ? section.wire.forms[place] : nil) ?? field.form[direction]
        guard let wire = ValueCodec.wire(canonical, as: field.type, form: form, in: direction) else {
            throw mismatch(canonical, at: place)
        }
        return wire
    }

    private func mismatch(_ canonical: JSONValue, at place: JSONPointer) -> EncodingError {
        EncodingError(place: place, reason: "the camera's format cannot hold \(canonical.typeName) here")
    }

    private func secret(_ canonical: JSONValue, as field: Field, at place: JSONPointer) -> JSONValue? {
        let clear = section.secrets[place]?.reveal() ?? (SecretState(json: canonical) == nil ? canonical : nil)
        guard case .string(let text)? = clear, !text.isEmpty, field.encryption != .never,
            !section.wire.clear.contains(place)
        else { return clear }
        return .string(encrypt(text))
    }

    // MARK: - Containers

    private func members(
        _ object: JSONObject, fields: [Field], at place: JSONPointer
    ) throws(EncodingError) -> JSONObject {
        var result = JSONObject()
        for field in fields where direction == .get || field.occurs(in: .set) {
            let inside = place.appending(field.name)
            guard let canonical = object[field.name], let wire = try value(canonical, as: field, at: inside) else {
                continue
            }
            if case .geometry(let shape) = field.type, shape.isFlat, let figure = wire.objectValue {
                for (name, value) in figure { result[name] = value }
            } else {
                result[wireName(of: field, at: inside)] = wire
            }
        }
        return addingUndocumented(to: result, at: place)
    }

    private func wireName(of field: Field, at place: JSONPointer) -> String {
        guard section.direction == direction || field.wireName.get == field.wireName.set else {
            return field.wireName[direction]
        }
        return section.wire.names[place] ?? field.wireName[direction]
    }

    private func addingUndocumented(to object: JSONObject, at place: JSONPointer) -> JSONObject {
        var result = object
        for pointer in undocumented[place] ?? [] {
            let name = section.wire.names[pointer] ?? pointer.steps.last ?? ""
            guard result[name] == nil, let canonical = section.undocumented[pointer] else { continue }
            result[name] = original(canonical, at: pointer)
        }
        return result
    }

    private func list(_ canonical: JSONValue, of item: Field, at place: JSONPointer) throws(EncodingError) -> JSONValue
    {
        var items: [JSONValue] = []
        switch canonical {
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                if let wire = try value(element, as: item, at: place.appending(position)) { items.append(wire) }
            }
        case .object(let keyed):
            let remembered = (section.wire.order[place] ?? []).filter { keyed[$0] != nil }
            let others = keyed.names.filter { !remembered.contains($0) }.sorted(by: ListKey.precedes)
            for key in remembered + others {
                guard let element = keyed[key], let wire = try value(element, as: item, at: place.appending(key)) else {
                    continue
                }
                items.append(wire)
            }
        default:
            throw mismatch(canonical, at: place)
        }
        return .array(items)
    }

    /// A value that was kept as it came, with its numbers and secrets put back; nil for a secret that is not at hand.
    private func original(_ stored: JSONValue, at place: JSONPointer) -> JSONValue? {
        if let secret = section.secrets[place] { return secret.reveal() }
        if SecretState(json: stored) != nil { return nil }
        switch stored {
        case .string(let text) where section.wire.numbers.contains(place):
            return JSONNumber(text: text).map(JSONValue.number) ?? stored
        case .array(let items):
            return .array(items.enumerated().compactMap { original($1, at: place.appending($0)) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.compactMap { name, value in
                        original(value, at: place.appending(name)).map { (name, $0) }
                    }))
        default:
            return stored
        }
    }
}
