import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

@testable import Snapshots

/// Secrets sealed for keys: in snapshots and in the vault.
struct SealedSecretsTests {
    /// A store with one sealed snapshot of a camera, and the key made for it.
    private func sealedStore() async throws -> (fixture: Fixture, camera: TestCamera) {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        try await run(fixture, "keys", "generate")
        try await run(fixture, "snapshot", "--name", "door", camera.url)
        return (fixture, camera)
    }

    @discardableResult
    private func run(
        _ fixture: Fixture, _ arguments: String..., status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let outcome = try await fixture.run(arguments, sourceLocation: sourceLocation)
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome
    }

    private func snapshot(_ fixture: Fixture, _ position: Int = -1) throws -> (path: String, snapshot: Snapshot) {
        let paths = try fixture.snapshots()
        let path = fixture.path(position < 0 ? paths[paths.count + position] : paths[position])
        return (path, try SnapshotFile.read(path))
    }

    @Test func withoutARecipientSecretsAreLeftOutAndThatIsSaidOnce() async throws {
        let fixture = try Fixture()
        let (one, two) = (try fixture.camera(), try fixture.camera())
        let outcome = try await run(fixture, "snapshot", one.url, two.url)
        #expect(outcome.errors.components(separatedBy: "without a recipient secrets are left out").count == 2)
        #expect(try snapshot(fixture).snapshot.sealed == nil)
        #expect(try !fixture.files().contains { $0.hasSuffix(".age") })
    }

    /// A machine that takes backups has the recipients alone.
    @Test func aRecipientIsEnoughToSealAndNotToOpen() async throws {
        let (fixture, camera) = try await sealedStore()
        let made = try await run(fixture, "keys", "generate", "-o", fixture.path("elsewhere.txt"))
        let recipient = made.output.trimmingCharacters(in: .newlines)
        try await run(
            fixture, "snapshot", "--name", "yard", "--recipient", recipient, camera.url)
        let refused = try await run(fixture, "secrets", "check", "--open", "yard", status: 3)
        #expect(refused.errors.contains("none of the identities opens it"))
        #expect(refused.errors.contains("hint: "))
        try await run(
            fixture, "secrets", "check", "--open", "--identity", fixture.path("elsewhere.txt"), "yard", status: 1)
    }

    @Test func whatIsSealedForTheFirstTimeIsKept() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        try await run(fixture, "snapshot", "--name", "door", camera.url)
        try await run(fixture, "keys", "generate")
        try await run(fixture, "snapshot", "--name", "door", camera.url)
        let again = try await run(fixture, "snapshot", "--name", "door", camera.url)
        #expect(again.output.contains("unchanged"))
        #expect(try fixture.snapshots().count == 2)
        #expect(try snapshot(fixture).snapshot.sealed != nil)
    }

    @Test func aDamagedPartIsToldWithItsFile() async throws {
        let (fixture, _) = try await sealedStore()
        var (path, snapshot) = try snapshot(fixture)
        let text = try #require(snapshot.sealed).age
        // A letter of the last line of the content, in a file that is otherwise in order.
        var letters = Array(text.utf8)
        let place = letters.count - 40
        letters[place] = letters[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        snapshot.sealed = SealedPart(age: String(decoding: letters, as: UTF8.self))
        try Data(SnapshotFile.encode(snapshot)).write(to: URL(filePath: path))
        let outcome = try await run(fixture, "secrets", "check", "--open", "door", status: 5)
        #expect(outcome.errors.contains(".json.gz: its sealed secrets: "))
    }

    @Test func aPartOfAnotherSnapshotIsRefused() async throws {
        let (fixture, camera) = try await sealedStore()
        camera.camera.set(SectionName(endpoint: "network/smtp"), JSONPointer(["port"]), to: 2525)
        let taken = try snapshot(fixture).snapshot.taken
        try await wait(until: "another second") { SnapshotTime.now() > taken }
        try await run(fixture, "snapshot", "--name", "door", camera.url)
        let old = try snapshot(fixture, 0)
        var new = try snapshot(fixture)
        #expect(old.path != new.path)
        new.snapshot.sealed = old.snapshot.sealed
        try Data(SnapshotFile.encode(new.snapshot)).write(to: URL(filePath: new.path))
        let outcome = try await run(fixture, "secrets", "check", "--open", "door", status: 5)
        #expect(outcome.errors.contains("sealed for another snapshot"))
    }

    @Test func importKeepsAllOrNothing() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        let wrong = "{\"default\":{\"network/ftp.password\":\"a\"},\"camera/x\":{\"network/ftp.passwort\":\"b\"}}"
        try fixture.write(wrong.utf8, to: "wrong.json")
        try await run(fixture, "secrets", "import", fixture.path("wrong.json"), status: 2)
        #expect(try await run(fixture, "secrets", "list").output == "")
    }

    @Test func checkTellsWhatARestoreWouldLack() async throws {
        let (fixture, _) = try await sealedStore()
        func missing(_ arguments: String...) async throws -> Set<String> {
            let outcome = try await fixture.run(["secrets", "check", "--json", "door"] + arguments)
            #expect(outcome.status == 1)
            return try Set(outcome.jsonLines.filter { $0["missing"] == true }.compactMap { $0["secret"]?.stringValue })
        }
        let before = try await missing()
        #expect(before.isSuperset(of: ["network/ftp.password", "network/smtp.password"]))
        #expect(!before.contains("network/smtp.username"))
        try await run(
            fixture, "secrets", "set", "network/ftp.password", "--camera", "door", "--command", "echo x")
        try await run(
            fixture, "secrets", "set", "network/smtp.password", "--group", "yard", "--command", "echo x")
        #expect(try await missing() == before.subtracting(["network/ftp.password"]))
        #expect(
            try await missing("--group", "yard")
                == before.subtracting(["network/ftp.password", "network/smtp.password"]))
        #expect(try await missing("--camera", "other") == before)
    }

    @Test func rekeySealsEverythingForTheNewKey() async throws {
        let (fixture, _) = try await sealedStore()
        try await run(fixture, "secrets", "set", "network/ftp.password", "--default", "--command", "echo x")
        let made = try await run(fixture, "keys", "generate", "-o", fixture.path("new.txt"))
        let recipient = made.output.trimmingCharacters(in: .newlines)
        let before = try fixture.read(fixture.snapshots()[0])

        let refused = try await run(
            fixture, "secrets", "rekey", "--identity", fixture.path("new.txt"), "--recipient", recipient, status: 3)
        #expect(refused.errors.contains("none of the identities opens it"))
        #expect(try fixture.read(fixture.snapshots()[0]) == before)

        let done = try await run(fixture, "secrets", "rekey", "--recipient", recipient)
        #expect(done.errors.contains("1 snapshot, 1 vendor archive, 1 secret of the vault"))
        try await run(fixture, "verify")
        try await run(fixture, "secrets", "check", "--open", "door", status: 3)
        try await run(fixture, "secrets", "check", "--open", "--identity", fixture.path("new.txt"), "door", status: 1)
    }

    @Test func aDamagedVaultIsNamed() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        try fixture.write(Array("{}".utf8), to: "snapshots/vault.json")
        for arguments in [["list"], ["rekey"], ["set", "network/ftp.password", "--default", "--command", "echo x"]] {
            let outcome = try await fixture.run(["secrets"] + arguments)
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("snapshots/vault.json"))
        }
        #expect(try fixture.read("snapshots/vault.json") == Array("{}".utf8))
    }
}
