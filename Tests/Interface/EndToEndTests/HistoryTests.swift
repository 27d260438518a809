import CameraSchema
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

/// `log --changes`, `blame`, `prune` and `verify --all` as an operator uses them. What they decide is tested with the history.
struct HistoryTests {
    private let fixture: Fixture
    private let camera: TestCamera

    init() throws {
        fixture = try Fixture()
        camera = try fixture.camera()
    }

    private func set(_ section: String, _ place: String, to value: JSONValue) throws {
        let section = try #require(SectionName(section))
        camera.camera.set(section, try #require(JSONPointer(place)), to: value)
    }

    /// Three snapshots, the last of which was seen again.
    private func takeThree() async throws {
        func take(_ options: String...) async throws {
            let outcome = try await fixture.run(["snapshot", "--name", "gate", "--export-plain", camera.url] + options)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        try await take("--tag", "golden")
        try set("network/ftp", "/enable", to: 0)
        try set("network/ftp", "/username", to: "nightwatch-4711")
        try set("network/port", "/0/property/rtspProtocol /encrypt", to: 1)
        try await take()
        try set("network/ftp", "/serverPort", to: 2121)
        try await take()
        try await take()
    }

    @Test func theLogTellsWhatChanged() async throws {
        try await takeThree()
        let plain = try await fixture.run("log", "gate")
        #expect(plain.output.split(separator: "\n").count == 3)
        #expect(!plain.output.contains("FTP"))
        let log = try await fixture.run("log", "--changes", "gate")
        #expect(log.status == 0)
        for words in [
            "3 changes, 1 security: RTSP authentication switched on", "FTP port 21 → 2121", "first snapshot, ",
            "golden", "seen again 1 time",
        ] {
            #expect(log.output.contains(words), "\(words) in \(log.output)")
        }
        #expect(!log.output.contains("nightwatch"))
        let every = try await fixture.run("log", "--verbose")
        #expect(every.output.contains("User name changed (secret)"))
        #expect(!every.output.contains("nightwatch"))
        let all = try await fixture.run("log", "-v", "--only", "network/ftp.enable")
        #expect(all.output.contains("FTP upload switched off"))
        #expect(!all.output.contains("2121"))
        #expect(!all.output.contains("no settings changed"))
        let port = try await fixture.run("log", "--json", "--only", "network/ftp.serverPort", "gate").jsonLines
        #expect(port.map { $0["difference"]?["total"] } == [1, nil])

        let lines = try await fixture.run("log", "--changes", "--json", "--since", "1h", "gate").jsonLines
        #expect(lines.count == 3)
        #expect(lines[1]["difference"]?["total"] == 3)
        #expect(lines[1]["difference"]?["counts"]?["security"] == 1)
        #expect(lines[2]["difference"] == nil)
        #expect(try await fixture.run("log", "--since", "2999-01-01", "gate").output == "")
        let wrong = try await fixture.run("log", "--since", "yesterday")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("7d"))
    }

    @Test func blameNamesTheSnapshotThatBroughtAValue() async throws {
        try await takeThree()
        let port = try await fixture.run("blame", "gate", "network/ftp.serverPort", "--json").jsonLines
        let log = try await fixture.run("log", "--json", "gate").jsonLines
        #expect(port.count == 1)
        #expect(port[0]["since"] == log[0]["reference"])
        #expect(port[0]["value"] == 2121)
        let section = try await fixture.run("blame", "gate", "network/ftp")
        #expect(section.status == 0)
        #expect(section.output.contains("FTP upload switched off"))
        #expect(section.output.contains("first snapshot  "))
        #expect(!section.output.contains("nightwatch"))
        let before = try await fixture.run("blame", "gate@golden", "network/ftp.serverPort")
        #expect(before.output.contains("first snapshot  "))
        let unknown = try await fixture.run("blame", "gate", "network/fpt")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("camkeep show gate"))
    }

    @Test func pruneRemovesWhatNoRuleKeeps() async throws {
        try await takeThree()
        let without = try await fixture.run("prune")
        #expect(without.status == 2)
        #expect(without.errors.contains("--keep-last"))
        let dry = try await fixture.run("prune", "--keep-last", "1", "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output.contains("golden"))
        #expect(dry.errors.contains("nothing was written"))
        #expect(try fixture.snapshots().count == 3)

        let pruned = try await fixture.run("prune", "gate", "--keep-last", "1", "--json").jsonLines
        #expect(pruned[0]["removed"]?.arrayValue?.count == 1)
        #expect(pruned[0]["archives"]?.arrayValue?.count == 1)
        #expect(pruned[0]["kept"]?.arrayValue?.last?["reasons"] == ["tagged"])
        #expect(try fixture.snapshots().count == 2)
        try await fixture.expectIntactStore()

        let forgotten = try await fixture.run("prune", "--keep-daily", "1", "--forget-tags", "--quiet")
        #expect(forgotten.output == "")
        #expect(forgotten.errors.contains("golden"))
        #expect(try fixture.snapshots().count == 1)
        #expect(try await fixture.run("show", "gate@golden").status == 2)
        #expect(try await fixture.run("log").output.contains("seen again"))
        let nobody = try await fixture.run("prune", "nobody", "--keep-last", "1")
        #expect(nobody.status == 2)
    }

    @Test func verifyLooksAtTheVault() async throws {
        try await takeThree()
        let whole = try await fixture.run("verify", "--all")
        #expect(whole.status == 0)
        #expect(!whole.output.contains("vault"))
        try fixture.write(
            #"{"entries":[],"format":"camkeep-vault","version":"1.0","more":1}"#.utf8, to: "snapshots/vault.json")
        let damaged = try await fixture.run("verify", "--all")
        #expect(damaged.status == 5)
        #expect(damaged.errors.contains("vault.json"))
        #expect(damaged.output.contains("intact"))
        #expect(try await fixture.run("verify", "--all", "gate").status == 2)
    }
}
