import CameraSchema
import Foundation
import JSONTree
import SimulatedCamera
import Snapshots
import TestSupport
import Testing

/// `camkeep drill`, with the built program.
struct DrillTests {
    private static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "snapshots")

    /// A store with the examples of the repository.
    private func fixture() throws -> Fixture {
        let fixture = try Fixture()
        try FileManager.default.copyItem(
            at: Self.examples, to: URL(filePath: fixture.folder).appending(path: "snapshots"))
        return fixture
    }

    @Test func theExamplesLackExactlyTheSecretsThatWereLeftOutOfThem() async throws {
        let fixture = try fixture()
        let references = ["golden", "drifted", "upgraded"].map { "front-door@\($0)" }
        let outcome = try await fixture.run(["drill", "--json"] + references)
        #expect(outcome.status == 1)
        let lines = try outcome.jsonLines
        #expect(lines.count == 3)
        var needed: Set<String> = []
        for (reference, line) in zip(references, lines) {
            let check = try await fixture.run("secrets", "check", "--json", reference).jsonLines
            let missing = check.compactMap { $0["secret"]?.stringValue }.filter { !$0.hasPrefix("network/wifi.") }
            let losses = (line["losses"]?.arrayValue ?? []).compactMap { loss -> String? in
                guard loss["kind"] == "missingSecret" else { return "\(loss)" }
                let place = loss["pointer"]?.stringValue?.split(separator: "/").joined(separator: ".") ?? ""
                return "\(loss["section"]?.stringValue ?? "").\(place)"
            }
            #expect(Set(losses) == Set(missing) && losses.count == missing.count)
            needed.formUnion(missing)
        }

        // With the secrets in the vault everything comes back.
        _ = try await fixture.run("keys", "generate")
        let vault = "{\"default\":{" + needed.map { "\"\($0)\":\"wieder-da\"" }.joined(separator: ",") + "}}"
        let kept = try await fixture.run("secrets", "import", "-", input: Array(vault.utf8))
        #expect(kept.status == 0, "\(kept.errors)")
        let again = try await fixture.run(["drill", "--quiet"] + references)
        #expect(again.status == 0 && again.output == "" && again.errors == "", "\(again.output)\(again.errors)")
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
        "network/snmp.roUser.authpass", "network/snmp.roUser.privpass",
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
        let path = try #require(try fixture.snapshots().first)
        var bytes = try fixture.read(path)
        bytes[bytes.count / 2] ^= 1
        try fixture.write(bytes, to: path)
        let outcome = try await fixture.run("drill", "--json", "front-door@golden", "front-door@upgraded")
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
