import CameraSchema
import Configuration
import DiffTestSupport
import History
import JSONTree
import Reports
import SemanticDiff
import Snapshots
import TestSupport
import Testing

struct BlameTests {
    private let fixture: HistoryFixture

    init() throws {
        fixture = try HistoryFixture()
    }

    private func blame(_ path: String, include: Set<Role> = []) throws -> Blame.Findings {
        Blame(store: fixture.store, schema: fixture.camera.schema, path: path, include: include)
            .findings(try fixture.entries())
    }

    private static func words(_ field: BlamedField) -> [String] {
        guard case .changed(let changes) = field.origin else { return [] }
        return changes.map { "\($0.shownOld?.compactText ?? "") → \($0.shownNew?.compactText ?? "")" }
    }

    @Test func namesTheOldestOfTheRunOfEqualValues() throws {
        let first = try fixture.take()
        try fixture.change(2121)
        try fixture.take()
        try fixture.change(21)
        try fixture.take()
        try fixture.change(2121)
        let since = try fixture.take()
        try fixture.camera.set("network/port", "/0/property/rtspProtocol /port", to: 8554)
        try fixture.take()
        let field = try #require(try blame("network/ftp.serverPort").fields.first)
        #expect(field.since.name == since.name)
        #expect(field.value == 2121)
        #expect(Self.words(field) == ["21 → 2121"])
        let section = try blame("network/ftp").fields
        #expect(section.count > 3)
        for other in section where other.path != "serverPort" {
            #expect(other.since.name == first.name)
            guard case .first = other.origin else {
                Issue.record("\(other.path) never changed")
                continue
            }
        }
        #expect(try blame("network/*").fields.count > section.count)
        #expect(try blame("network/ftp.nothing").fields.isEmpty)
    }

    @Test func aGapChangesNothing() throws {
        let first = try fixture.take()
        fixture.camera.fail("network/ftp", "slow")
        try fixture.take()
        try fixture.take(only: ["network/port"])
        fixture.camera = try ExampleCamera()
        try fixture.take()
        #expect(try blame("network/ftp.serverPort").fields.map(\.since.name) == [first.name])
        fixture.camera.fail("network/ftp", "slow again")
        try fixture.take()
        #expect(try blame("network/ftp.serverPort").fields.map(\.since.name) == [first.name])
    }

    @Test func secretsAreNeverShown() throws {
        try fixture.camera.set("network/ftp", "/username", to: "nachtwache")
        try fixture.take()
        try fixture.camera.set("network/ftp", "/username", to: "gar-nicht-geheim")
        let since = try fixture.take()
        try fixture.change(5)
        try fixture.take()
        let field = try #require(try blame("network/ftp.username").fields.first)
        #expect(field.since.name == since.name)
        #expect(!"\(field.json.compactText)".contains("geheim"))
        #expect(!field.json.compactText.contains("fingerprint"))
        fixture.camera.fingerprintKey = FingerprintKey(bytes: Array(repeating: 8, count: FingerprintKey.byteCount))
        let rekeyed = try fixture.take()
        let unknown = try #require(try blame("network/ftp.username").fields.first)
        #expect(unknown.since.name == rekeyed.name)
        #expect(unknown.json["origin"] == "incomparable")
    }

    @Test func whatMovesByItselfIsLeftOutAndCounted() throws {
        try fixture.take()
        let findings = try blame("system/system-time")
        #expect(findings.leftOut > 0)
        let all = try blame("system/system-time", include: [.volatile, .readOnly, .constraint, .action])
        #expect(all.fields.count == findings.fields.count + findings.leftOut)
    }

    /// Against the definition: the value at the place, snapshot by snapshot.
    @Test(arguments: 0..<12)
    func agreesWithTheValuesThemselves(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            try fixture.change(Int.random(in: 1...3, using: &generator))
            let isOn = Int.random(in: 0...1, using: &generator)
            try fixture.camera.set("network/ftp", "/enable", to: .integer(isOn))
            try fixture.take(only: ["network/ftp"])
        }
        let snapshots = try fixture.entries().map { ($0, try fixture.store.load($0)) }
        for field in try blame("network/ftp").fields {
            let values = snapshots.map { $0.1.sections["network/ftp"]?.config[field.pointer] }
            let run = values.prefix { $0 == values[0] }.count
            #expect(field.since.name == snapshots[run - 1].0.name, "\(field.path)")
        }
    }
}
