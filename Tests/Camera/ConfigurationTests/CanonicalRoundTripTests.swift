import CameraSchema
import Configuration
import JSONTree
import Testing

/// Settings that a person or another camera brings, without quirks, reach the wire and come back unchanged.
@Suite struct CanonicalRoundTripTests {
    @Test(arguments: LosslessnessTests.cases)
    func canonicalFormsComeBack(endpoint: Endpoint, direction: Direction) throws {
        for seed: UInt64 in 0..<(endpoint.name == "test/types" ? 30 : 4) {
            var generator = CanonicalGenerator(seed: seed, direction)
            guard let config = generator.value(for: endpoint.data) else { continue }
            let section = NormalizedSection(config: config)
            let wire = try WireEncoder.encode(section, of: endpoint, direction, encrypt: MarkCipher.encrypt)
            let other = Normalizer.normalize(wire, of: endpoint, direction, decrypt: MarkCipher.decrypt)
            #expect(other.config.prettyText == config.prettyText, "seed \(seed)")
            #expect(other.undocumented.isEmpty, "seed \(seed)")
            let quirks = JSONValue.object(other.wire.json)
            // Digits that travel as a number have a form of their own each time.
            #expect(other.wire.raw.isEmpty && other.wire.names.isEmpty && other.wire.plain.isEmpty, "\(quirks)")
        }
    }
}
