import CommandTestSupport
import Foundation
import JSONTree
import Snapshots
import TestSupport
import Testing

/// `camkeep audit` as an operator uses it. What it finds and how it says so is tested with the Audit target.
struct AuditTests {
    private let fixture: Fixture
    private let store: SnapshotStore

    init() throws {
        fixture = try Fixture()
        store = fixture.store
    }

    // MARK: - The store

    private static func example() throws -> Snapshot {
        let folder = Repository.file("snapshots/front-door")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json.gz") }
        return try SnapshotFile.read(folder.appending(path: names.sorted()[0]).path)
    }

    /// `gate-0` to `gate-4`, alike but for what is set at the section and place.
    private func keep(_ edits: [Int: (section: String, pointer: [String], value: JSONValue)] = [:]) throws {
        let example = try Self.example()
        for number in 0..<5 {
            var snapshot = example
            snapshot.camera.address = "10.0.0.\(number)"
            if let edit = edits[number], let record = snapshot.sections[edit.section] {
                snapshot.sections[edit.section] = SectionRecord(
                    config: record.config.replacing(JSONPointer(edit.pointer), with: edit.value),
                    undocumented: record.undocumented, roles: record.roles, wire: record.wire, title: record.title)
            }
            _ = try store.save(snapshot, as: "gate-\(number)")
        }
    }

    private static let ftpOff = (section: "network/ftp", pointer: ["enable"], value: JSONValue.bool(false))

    private func findings(_ arguments: String...) async throws -> (status: Int32?, places: [String]) {
        let outcome = try await fixture.run(["audit", "-f", "json"] + arguments)
        let document = try JSONReader.readStrictly(
            Array(outcome.output.utf8), limits: .init(bytes: 16 << 20, depth: 64))
        let places = (document["cameras"]?.arrayValue ?? []).flatMap { camera in
            (camera["findings"]?.arrayValue ?? []).filter { $0["waiver"] == nil }.map { finding in
                [camera["name"], finding["rule"], finding["section"], finding["path"]].compactMap { $0?.stringValue }
                    .joined(separator: " ")
            }
        }
        return (outcome.status, places)
    }

    // MARK: - Findings

    @Test func theOneThatDiffersIsFound() async throws {
        try keep([3: Self.ftpOff])
        let expected = ["gate-3 difference network/ftp /enable"]
        for arguments in [["--stored"], ["gate-*"], ["gate-0", "gate-1", "gate-2@latest", "gate-3"]] {
            let outcome = try await fixture.run(["audit", "--majority"] + arguments)
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("FTP upload switched off"))
        }
        #expect(try await findings("--stored", "--majority") == (1, expected))
        #expect(try await findings("--stored", "--golden", "gate-0") == (1, expected))
        #expect(try await findings("--stored", "--majority", "--except", "network/ftp") == (0, []))
        #expect(try await findings("gate-0", "gate-1", "--golden", "gate-4@latest") == (0, []))
    }

    @Test func withoutAQuestionTheBasicsAreChecked() async throws {
        try keep()
        let outcome = try await fixture.run("audit", "--stored")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("P2P access is switched on (p2p-on)"))
        #expect(outcome.output.contains("Compared with what more than half of the cameras have."))
    }

    @Test func waiversSilenceUntilTheirDay() async throws {
        try keep([3: Self.ftpOff])
        func waivers(_ expires: String) throws {
            let text = """
                {"format": "camkeep-waivers", "version": "1.0", "waivers": [{"path": "network/ftp", "cameras": ["gate-3"],
                 "rule": "difference", "reason": "Being repaired.", "expires": "\(expires)"}]}
                """
            try fixture.write(text.utf8, to: "waivers.json")
        }
        try waivers("9998-12-31")
        let waived = try await fixture.run("audit", "--stored", "--majority", "--waivers", fixture.path("waivers.json"))
        #expect(waived.status == 0)
        #expect(waived.output.contains("Being repaired."))
        #expect(waived.output.contains("silences 1 finding"))
        try waivers("2001-01-01")
        let expired = try await fixture.run(
            "audit", "--stored", "--majority", "--waivers", fixture.path("waivers.json"))
        #expect(expired.status == 1)
        #expect(expired.output.contains("expired"))
    }

    @Test func rulesOfOnesOwn() async throws {
        try keep()
        let policy = """
            {"format": "camkeep-policy", "version": "1.0", "title": "Site", "rules": [
              {"id": "ftp-port", "severity": "warning", "title": "Another FTP port", "reason": "r", "message": "m",
               "path": "network/ftp.serverPort", "equals": 2121}]}
            """
        try fixture.write(policy.utf8, to: "site.json")
        #expect(
            try await findings("gate-1", "--policy", fixture.path("site.json"))
                == (1, ["gate-1 ftp-port network/ftp /serverPort"]))
        try fixture.write(policy.replacingOccurrences(of: "equals", with: "equal").utf8, to: "broken.json")
        let outcome = try await fixture.run("audit", "--stored", "--policy", fixture.path("broken.json"))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("broken.json:3:"))
        #expect(outcome.errors.contains("rule \"ftp-port\": there is no member \"equal\" here"))
    }

    @Test(arguments: ["text", "json", "csv", "html", "junit", "sarif"])
    func everyFormatIsPrinted(format: String) async throws {
        try keep([3: Self.ftpOff])
        let outcome = try await fixture.run("audit", "--stored", "--format", format)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("gate-3"))
        #expect(outcome.errors == "")
    }

    // MARK: - Faults

    @Test func damagedSnapshotsAreToldAndHoldNothingUp() async throws {
        try keep([3: Self.ftpOff])
        let path = try #require(try fixture.snapshots().first)
        var bytes = try fixture.read(path)
        bytes[bytes.count / 2] ^= 0xFF
        try fixture.write(bytes, to: path)
        let outcome = try await fixture.run("audit", "--stored", "--majority")
        #expect(outcome.status == 5)
        #expect(outcome.output.contains("Could not be audited:"))
        #expect(outcome.output.contains("gate-3"))
    }

    @Test func unreadableSnapshotsArePartial() async throws {
        try keep()
        let outcome = try await fixture.run("audit", "gate-1", fixture.path("missing/snapshot.json.gz"), "--majority")
        #expect(outcome.status == 4)
        // The name is wrapped where the path of the test folder is long.
        #expect(outcome.output.filter { !$0.isWhitespace }.contains("missing/snapshot.json.gz"))
    }

    @Test(arguments: [
        [], ["--stored", "gate-1"], ["--stored", "--golden", "gate-0", "--majority"], ["nobody"], ["no-*"],
        ["--stored", "--policy", "/missing.json"], ["--stored", "--waivers", "/missing.json"],
        ["--stored", "--policy", "basics", "--policy", "basics"],
    ])
    func wrongCommandLines(arguments: [String]) async throws {
        try keep()
        let outcome = try await fixture.run(["audit"] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
    }
}
