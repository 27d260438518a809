import CameraSchema
import CameraWalk
import Configuration
import ConfigurationTestSupport
import Cryptography
import DiffTestSupport
import JSONTree
import Restore
import SemanticDiff
import Snapshots
import Testing

/// What is true of every plan, whatever the two configurations are.
@Suite struct PlanPropertyTests {
    static let endpoints = TypeCatalog.all.filter(\.isWalked)

    private static let digest = ContentDigest(of: [])
    private static let key = FingerprintKey(bytes: Array(repeating: 7, count: FingerprintKey.byteCount))

    private static func section(_ data: JSONValue, _ endpoint: Endpoint) -> NormalizedSection {
        let section = Normalizer.normalize(data, of: endpoint, decrypt: { $0 })
        return key.map { section.fingerprinted(with: $0, endpoint: endpoint.name) } ?? section
    }

    private static func snapshot(_ record: SectionRecord, _ endpoint: Endpoint) -> Snapshot {
        Snapshot(
            camera: CameraIdentity(address: "192.168.1.10"), taken: ExampleCamera.time, tool: "camkeep 0.1.0",
            schema: digest, sections: [endpoint.name: record])
    }

    /// After a plan has been carried out, nothing is left to plan.
    @Test(arguments: endpoints, [false, true])
    func aPlanThatWasCarriedOutLeavesNothing(endpoint: Endpoint, isAllHeld: Bool) throws {
        let schema = try #require(TypeCatalog.schema)
        let name = SectionName(endpoint: endpoint.name)
        for seed in 0..<(endpoint.name == "test/types" ? 60 : 4) as Range<UInt64> {
            var generator = RandomConfiguration(seed: seed)
            let answers = generator.answers(of: endpoint)
            let (live, desired) = (Self.section(answers.old, endpoint), Self.section(answers.new, endpoint))
            var held = SecretSet()
            if isAllHeld { held[name] = desired.secrets }
            let planner = RestorePlanner(
                schema: schema, options: PlanOptions(including: isAllHeld ? [.identity] : [], secrets: [.mayBeCleared]),
                held: held)
            let wanted = Self.snapshot(SectionRecord(desired, title: endpoint.title), endpoint)
            func plan(_ live: NormalizedSection) throws -> RestorePlan {
                try planner.plan(
                    desired: wanted, named: "desired",
                    live: Self.snapshot(SectionRecord(live, title: endpoint.title), endpoint), named: "live")
            }
            let steps = try plan(live).steps
            guard let step = steps.first else { continue }
            #expect(steps.count == 1 && !step.changes.isEmpty)
            let written = try step.merged(into: live, held: held[name])
            _ = try WireEncoder.encode(written, of: endpoint, .set)
            // What the camera answers from then on.
            let rest = try plan(Self.section(WireEncoder.encode(written, of: endpoint, .get), endpoint)).steps
            #expect(rest.isEmpty, "seed \(seed): \(rest.flatMap(\.changes).map(\.pointer))")
        }
    }
}
