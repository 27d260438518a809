package import CameraSchema
package import Configuration
package import JSONTree

/// Makes the data of a set request from a section's canonical form: the whole object in the camera's own words, with the members
/// that only a set has.
package struct SectionWriter: Sendable {
    package let section: SectionName
    package let endpoint: Endpoint

    package init(section: SectionName, endpoint: Endpoint) {
        self.section = section
        self.endpoint = endpoint
    }

    /// - Parameters:
    ///   - normalized: the section with the secrets that are written
    ///   - encrypt: for values that travel encrypted
    /// - Throws: ``EncodingError`` for a value that a set cannot express, and for a message that would go to another section
    package func data(
        _ normalized: NormalizedSection, encrypt: @escaping WireEncoder.Encryption
    ) throws(EncodingError) -> JSONValue {
        var still = normalized
        still.config = endpoint.data.withoutMoving(normalized.config)
        let wire = try WireEncoder.encode(still, of: endpoint, .set, encrypt: encrypt)
        guard var members = wire.objectValue else { return wire }
        try address(&members)
        addKeys(to: &members)
        return .object(members)
    }

    /// Names the section in a set as a get does. If the message has a member of that name already, it must have the same value,
    /// because it decides which section is written.
    private func address(_ members: inout JSONObject) throws(EncodingError) {
        guard let selector = section.selector else { return }
        guard let given = members[selector.argument] else {
            members[selector.argument] = .integer(selector.value)
            return
        }
        guard given.number == selector.value || isFirst(selector.value, without: given.number) else {
            throw EncodingError(
                place: JSONPointer([selector.argument]),
                reason: "with \(given.compactText) here the write would go to another section than \(section)")
        }
    }

    /// Whether the value can only mean the first section: the document's own writes name one that no section has (7.6.2, 7.6.6).
    private func isFirst(_ value: Int, without given: Int?) -> Bool {
        guard case .values(let values)? = endpoint.selector?.source, let given else { return false }
        return value == values.min() && !values.contains(given)
    }

    /// Adds the keys that only a set has, such as the channel, with the values of the document's own example.
    private func addKeys(to members: inout JSONObject) {
        guard case .object(let fields) = endpoint.data.type,
            let example = endpoint.examples.first(where: { $0.action == .set })
        else { return }
        for field in fields where field.role == .key && field.presence == .set {
            let name = field.wireName.set
            if members[name] == nil, let value = example.data[name] { members[name] = value }
        }
    }
}

extension Field {
    /// A canonical value without its volatile fields. A clock that is written back would be set to a time that has passed.
    fileprivate func withoutMoving(_ value: JSONValue) -> JSONValue {
        switch (type, value) {
        case (.object(let fields), .object(let object)):
            return .object(
                JSONObject(
                    object.compactMap { name, member in
                        guard let field = fields.first(where: { $0.name == name }) else { return (name, member) }
                        return field.role == .volatile ? nil : (name, field.withoutMoving(member))
                    }))
        case (.list(let item, _), .object(let keyed)):
            return .object(JSONObject(keyed.map { ($0.key, item.withoutMoving($0.value)) }))
        case (.list(let item, _), .array(let items)):
            return .array(items.map(item.withoutMoving))
        default:
            return value
        }
    }
}

extension JSONValue {
    /// A whole number that may be written as text (field facts, Values).
    fileprivate var number: Int? {
        integerValue ?? stringValue.flatMap { Int($0) }
    }
}
