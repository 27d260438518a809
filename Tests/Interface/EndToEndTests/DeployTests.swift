import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

/// What `deploy/` holds, with the paths of this test in the place of the system's.
struct DeployTests {
    private static let analyzer = "/usr/bin/systemd-analyze"
    private static let hasAnalyzer = FileManager.default.isExecutableFile(atPath: analyzer)

    private static let words = Repository.file("deploy/hooks/words").path(percentEncoded: false)

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: Repository.file("deploy/" + name), encoding: .utf8)
    }

    /// The command with what systemd and cron put in.
    private static func adapted(_ command: String, _ fixture: Fixture) -> String {
        [
            ("/usr/local/bin/camkeep", Fixture.binaries + "/camkeep"), ("%d/password", fixture.folder + "/password"),
            ("/etc/camkeep/password", fixture.folder + "/password"), ("/var/lib/camkeep", fixture.folder),
            ("$WORDS", words),
        ].reduce(command) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    /// Gives what is printed.
    private static func run(
        _ command: String, _ fixture: Fixture, _ cameras: [TestCamera]
    ) async throws -> String {
        let environment = [
            "CAMERAS": cameras.map(\.url).joined(separator: " "), "CAMKEEP_STORE": fixture.folder + "/store",
            "CAMKEEP_PASSWORD": "",
        ]
        let child = try fixture.start(
            ["-c", adapted(command, fixture)], program: "/bin/sh", environment: environment)
        let outcome = Outcome(try await child.result())
        #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        #expect(outcome.errors == "", "\(command)")
        return outcome.output
    }

    private static func prepared() throws -> (Fixture, [TestCamera]) {
        let fixture = try Fixture()
        try fixture.write((Fixture.password + "\n").utf8, to: "password")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: fixture.folder + "/password")
        return (fixture, [try fixture.camera(), try fixture.camera()])
    }

    @Test(.enabled(if: hasAnalyzer, "systemd-analyze is not installed"))
    func systemdTakesTheUnits() async throws {
        let fixture = try Fixture()
        let names = ["camkeep-snapshot.service", "camkeep-snapshot.timer"]
        for name in names {
            let unit = try Self.text("systemd/" + name).replacingOccurrences(
                of: "/usr/local/bin/camkeep", with: Fixture.binaries + "/camkeep")
            try fixture.write(unit.utf8, to: name)
        }
        let child = try fixture.start(
            ["verify", "--recursive-errors=no"] + names.map { fixture.folder + "/" + $0 }, program: Self.analyzer)
        let outcome = Outcome(try await child.result())
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
    }

    @Test func theCommandOfTheServiceTakesSnapshots() async throws {
        let (fixture, cameras) = try Self.prepared()
        let commands = try Self.text("systemd/camkeep-snapshot.service").split(separator: "\n")
            .filter { $0.hasPrefix("ExecStart=") }.map { String($0.dropFirst("ExecStart=".count)) }
        #expect(commands.count == 1)
        for command in commands { _ = try await Self.run(command, fixture, cameras) }
        #expect(try fixture.snapshots("store").count == 2)
    }

    @Test func cronMailsWhatChangedAndWhatFailedInWords() async throws {
        let (fixture, cameras) = try Self.prepared()
        let section = SectionName(endpoint: "network/ftp")
        cameras[0].camera.set(section, JSONPointer(["serverPort"]), to: 21)
        func mail() async throws -> String {
            try await fixture.run(
                "snapshot", "--quiet", "--retries", "0", "--hook-change", Self.words + " changed", "--hook-failure",
                Self.words + " failed", cameras[0].url, cameras[1].url
            ).errors
        }
        #expect(try await mail() == "")
        cameras[0].camera.set(section, JSONPointer(["serverPort"]), to: 2121)
        #expect(
            try await mail() == """
                \(cameras[0].address): 1 changed
                  recording: FTP: FTP port 21 → 2121

                """)
        cameras[0].camera.faults = [try Fault("drop:session/login-capabilities")]
        cameras[1].camera.faults = [try Fault("drop:network/snmp")]
        let lines = try await mail().split(separator: "\n")
        try #require(lines.count == 2)
        #expect(lines[0].hasPrefix("\(cameras[0].address) (\(cameras[0].address)): "))
        #expect(lines[1] == "\(cameras[1].address): could not be read: network/snmp")
    }

    @Test func theCommandsOfCronRunAndAreSilent() async throws {
        let (fixture, cameras) = try Self.prepared()
        let commands = try Self.text("cron/camkeep").split(separator: "\n")
            .filter { $0.first?.isNumber ?? false }
            // Five times and the user.
            .map { $0.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: true) }
        #expect(commands.count == 4)
        for command in commands {
            #expect(command[5] == "camkeep")
            let line = String(try #require(command.last))
            let output = try await Self.run(line, fixture, cameras)
            // An audit finds something in cameras as they come out of the box.
            #expect(output.isEmpty != line.contains("audit"), "\(line): \(output)")
        }
        #expect(try fixture.snapshots("store").count == 2)
    }
}
