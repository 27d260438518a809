import CommandTestSupport
import Foundation
import SimulatedCamera
import TestSupport
import Testing

/// All ways to give the password, and what a wrong one costs.
struct PasswordTests {
    /// Nothing in the environment: the empty text takes the variable out.
    private static let none = ["CAMKEEP_PASSWORD": ""]

    @Test func thePasswordComesFromAFile() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        try fixture.write((Fixture.password + "\nsecond line\n").utf8, to: "pw")
        chmod(fixture.folder + "/pw", 0o600)
        let outcome = try await fixture.run(
            ["snapshot", "--quiet", "--password-file", "pw", camera.url], environment: Self.none)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")

        chmod(fixture.folder + "/pw", 0o644)
        let open = try await fixture.run(
            ["snapshot", "--quiet", "--password-file", "pw", camera.url], environment: Self.none)
        #expect(open.status == 0)
        #expect(open.errors.contains("warning: pw can be read by other users (mode 644)"))

        let missing = try await fixture.run(["snapshot", "--password-file", "nowhere", camera.url])
        #expect(missing.status == 3)
        #expect(missing.errors.contains("nowhere"))
    }

    @Test func thePasswordComesFromACommand() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        try fixture.write((Fixture.password + "\n").utf8, to: "pw")
        let outcome = try await fixture.run(
            ["snapshot", "--quiet", "--password-command", "cat pw", camera.url], environment: Self.none)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")

        let failing = try await fixture.run(["snapshot", "--password-command", "exit 7", camera.url])
        #expect(failing.status == 3)
        #expect(failing.errors.contains("the password command failed with exit status 7"))
        #expect(camera.loginAttempts == 1)
    }

    @Test func theVariableOfAnotherUserWorks() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.user = "operator" }
        let option = try await fixture.run("snapshot", "--user", "operator", camera.url)
        #expect(option.status == 0)
        let variable = try await fixture.run(["snapshot", camera.url], environment: ["CAMKEEP_USER": "operator"])
        #expect(variable.status == 0)
    }

    @Test func thePromptShowsNothingOfWhatIsTyped() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let terminal = try PseudoTerminal()
        let child = try fixture.start(
            ["snapshot", "--color", "never", camera.url], environment: Self.none, streams: .terminal(terminal))
        try await wait(until: "the prompt") { terminal.shown.contains("Password of admin: ") }
        terminal.type(Fixture.password + "\r")
        #expect(try await child.result().end == .exited(0))
        try await wait(until: "the result") { terminal.shown.contains("digest sha256:") }
        #expect(!terminal.shown.contains(Fixture.password))
        #expect(!terminal.shown.contains("Kranich"))
        #expect(camera.camera.counters.logins == 1)
    }

    @Test func ctrlCAtThePromptEndsTheRun() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let terminal = try PseudoTerminal()
        let child = try fixture.start(
            ["snapshot", camera.url], environment: Self.none, streams: .terminal(terminal))
        try await wait(until: "the prompt") { terminal.shown.contains("Password of admin: ") }
        terminal.type("\u{3}")
        #expect(try await child.result().end == .exited(130))
        #expect(camera.camera.requests.isEmpty)
    }

    @Test func withoutATerminalAMissingPasswordIsAnError() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        // `setsid` gives the program a session without a terminal, whoever runs the tests.
        let result = try await fixture.start(
            ["--wait", Fixture.binaries + "/camkeep", "snapshot", camera.url], program: "/usr/bin/setsid",
            environment: Self.none
        ).result()
        let outcome = Outcome(result)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("no password was given, and there is no terminal to ask for it on"))
        #expect(outcome.errors.contains("hint: set CAMKEEP_PASSWORD, or give"), "\(outcome.errors)")
        #expect(camera.camera.requests.isEmpty)
    }

    @Test func aWrongPasswordIsTriedOnce() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let outcome = try await fixture.run(
            ["snapshot", camera.url], environment: ["CAMKEEP_PASSWORD": "not-it-4711"])
        #expect(outcome.status == 3)
        #expect(camera.loginAttempts == 1)
        #expect(camera.camera.counters.failedLogins == 1)
        #expect(camera.camera.counters.openSessions == 0)
        let words = try #require(outcome.messages.first)
        #expect(words.contains("\(camera.address): session/login: refused the user name or password (code 211"))
        #expect(outcome.errors.contains("hint: check --user and the password; CamKeep does not try it again"))
        #expect(!outcome.errors.contains("not-it-4711"))
        #expect(try fixture.snapshots() == [])
    }

    @Test func aCameraWithoutAFreeSessionIsToldApartFromAWrongPassword() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.sessionLimit = 0 }
        let outcome = try await fixture.run("snapshot", camera.url)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("session/login: has no free session (code 4001"))
        #expect(outcome.errors.contains("the password was not refused"))
        #expect(!outcome.errors.contains("refused the user name or password"))
        #expect(camera.camera.counters.failedLogins == 0)
        #expect(camera.loginAttempts == 3)
    }
}
