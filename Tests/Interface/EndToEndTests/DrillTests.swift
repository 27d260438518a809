import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import Snapshots
import TestSupport
import Testing

/// `camkeep drill`, with the built program.
struct DrillTests {
    private static let examples = Repository.file("snapshots")

    /// The committed example snapshots, with the key for which their secrets are sealed.
    private func fixture() throws -> Fixture {
        let fixture = try Fixture()
        try FileManager.default.copyItem(
            at: Self.examples, to: URL(filePath: fixture.folder).appending(path: "snapshots"))
        let key = Self.examples.deletingLastPathComponent().appending(path: "Tests/Fixtures/example-identity.txt")
        let identity = fixture.folder + "/identity.txt"
        try FileManager.default.copyItem(atPath: key.path(percentEncoded: false), toPath: identity)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: identity)
        return fixture
    }

    @Test(arguments: ["front-door@golden", "front-door@drifted", "front-door@upgraded"])
    func theExamplesComeBack(reference: String) async throws {
        let fixture = try fixture()
        let outcome = try await fixture.run("drill", "--quiet", "--identity", "identity.txt", reference)
        #expect(
            outcome.status == 0 && outcome.output == "" && outcome.errors == "", "\(outcome.output)\(outcome.errors)")
    }

    @Test(arguments: ["back-door@golden", "front-door@golden"])
    func exactlyTheSecretsThatWereLeftOutAreNamed(reference: String) async throws {
        let fixture = try fixture()
        // Without the key, those of the front door are as good as left out.
        try FileManager.default.removeItem(atPath: fixture.folder + "/snapshots/vault.json")
        let outcome = try await fixture.run("drill", "--json", "--no-secrets", reference)
        #expect(outcome.status == 1)
        let line = try #require(try outcome.jsonLines.first)
        let losses = (line["losses"]?.arrayValue ?? []).map { loss -> String in
            guard loss["kind"] == "missingSecret" else { return "\(loss)" }
            let place = loss["pointer"]?.stringValue?.split(separator: "/").joined(separator: ".") ?? ""
            return "\(loss["section"]?.stringValue ?? "").\(place)"
        }
        let check = try await fixture.run(
            "secrets", "check", "--open", "--identity", "identity.txt", "--json", reference
        ).jsonLines
        // Scanned networks are no configuration, and a write to network/wifi only joins one.
        let needed = check.compactMap { $0["secret"]?.stringValue }.filter { !$0.hasPrefix("network/wifi.") }
        #expect(losses.sorted() == needed.sorted())
        #expect(needed.count > 10)
    }

    @Test func aSealedSnapshotComesBackInItsOneLine() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        camera.camera.set(SectionName(endpoint: "image/ptz-ctrl"), JSONPointer(["presetList"]), to: [])
        _ = try await fixture.run("keys", "generate")
        _ = try await fixture.snapshot(camera, "--name", "door")
        let vault = Array("{\"default\":{\(Self.passwords)}}".utf8)
        let kept = try await fixture.run("secrets", "import", "-", input: vault)
        #expect(kept.status == 0, "\(kept.errors)")
        let writes = camera.camera.counters
        let outcome = try await fixture.run("drill")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.hasPrefix("comes back  door@") && outcome.output.hasSuffix("digest equal\n"))
        #expect(outcome.output.split(separator: "\n").count == 1)
        // No camera was touched.
        #expect(camera.camera.counters.requests == writes.requests)
        #expect(try !fixture.files().contains { $0.contains("journal") })
    }

    private static let passwords = [
        "network/ddns.password", "network/ftp.password", "network/smtp.password", "network/pppoe.password",
        "network/snmp.roUser.authpass", "network/snmp.roUser.privpass", "network/gb28181.devicePwd",
        "network/wifiAPInfo.APPassword",
    ].map { "\"\($0)\":\"Hecht\"" }.joined(separator: ",")

    @Test func strictnessCountsWhatNoBackupBringsBack() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: 2)
        _ = try await fixture.run("keys", "generate")
        _ = try await fixture.snapshot(camera, "--name", "door")
        _ = try await fixture.run(
            "secrets", "import", "-", input: Array("{\"default\":{\(Self.passwords)}}".utf8))
        #expect(try await fixture.run("drill", "door").status == 0)
        let strict = try await fixture.run("drill", "--strict", "door")
        #expect(strict.status == 1)
        #expect(strict.output.contains("undocumented  event/motion.holdTime"))
    }

    @Test func damageIsToldApart() async throws {
        let fixture = try fixture()
        let path = try #require(try fixture.snapshots().first { $0.contains("front-door") })
        var bytes = try fixture.read(path)
        bytes[bytes.count / 2] ^= 1
        try fixture.write(bytes, to: path)
        let outcome = try await fixture.run("drill", "--json", "front-door@golden", "back-door@golden")
        #expect(outcome.status == 5)
        #expect(try outcome.jsonLines.map { $0["result"] } == ["damaged", "incomplete"])
    }

    @Test func aMachineWithoutTheIdentityNamesTheSealedSecretsAsMissing() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let made = try await fixture.run("keys", "generate", "-o", "offline.txt")
        let recipient = made.output.trimmingCharacters(in: .newlines)
        _ = try await fixture.snapshot(camera, "--name", "door", "--recipient", recipient)
        let outcome = try await fixture.run("drill", "--json", "door")
        #expect(outcome.status == 1)
        let losses = try outcome.jsonLines.first?["losses"]?.arrayValue ?? []
        #expect(losses.contains { $0["section"] == "network/smtp" && $0["pointer"] == "/username" })
    }
}
