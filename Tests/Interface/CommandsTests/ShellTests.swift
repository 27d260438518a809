import CommandTestSupport
import Foundation
import TestSupport
import Testing

/// What shells are answered when they complete a line, and manual pages.
struct ShellTests {
    /// A store and an inventory.
    private static func fixture() throws -> Fixture {
        let fixture = try Fixture()
        try FileManager.default.copyItem(
            atPath: Repository.file("snapshots").path(percentEncoded: false), toPath: fixture.path("snapshots"))
        try fixture.write(
            #"""
            {"cameras": {"gate": {"address": "http://192.0.2.1", "groups": ["yard"]},
                         "hall": {"address": "http://192.0.2.2"}}}
            """#.utf8, to: "cameras.json")
        try fixture.write(#"{"cameras": {"shed": {"address": "http://192.0.2.3"}}}"#.utf8, to: "other.json")
        return fixture
    }

    // MARK: - The answer
    private static func answer(
        _ line: String, _ fixture: Fixture, environment: [String: String] = [:]
    ) async throws -> [String] {
        let outcome = try await fixture.run(["__complete", "--", line], environment: environment, colors: true)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        return outcome.output.split(separator: "\n").dropFirst().compactMap { line in
            line.split(separator: "\t").first.map(String.init)
        }
    }

    @Test func theAnswerObeysOptionsAndVariables() async throws {
        let fixture = try Self.fixture()
        try fixture.write([], to: "elsewhere/porch/2026-11-22T192441Z.json.gz")
        let (elsewhere, other) = (fixture.path("elsewhere"), fixture.path("other.json"))
        for (line, environment, expected) in [
            ("camkeep log --store \(elsewhere) ", [:], ["porch"]),
            ("camkeep log --store ~/elsewhere ", [:], ["porch"]),
            ("camkeep log ", ["CAMKEEP_STORE": elsewhere], ["porch"]),
            ("camkeep snapshot --inventory=\(other) ", [:], ["shed"]),
            ("camkeep snapshot ", ["CAMKEEP_INVENTORY": other], ["shed"]),
            ("camkeep snapshot gate ", [:], ["hall", "@yard"]),
            ("camkeep show --store \(elsewhere) @", [:], ["@latest", "@2026-11-22T192441Z"]),
            ("camkeep secrets remove --store \(elsewhere) ", [:], []),
            ("camkeep audit --store \(elsewhere) ", [:], ["porch", "@yard", "live"]),
            ("camkeep diff --store \(elsewhere) ", [:], ["porch", "live:", "@yard", "live"]),
            ("camkeep diff live:", [:], ["live:gate", "live:hall"]),
            ("camkeep restore @", [:], ["@latest", "@previous", "@drifted", "@golden", "@upgraded"]),
        ] {
            #expect(try await Self.answer(line, fixture, environment: environment) == expected, "\(line)")
        }
        #expect(try await Self.answer("camkeep secrets remove ", fixture).contains("network/ftp.password"))
        #expect(
            try await Self.answer("camkeep blame front-door network/ftp.", fixture).contains("network/ftp.serverIp"))
    }

    @Test func whatIsBrokenOffersNothing() async throws {
        let fixture = try Self.fixture()
        try fixture.write("{".utf8, to: "cameras.json")
        try fixture.write("{".utf8, to: "broken/bell.json")
        for line in [
            "camkeep snapshot ", "camkeep log --store \(fixture.path("nowhere")) ",
            "camkeep show --store \(fixture.path("cameras.json")) x@",
            "camkeep schema show --schema \(fixture.path("broken")) ", "camkeep nowhere ", "camkeep log --nowhere ",
            "'\u{1B}", "",
        ] {
            let answer = try await Self.answer(line, fixture)
            #expect(answer.isEmpty || answer == ["http://", "https://"], "\(line)")
        }
        #expect(try await Self.answer("camkeep diff ", fixture).contains("front-door"))
    }

    /// Every command of the program, as completion tells them.
    private static func commands(_ fixture: Fixture, below path: [String] = []) async throws -> [[String]] {
        let line = "camkeep help " + path.map { $0 + " " }.joined()
        var found = [path]
        for name in try await answer(line, fixture) { found += try await commands(fixture, below: path + [name]) }
        return found
    }

    @Test func everyCommandHasAPageWithAllItsOptions() async throws {
        let fixture = try Fixture()
        let written = try await fixture.run("man", "--output", fixture.path("man1"))
        #expect(written.status == 0, "\(written.errors)")
        let commands = try await Self.commands(fixture)
        #expect(commands.count > 40)
        #expect(
            try Set(fixture.files("man1")) == Set(commands.map { (["camkeep"] + $0).joined(separator: "-") + ".1" }))
        for command in commands {
            let page = String(
                decoding: try fixture.read("man1/" + (["camkeep"] + command).joined(separator: "-") + ".1"),
                as: UTF8.self)
            for option in try await Self.answer("camkeep " + (command + ["--"]).joined(separator: " "), fixture) {
                #expect(page.contains("\\fB\(option.replacing("-", with: "\\-"))\\fR"), "\(command) \(option)")
            }
            #expect(try await fixture.run(["man"] + command).output == page)
        }
    }

    @Test func aMissingPageAndAFolderThatIsNoneAreErrors() async throws {
        let fixture = try Fixture()
        let unknown = try await fixture.run("man", "snapshto")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("there is no command snapshto"))
        try fixture.write([], to: "file")
        let failed = try await fixture.run("man", "-o", fixture.path("file"))
        #expect(failed.status == 3)
        #expect(failed.errors.contains("file/camkeep.1 cannot be written"))
    }
}
