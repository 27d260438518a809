import CameraSchema
import CameraWalk
import ConfigurationTestSupport
import DiffTestSupport
import JSONTree
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// Never a wrong "no differences", and none where there are none.
@Suite struct CompletenessTests {
    @Test(arguments: ApplyTests.endpoints)
    func otherDigestsMeanThatSomethingIsSaid(endpoint: Endpoint) throws {
        for seed in ApplyTests.seeds(endpoint) {
            for (options, key) in [(DiffOptions(), Sections.key), (.everything, Sections.key), (.everything, nil)] {
                var generator = RandomConfiguration(seed: seed)
                let (old, new) = generator.pair(of: endpoint, newKey: key)
                let (before, after) = (
                    try Sections.snapshot([endpoint.name: old]), try Sections.snapshot([endpoint.name: new])
                )
                let difference = try Differ(schema: Sections.schema(), options: options).difference(
                    before, named: "a", after, named: "b")
                if before.digest != after.digest { #expect(!difference.saysNothing, "seed \(seed)") }
                // What is compared by default is what the digest counts, but for names and serials.
                if before.digest == after.digest, options.include.isEmpty {
                    #expect(difference.changes.map(\.gist) == [], "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: ApplyTests.endpoints)
    func nothingDiffersFromItself(endpoint: Endpoint) throws {
        for seed in ApplyTests.seeds(endpoint) {
            var generator = RandomConfiguration(seed: seed)
            let (record, _) = generator.pair(of: endpoint)
            let difference = try Sections.difference([endpoint.name: record], [endpoint.name: record], .everything)
            #expect(difference.saysNothing, "seed \(seed)")
        }
    }

    /// The order of what a camera sends decides nothing, and neither does chance.
    @Test func theOrderOfChangesIsThatOfTheSchema() throws {
        var (old, new): ([String: SectionRecord], [String: SectionRecord]) = ([:], [:])
        for (seed, endpoint) in ApplyTests.endpoints.enumerated() {
            var generator = RandomConfiguration(seed: UInt64(seed))
            (old[endpoint.name], new[endpoint.name]) = generator.pair(of: endpoint)
        }
        let changes = try Sections.difference(old, new, .everything).changes
        let order = try Sections.schema().endpointNames
        let positions = changes.compactMap { order.firstIndex(of: $0.section) }
        #expect(positions.count > 50 && positions == positions.sorted())
        for _ in 0..<3 {
            let again = try Sections.difference(
                Dictionary(uniqueKeysWithValues: old.shuffled()), Dictionary(uniqueKeysWithValues: new.shuffled()),
                .everything)
            #expect(again.changes == changes)
        }
    }

    @Test func otherKeysOfFingerprintsAreNoChange() throws {
        let endpoint = try #require(Sections.schema().endpoints["network/ftp"])
        let example = try #require(endpoint.examples.first { $0.action == .get })
        let (old, new) = (
            Sections.record(example.data, of: endpoint),
            Sections.record(example.data, of: endpoint, key: Sections.otherKey)
        )
        let difference = try Sections.difference([endpoint.name: old], [endpoint.name: new])
        #expect(difference.changes == [] && difference.incomparableSecrets > 0)
    }
}
