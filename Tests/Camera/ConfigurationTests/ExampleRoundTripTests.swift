import CameraSchema
import Configuration
import JSONTree
import TestSupport
import Testing

/// Every example of every endpoint in the schema, by a name that a failing test can print.
struct SchemaExample: Sendable, CustomTestStringConvertible {
    let endpoint: Endpoint
    let example: Endpoint.Example

    var testDescription: String { "\(endpoint.name) \(example.action) \(example.selector.map(String.init) ?? "")" }
    var direction: Direction { example.action == .set ? .set : .get }

    /// The example's data without the members that only carry the encryption.
    var data: JSONValue {
        guard var object = example.data.objectValue else { return example.data }
        for name in endpoint.encryption[direction]?.all ?? [] { object[name] = nil }
        return .object(object)
    }

    static let all: [SchemaExample] = {
        guard let schema = try? CameraSchema(files: SchemaFile.embedded) else { return [] }
        return schema.endpointNames.compactMap { schema.endpoints[$0] }.flatMap { endpoint in
            endpoint.examples.filter { $0.action != .delete }.map { SchemaExample(endpoint: endpoint, example: $0) }
        }
    }()
}

/// Takes texts for their own ciphertext, so that examples pass whatever key they were encrypted with.
private func identity(_ text: String) -> String? { text }

@Suite struct ExampleRoundTripTests {
    @Test func thereAreExamples() {
        #expect(SchemaExample.all.count > 90)
    }

    @Test(arguments: SchemaExample.all)
    func encodingUndoesNormalising(example: SchemaExample) throws {
        let section = Normalizer.normalize(example.data, of: example.endpoint, example.direction, decrypt: identity)
        let encoded = try WireEncoder.encode(section, of: example.endpoint, example.direction)
        #expect(encoded == example.data)
    }

    @Test(arguments: SchemaExample.all)
    func theSchemaKnowsEveryMember(example: SchemaExample) {
        let section = Normalizer.normalize(example.data, of: example.endpoint, example.direction, decrypt: identity)
        #expect(section.undocumented.keys.map(\.description) == [])
    }
}
