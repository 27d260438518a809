import CameraSchema
import Configuration
import ConfigurationTestSupport
import JSONTree
import TestSupport
import Testing

/// One configuration, said by a camera that words it differently, has one canonical form.
@Suite struct RewordingTests {
    @Test(arguments: TypeCatalog.all)
    func otherWordsMeanTheSame(endpoint: Endpoint) throws {
        var random = SeededGenerator(seed: 3)
        for seed: UInt64 in 0..<(endpoint.name == "test/types" ? 30 : 4) {
            var generator = WireGenerator(seed: seed, .get)
            let data = generator.value(for: endpoint.data).withoutEncryptionMembers(of: endpoint, .get)
            var section = Normalizer.normalize(data, of: endpoint, decrypt: MarkCipher.decrypt)
            section.wire.raw = [:]
            // One of them could have the name that a field gets.
            section.undocumented = [:]
            reword(section.config, endpoint.data, JSONPointer(), &section, &random)
            // Only what the plain encoding cannot say at all, such as too many periods, fails here.
            guard
                let wire = try? WireEncoder.encode(section, of: endpoint, .get, encrypt: MarkCipher.encrypt)
            else { continue }
            let other = Normalizer.normalize(wire, of: endpoint, decrypt: MarkCipher.decrypt)
            guard section.unreadable.isEmpty, other.config != section.config else { continue }
            Issue.record(
                "seed \(seed)\n\(section.config.prettyText)\nand\n\(other.config.prettyText)\nin\n\(wire.prettyText)")
            return
        }
    }

    /// Gives every plain value another form, every member another of its names and every keyed list another order.
    private func reword(
        _ canonical: JSONValue, _ field: Field, _ place: JSONPointer, _ section: inout NormalizedSection,
        _ random: inout SeededGenerator
    ) {
        guard !section.wire.plain.contains(place) else { return }
        switch (field.type, canonical) {
        case (.object(let fields), .object(let object)):
            for field in fields {
                guard let value = object[field.name] else { continue }
                let inside = place.appending(field.name)
                if let name = field.alsoNamed.randomElement(using: &random) { section.wire.names[inside] = name }
                reword(value, field, inside, &section, &random)
            }
        case (.list(let item, _), .object(let keyed)):
            section.wire.order[place] = keyed.names.shuffled(using: &random)
            for (key, value) in keyed { reword(value, item, place.appending(key), &section, &random) }
        case (.list(let item, _), .array(let items)):
            for (position, value) in items.enumerated() {
                reword(value, item, place.appending(position), &section, &random)
            }
        case (.object, _), (.list, _), (.json, _): break
        default: section.wire.forms[place] = WireForm.allCases.randomElement(using: &random)
        }
    }
}
