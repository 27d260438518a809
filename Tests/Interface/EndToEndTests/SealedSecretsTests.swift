import CameraSchema
import Cryptography
import Foundation
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

@testable import Snapshots

/// Secrets sealed for keys: in snapshots, in vendor archives and in the vault.
struct SealedSecretsTests {
    private static let age = "/usr/bin/age"

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
        _ fixture: Fixture, _ arguments: String..., status: Int32 = 0, input: String = "",
        environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let outcome = try await fixture.run(
            arguments, environment: environment, input: Array(input.utf8), sourceLocation: sourceLocation)
        #expect(outcome.status == status, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
        return outcome
    }

    private func snapshot(_ fixture: Fixture, _ position: Int = -1) throws -> (path: String, snapshot: Snapshot) {
        let paths = try fixture.snapshots()
        let path = fixture.folder + "/" + (position < 0 ? paths[paths.count + position] : paths[position])
        return (path, try SnapshotFile.read(path))
    }

    // MARK: - Snapshots

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
        let made = try await run(fixture, "keys", "generate", "-o", "elsewhere.txt")
        let recipient = made.output.trimmingCharacters(in: .newlines)
        try await run(
            fixture, "snapshot", "--name", "yard", "--recipient", recipient, camera.url,
            environment: ["CAMKEEP_PASSWORD": Fixture.password])
        let refused = try await run(fixture, "secrets", "check", "--open", "yard", status: 3)
        #expect(refused.errors.contains("none of the identities opens it"))
        #expect(refused.errors.contains("hint: "))
        try await run(fixture, "secrets", "check", "--open", "--identity", "elsewhere.txt", "yard", status: 1)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: age), "needs age"))
    func theStockToolOpensWhatIsSealed() async throws {
        let (fixture, camera) = try await sealedStore()
        let part = try #require(try snapshot(fixture).snapshot.sealed)
        try fixture.write(part.age.utf8, to: "secrets.age")
        let identity = fixture.folder + "/.config/camkeep/identity.txt"
        let opened = try await ChildProcess.run(Self.age, ["-d", "-i", identity, fixture.folder + "/secrets.age"])
        let document = try Outcome.json(opened.output)
        let username = camera.camera.value(of: SectionName(endpoint: "network/smtp"))?["username"]
        #expect(username != nil)
        #expect(document["secrets"]?["network/smtp"]?["/username"] == username)

        let archive = try #require(try fixture.files().first { $0.hasSuffix(".vendor.zip.age") })
        let zip = try await ChildProcess.run(Self.age, ["-d", "-i", identity, fixture.folder + "/" + archive])
        let described = try snapshot(fixture).snapshot.export?.archive
        #expect(ContentDigest(of: zip.output) == described?.digest)
        #expect(described?.stored?.fileName == archive.split(separator: "/").last.map(String.init))
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

    // MARK: - The vault

    @Test func aSecretIsSetFromStandardInputOrACommandAndListedWithoutItself() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        try await run(
            fixture, "secrets", "set", "network/ftp.password", "--camera", "door", "--stdin", input: "Hecht&1=Ufer\n")
        try await run(
            fixture, "secrets", "set", "network/smtp.password", "--default", "--command", "echo 'Hecht&2=Ufer'")
        try await run(
            fixture, "secrets", "import", "-",
            input: "{\"group/yard\":{\"storage/cloud[bindType=16].verificationCode\":\"Hecht&3=Ufer\"}}")
        let list = try await run(fixture, "secrets", "list", "--json").jsonLines
        #expect(
            list.map { [$0["scope"], $0["secret"]] } == [
                ["default", "network/smtp.password"], ["group/yard", "storage/cloud[bindType=16].verificationCode"],
                ["camera/door", "network/ftp.password"],
            ])
        for file in try fixture.files() {
            #expect(Data(try fixture.read(file)).range(of: Data("Hecht&".utf8)) == nil, "\(file)")
        }
        try await run(fixture, "secrets", "remove", "network/smtp.password", "--default")
        let gone = try await run(fixture, "secrets", "remove", "network/smtp.password", "--default", status: 2)
        #expect(gone.errors.contains("no secret network/smtp.password is kept for every camera"))
        #expect(try await run(fixture, "secrets", "list").output.split(separator: "\n").count == 2)
    }

    @Test func noCoreFileIsWrittenWhateverTheShellAllows() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        try await run(
            fixture, "secrets", "set", "network/ftp.password", "--default", "--command",
            "ulimit -c > \(fixture.folder)/core-limit; echo x")
        #expect(try String(decoding: fixture.read("core-limit"), as: UTF8.self) == "0\n")
    }

    @Test func aSecretIsAskedForTwiceOnATerminal() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        let terminal = try PseudoTerminal()
        let child = try fixture.start(
            ["secrets", "set", "network/ftp.password", "--default"], streams: .terminal(terminal))
        try await wait(until: "the prompt") { terminal.shown.contains("network/ftp.password: ") }
        terminal.type("Hecht\r")
        try await wait(until: "the prompt") { terminal.shown.contains("Once more: ") }
        terminal.type("Hecht\r")
        #expect(try await child.result().end == .exited(0))
        #expect(!terminal.shown.contains("Hecht"))
        #expect(try await run(fixture, "secrets", "list").output.contains("network/ftp.password  every camera"))
    }

    @Test(arguments: [
        (["set", "network/ftp.passwort", "--default", "--stdin"], "did you mean network/ftp.password?"),
        (["set", "network/ftp.password", "--stdin"], "--camera NAME, --group NAME or --default"),
        (["set", "network/ftp.password", "--default"], "--stdin or --command"),
        (["set", "network/ftp.password", "--default", "--stdin", "--recipient", "age1x"], "--recipient: "),
        (["import", "-"], "not valid JSON"),
        (["import", "nowhere.json"], "nowhere.json cannot be read"),
    ])
    func mistakesAreToldWithTheNextStep(arguments: [String], message: String) async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        let outcome = try await fixture.run(["secrets"] + arguments, input: Array("Hecht&4".utf8))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!outcome.errors.contains("Hecht"))
        #expect(try !fixture.files().contains { $0.hasSuffix("vault.json") })
    }

    @Test func importKeepsAllOrNothing() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        let wrong = "{\"default\":{\"network/ftp.password\":\"a\"},\"camera/x\":{\"network/ftp.passwort\":\"b\"}}"
        try await run(fixture, "secrets", "import", "-", status: 2, input: wrong)
        #expect(try await run(fixture, "secrets", "list").output == "")
    }

    @Test func withoutAKeyNothingIsKept() async throws {
        let fixture = try Fixture()
        let outcome = try await run(
            fixture, "secrets", "set", "network/ftp.password", "--default", "--stdin", status: 2, input: "x")
        #expect(outcome.errors.contains("there is no recipient to seal for"))
        #expect(outcome.errors.contains("camkeep keys generate"))
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
            fixture, "secrets", "set", "network/ftp.password", "--camera", "door", "--stdin", input: "x")
        try await run(
            fixture, "secrets", "set", "network/smtp.password", "--group", "yard", "--stdin", input: "x")
        #expect(try await missing() == before.subtracting(["network/ftp.password"]))
        #expect(
            try await missing("--group", "yard")
                == before.subtracting(["network/ftp.password", "network/smtp.password"]))
        #expect(try await missing("--camera", "other") == before)
    }

    // MARK: - New keys

    @Test func rekeySealsEverythingForTheNewKey() async throws {
        let (fixture, _) = try await sealedStore()
        try await run(fixture, "secrets", "set", "network/ftp.password", "--default", "--stdin", input: "x")
        let made = try await run(fixture, "keys", "generate", "-o", "new.txt")
        let recipient = made.output.trimmingCharacters(in: .newlines)
        let before = try fixture.read(fixture.snapshots()[0])

        let refused = try await run(
            fixture, "secrets", "rekey", "--identity", "new.txt", "--recipient", recipient, status: 3)
        #expect(refused.errors.contains("none of the identities opens it"))
        #expect(try fixture.read(fixture.snapshots()[0]) == before)

        let done = try await run(fixture, "secrets", "rekey", "--recipient", recipient)
        #expect(done.errors.contains("1 snapshot, 1 vendor archive, 1 secret of the vault"))
        try await run(fixture, "verify")
        try await run(fixture, "secrets", "check", "--open", "door", status: 3)
        try await run(fixture, "secrets", "check", "--open", "--identity", "new.txt", "door", status: 1)
    }

    @Test func aDamagedVaultIsNamed() async throws {
        let fixture = try Fixture()
        try await run(fixture, "keys", "generate")
        try fixture.write(Array("{}".utf8), to: "snapshots/vault.json")
        for arguments in [["list"], ["rekey"], ["set", "network/ftp.password", "--default", "--stdin"]] {
            let outcome = try await fixture.run(["secrets"] + arguments, input: Array("x".utf8))
            #expect(outcome.status == 5)
            #expect(outcome.errors.contains("snapshots/vault.json"))
        }
        #expect(try fixture.read("snapshots/vault.json") == Array("{}".utf8))
    }
}
