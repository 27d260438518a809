import CameraSchema
import CommandTestSupport
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

    @Test func withoutAKeyNothingIsKept() async throws {
        let fixture = try Fixture()
        let outcome = try await run(
            fixture, "secrets", "set", "network/ftp.password", "--default", "--stdin", status: 2, input: "x")
        #expect(outcome.errors.contains("there is no recipient to seal for"))
        #expect(outcome.errors.contains("camkeep keys generate"))
    }

    // MARK: - New keys
}
