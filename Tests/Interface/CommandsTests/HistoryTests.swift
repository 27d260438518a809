import CommandTestSupport
import DiffTestSupport
import JSONTree
import Testing

/// `log --changes`, `blame`, `prune` and `verify --all` as an operator uses them. What they decide is tested with the history.
struct HistoryTests {
    private let fixture: Fixture

    /// Three snapshots of a camera on four days, the last of which was seen again.
    init() throws {
        fixture = try Fixture()
        var camera = try ExampleCamera()
        let start = ExampleCamera.time
        try fixture.take(camera, as: "gate", at: start, tag: "golden", archive: [1])
        try camera.set("network/ftp", "/enable", to: 0)
        try camera.set("network/ftp", "/username", to: "nightwatch-4711")
        try camera.set("network/port", "/0/property/rtspProtocol /encrypt", to: 1)
        try fixture.take(camera, as: "gate", at: start.later(days: 1), archive: [2])
        try camera.set("network/ftp", "/serverPort", to: 2121)
        try fixture.take(camera, as: "gate", at: start.later(days: 2), archive: [3])
        try fixture.take(camera, as: "gate", at: start.later(days: 3), archive: [3])
    }

    @Test func theLogTellsWhatChanged() async throws {
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

        let lines = try await fixture.run("log", "--changes", "--json", "--since", "2026-11-01", "gate").jsonLines
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
        try fixture.expectIntactStore()

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
