import CameraSchema
import Configuration
import ConfigurationTestSupport
import JSONTree
import TestSupport
import Testing

/// Opens and closes what the generator marks as encrypted.
enum MarkCipher {
    static func decrypt(_ text: String) -> String? {
        text.hasPrefix(WireGenerator.cipherMark) ? String(text.dropFirst(WireGenerator.cipherMark.count)) : nil
    }

    static func encrypt(_ text: String) -> String { WireGenerator.cipherMark + text }
}

@Suite struct LosslessnessTests {
    static let cases: [(Endpoint, Direction)] = TypeCatalog.all.flatMap { [($0, .get), ($0, .set)] }

    private func samples(_ endpoint: Endpoint, _ direction: Direction) -> [JSONValue] {
        let count: UInt64 = endpoint.name == "test/types" ? 80 : 3
        return (0..<count).map { seed in
            var generator = WireGenerator(seed: seed, direction)
            return generator.value(for: endpoint.data).withoutEncryptionMembers(of: endpoint, direction)
        }
    }

    /// Normalises, and encodes after the section has been written to a file and read again.
    private func roundTrip(
        _ data: JSONValue, _ endpoint: Endpoint, _ direction: Direction
    ) throws -> (section: NormalizedSection, wire: JSONValue) {
        let section = Normalizer.normalize(data, of: endpoint, direction, decrypt: MarkCipher.decrypt)
        let wire = try WireEncoder.encode(
            section.readBack(), of: endpoint, direction, encrypt: MarkCipher.encrypt)
        return (section, wire)
    }

    @Test(arguments: cases)
    func encodingUndoesNormalising(endpoint: Endpoint, direction: Direction) throws {
        for (seed, data) in samples(endpoint, direction).enumerated() {
            let (section, wire) = try roundTrip(data, endpoint, direction)
            guard section.unreadable.isEmpty, wire != data else { continue }
            Issue.record(
                "seed \(seed)\n\(data.prettyText)\nbecame\n\(wire.prettyText)\nby\n\(section.config.prettyText)")
            return
        }
    }

    @Test(arguments: cases)
    func theOrderOfMembersMakesNoDifference(endpoint: Endpoint, direction: Direction) throws {
        var random = SeededGenerator(seed: 7)
        for (seed, data) in samples(endpoint, direction).enumerated() {
            let section = Normalizer.normalize(data, of: endpoint, direction, decrypt: MarkCipher.decrypt)
            let other = Normalizer.normalize(
                data.shuffled(&random), of: endpoint, direction, decrypt: MarkCipher.decrypt)
            let same = [
                section.config == other.config, section.undocumented == other.undocumented,
                section.roles == other.roles, section.wire == other.wire,
            ]
            #expect(same == [true, true, true, true], "seed \(seed)")
        }
    }
}

extension JSONValue {
    /// Without the members that carry the encryption, which a normaliser takes away.
    func withoutEncryptionMembers(of endpoint: Endpoint, _ direction: Direction) -> JSONValue {
        guard case .object(let object) = self else { return self }
        let names = Set((endpoint.encryption[direction]?.all ?? []).map { $0.filter { $0 != " " } })
        return .object(
            JSONObject(object.filter { !names.contains($0.key.filter { $0 != " " }) }.map { ($0.key, $0.value) }))
    }

    func shuffled(_ random: inout SeededGenerator) -> JSONValue {
        switch self {
        case .array(let items): return .array(items.map { $0.shuffled(&random) })
        case .object(let object):
            return .object(
                JSONObject(object.map { ($0.key, $0.value.shuffled(&random)) }.shuffled(using: &random)))
        default: return self
        }
    }

    /// As it comes back from a file in canonical JSON.
    func readBack() throws -> JSONValue {
        try JSONReader.readStrictly(
            JSONWriter.canonical(self), limits: JSONReader.Limits(bytes: 1 << 24, depth: 100))
    }
}

extension NormalizedSection {
    /// As it comes back from a snapshot file; secrets stay in memory.
    func readBack() throws -> NormalizedSection {
        var copy = try NormalizedSection(config: config.readBack(), from: direction)
        for (pointer, value) in undocumented {
            let place = try #require(JSONPointer(pointer.description))
            copy.undocumented[place] = try value.readBack()
        }
        let quirks = try #require(JSONValue.object(wire.json).readBack().objectValue)
        copy.wire = try #require(WireQuirks(json: quirks))
        #expect(copy.wire == wire)
        copy.secrets = secrets
        return copy
    }
}
