import CameraSchema
import Cryptography
import JSONTree

/// The configuration with which a camera leaves the factory: the schema's get examples, once per selector value.
struct InitialSections {
    private let schema: CameraSchema

    /// The plain text behind the document's sample ciphertexts, which nobody can decrypt.
    static let plainUserName = "operator"

    init(schema: CameraSchema) {
        self.schema = schema
    }

    /// All sections that can be read, with encrypted fields in plain text.
    func make() -> [SectionName: JSONValue] {
        var sections: [SectionName: JSONValue] = [:]
        for name in schema.endpointNames {
            guard let endpoint = schema.endpoints[name], endpoint.kind != .session, endpoint.actions.contains(.get)
            else { continue }
            let examples = endpoint.examples.filter { $0.action == .get }
            guard let example = examples.first else { continue }
            guard let selector = endpoint.selector else {
                sections[SectionName(endpoint: name)] = plain(example.data, endpoint.data)
                continue
            }
            for value in values(of: selector, of: endpoint, examples: examples) {
                let section = SectionName(endpoint: name, selector: .init(argument: selector.argument, value: value))
                let own = examples.first { $0.selector == value }
                let data = own?.data ?? derived(from: example, value: value, selector: selector, endpoint: endpoint)
                if let data {
                    sections[section] = plain(data, endpoint.data)
                }
            }
        }
        return sections
    }

    // MARK: Selectors

    /// The selector values that this camera knows. Of candidates, it knows those with an example, and the first.
    private func values(of selector: Selector, of endpoint: Endpoint, examples: [Endpoint.Example]) -> Set<Int> {
        var values = Set(examples.compactMap(\.selector))
        switch selector.source {
        case .values(let all):
            values.formUnion(all)
        case .candidates(let candidates):
            values.formUnion(groups(of: endpoint).isEmpty ? Array(candidates.prefix(1)) : candidates)
        case .bits(let scope, let pointer, let otherwise):
            guard let mask = example(of: scope).flatMap({ value(at: pointer, in: $0.0, $0.1) })?.tolerantInteger else {
                return values.union(otherwise)
            }
            values.formUnion((0..<32).map { 1 << $0 }.filter { mask & $0 != 0 })
        case .range(let first, let minimum, let maximum):
            values.insert(first)
            if let data = examples.first?.data,
                let low = value(at: minimum, in: data, endpoint.data)?.tolerantInteger,
                let high = value(at: maximum, in: data, endpoint.data)?.tolerantInteger, low <= high, high - low < 1000
            {
                values.formUnion(low...high)
            }
        }
        return values
    }

    private func example(of endpoint: String) -> (JSONValue, Field)? {
        guard let endpoint = schema.endpoints[endpoint],
            let example = endpoint.examples.first(where: { $0.action == .get })
        else { return nil }
        return (example.data, endpoint.data)
    }

    /// A value of wire data at a pointer of canonical names.
    private func value(at pointer: JSONPointer, in data: JSONValue, _ field: Field) -> JSONValue? {
        var data = data
        var field = field
        for step in pointer.steps {
            guard let member = field.members?.first(where: { $0.name == step }),
                let next = data[member.wireName.get]
            else { return nil }
            data = next
            field = member
        }
        return data
    }

    /// The answer for a selector value that has no example of its own.
    private func derived(
        from example: Endpoint.Example, value: Int, selector: Selector, endpoint: Endpoint
    ) -> JSONValue? {
        let groups = groups(of: endpoint)
        if !groups.isEmpty {
            return groups.indices.contains(value - 1) ? group(groups[value - 1], of: example.data) : nil
        }
        guard var members = example.data.objectValue, let own = example.selector,
            members[selector.argument]?.tolerantInteger == own
        else { return example.data }
        members[selector.argument] = .integer(value)
        return .object(members)
    }

    /// The named groups of an endpoint whose selector 0 shows all fields flat and n the nth group (document 7.2.2).
    private func groups(of endpoint: Endpoint) -> [Field] {
        guard let flat = endpoint.examples.first(where: { $0.action == .get && $0.selector == 0 })?.data.objectValue,
            let fields = endpoint.data.members
        else { return [] }
        let groups = fields.filter { $0.members != nil }
        return groups.contains { flat[$0.wireName.get] != nil } ? [] : groups
    }

    private func group(_ group: Field, of flat: JSONValue) -> JSONValue {
        let members = (group.members ?? []).compactMap { field in
            flat[field.wireName.get].map { (field.wireName.get, $0) }
        }
        return .object(JSONObject([(group.wireName.get, .object(JSONObject(members)))]))
    }

    // MARK: Encrypted samples

    /// The data with the document's sample ciphertexts replaced by a plain text.
    private func plain(_ value: JSONValue, _ field: Field) -> JSONValue {
        switch (value, field.type) {
        case (.string(let text), _) where field.encryption != .never && Self.looksEncrypted(text):
            return .string(Self.plainUserName)
        case (.object(let members), .object(let fields)):
            return .object(
                JSONObject(
                    members.map { key, member in
                        (key, fields.first { $0.wireName.get == key }.map { plain(member, $0) } ?? member)
                    }))
        case (.array(let items), .list(let item, _)):
            return .array(items.map { plain($0, item) })
        default:
            return value
        }
    }

    private static func looksEncrypted(_ text: String) -> Bool {
        guard let bytes = Base64Encoding.decode(text) else { return false }
        return !bytes.isEmpty && bytes.count.isMultiple(of: AES128CBC.blockByteCount)
    }
}
