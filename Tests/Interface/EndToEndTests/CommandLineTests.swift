import CameraSchema
import CommandTestSupport
import TestSupport
import Testing

/// What the program prints on terminals and into pipes, and how it ends.
struct CommandLineTests {
    @Test func theExitStatusIsThatOfTheCommand() async throws {
        let fixture = try Fixture()
        let version = try await fixture.run("version")
        #expect(version.status == 0 && version.output.hasPrefix("camkeep 0.") && version.errors == "")
        let help = try await fixture.run()
        #expect(help.status == 2 && help.output == "" && help.errors.contains("USAGE"))
        let missing = try await fixture.run("log")
        #expect(missing.status == 3 && missing.errors.contains("snapshots: cannot read the store"))
    }

    @Test func coloursAreShownOnTerminals() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)
        for (environment, isColored) in [(["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": "1"], false)] {
            let terminal = try PseudoTerminal()
            let child = try fixture.start(["log"], environment: environment, streams: .terminal(terminal))
            #expect(try await child.result().end == .exited(0))
            try await wait(until: "the log on the terminal") { terminal.shown.contains("69 sections ok") }
            #expect(terminal.shown.contains("\u{1B}[") == isColored)
        }
    }

    @Test func aTerminalShowsOneProgressLineThatIsGoneAtTheEnd() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let terminal = try PseudoTerminal()
        let child = try fixture.start(
            ["snapshot", camera.url], environment: ["TERM": "xterm", "NO_COLOR": "1"], streams: .terminal(terminal))
        #expect(try await child.result().end == .exited(0))
        try await wait(until: "the result on the terminal") { terminal.shown.contains("digest sha256:") }
        let lines = terminal.shown.split(separator: "\r\n")
        // All progress stands before the result, on its line, and was wiped from it.
        #expect(lines.first?.contains("\r[ ") == true)
        #expect(lines.first?.contains("\r\u{1B}[K\(camera.address)  IPC") == true)
        #expect(lines.dropFirst().allSatisfy { !$0.contains("[") || $0.contains("digest") })
    }

    @Test func aReaderThatGoesAwayEndsTheOutputQuietly() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)
        for arguments in [["log"], ["show", camera.address, "--json"], ["help"]] {
            let result = try await fixture.start(arguments, streams: .deafReader).result()
            #expect(result.end == .exited(0))
            #expect(result.errors == [])
        }
        let piped = try await fixture.start(
            [
                "-c", "\"$0\" show \"$1\" --json | head -n 1; exit ${PIPESTATUS[0]}", Fixture.binaries + "/camkeep",
                camera.address,
            ],
            program: "/bin/bash"
        ).result()
        #expect(piped.end == .exited(0))
        #expect(piped.output == Array("{\n".utf8))
        #expect(piped.errors == [])
    }
}
