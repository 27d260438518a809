import Foundation
import TestSupport
import Testing

/// The Tab key in real shells, and the manual pages.
struct ShellTests {
    /// A shell as somebody has set it up. The prompt ends with the number of commands that were run so far.
    enum Shell: String, CaseIterable, CustomTestStringConvertible {
        case bash
        case zsh
        case fish

        var testDescription: String { rawValue }

        var arguments: [String] {
            switch self {
            case .bash: ["--noprofile", "--rcfile", "bashrc", "-i"]
            case .zsh: ["--no-globalrcs", "-i"]
            case .fish: ["-i"]
            }
        }

        var configuration: (file: String, text: String) {
            switch self {
            case .bash:
                (
                    "bashrc",
                    """
                    bind 'set enable-bracketed-paste off'
                    bind 'set show-all-if-ambiguous on'
                    source <(camkeep completion bash)
                    alias ck=camkeep
                    complete -o nosort -F _camkeep ck
                    PS1='<$(wc -l < log)>'
                    """
                )
            case .zsh:
                (
                    ".zshrc",
                    """
                    autoload -Uz compinit
                    compinit -u -D
                    source <(camkeep completion zsh)
                    alias ck=camkeep
                    setopt prompt_subst
                    PS1='<$(wc -l < log)>'
                    """
                )
            case .fish:
                (
                    ".config/fish/config.fish",
                    """
                    set -g fish_greeting
                    camkeep completion fish | source
                    alias ck=camkeep
                    function fish_prompt; echo -n "<"(wc -l < log)">"; end
                    """
                )
            }
        }
    }

    /// A store, an inventory, and a `camkeep` that logs what it is called with, but for what completion asks.
    private static func fixture() async throws -> Fixture {
        let fixture = try Fixture()
        try FileManager.default.copyItem(
            atPath: Repository.file("snapshots").path(percentEncoded: false),
            toPath: fixture.folder + "/snapshots")
        for name in ["a$(touch x)", "b;c `touch x`"] {
            try fixture.write([], to: "snapshots/\(name)/2026-11-22T192441Z.json.gz")
        }
        try fixture.write([], to: "log")
        try fixture.write(
            #"""
            {"cameras": {"gate": {"address": "http://192.0.2.1", "groups": ["yard"]},
                         "hall": {"address": "http://192.0.2.2"}}}
            """#.utf8, to: "cameras.json")
        try fixture.write(#"{"cameras": {"shed": {"address": "http://192.0.2.3"}}}"#.utf8, to: "other.json")
        let wrapper = """
            #!/bin/sh
            case $1 in __complete | completion) exec "\(Fixture.binaries)/camkeep" "$@" ;; esac
            line=$(printf '[%s]' "$@")
            printf '%s\\n' "$line" >> "\(fixture.folder)/log"

            """
        try await fixture.writeProgram(wrapper, to: "camkeep")
        return fixture
    }

    private static func start(_ shell: Shell, _ fixture: Fixture, _ terminal: PseudoTerminal) throws -> ChildProcess {
        try fixture.write(shell.configuration.text.utf8, to: shell.configuration.file)
        let path = fixture.folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
        return try fixture.start(
            shell.arguments, program: "/usr/bin/" + shell.rawValue,
            environment: [
                "PATH": path, "TERM": "xterm", "ZDOTDIR": fixture.folder, "HISTFILE": "",
                "XDG_CONFIG_HOME": fixture.folder + "/.config", "XDG_DATA_HOME": fixture.folder + "/.config",
            ], streams: .terminal(terminal))
    }

    private static let lines: [(typed: String, called: String)] = [
        ("camkeep sna", "[snapshot]"),
        ("camkeep secrets rem", "[secrets][remove]"),
        ("camkeep log --ver", "[log][--verbose]"),
        ("camkeep log --color=al", "[log][--color=always]"),
        ("camkeep log --color al", "[log][--color][always]"),
        ("camkeep show fro", "[show][front-door]"),
        ("camkeep show 'fro", "[show][front-door]"),
        ("camkeep show front-door@go", "[show][front-door@golden]"),
        ("camkeep show front-door event/mot", "[show][front-door][event/motion]"),
        ("camkeep diff front-door live:ga", "[diff][front-door][live:gate]"),
        ("camkeep snapshot @ya", "[snapshot][@yard]"),
        ("camkeep snapshot --inventory other.json sh", "[snapshot][--inventory][other.json][shed]"),
        ("camkeep snapshot --inventory oth", "[snapshot][--inventory][other.json]"),
        ("camkeep log --store=sna", "[log][--store=snapshots/]"),
        ("camkeep show -- fro", "[show][--][front-door]"),
        // Names in the store that a shell would run.
        ("camkeep show a", "[show][a$(touch x)]"),
        ("camkeep show b\\;", "[show][b;c `touch x`]"),
        ("./camkeep verif", "[verify]"),
        ("ck verif", "[verify]"),
    ]

    @Test(arguments: Shell.allCases)
    func theTabKeyCompletes(_ shell: Shell) async throws {
        let fixture = try await Self.fixture()
        let terminal = try PseudoTerminal()
        let child = try Self.start(shell, fixture, terminal)
        defer { child.send(SIGKILL) }
        for (number, line) in Self.lines.enumerated() {
            try await wait(until: "prompt \(number) of \(shell)") { terminal.shown.contains("<\(number)>") }
            terminal.type(line.typed + "\t\r")
        }
        try await wait(until: "the last prompt of \(shell)") { terminal.shown.contains("<\(Self.lines.count)>") }
        let calls = String(decoding: try fixture.read("log"), as: UTF8.self).split(separator: "\n").map(String.init)
        for (line, call) in zip(Self.lines, calls) {
            // zsh takes the slash of a folder away again.
            #expect([line.called, line.called.replacing("/]", with: "]")].contains(call), "\(line.typed)")
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/x"))
    }

    @Test(arguments: Shell.allCases)
    func whatCouldFollowIsListed(_ shell: Shell) async throws {
        let fixture = try await Self.fixture()
        let terminal = try PseudoTerminal()
        let child = try Self.start(shell, fixture, terminal)
        defer { child.send(SIGKILL) }
        try await wait(until: "the prompt of \(shell)") { terminal.shown.contains("<0>") }
        terminal.type("camkeep show front-door@\t")
        try await wait(until: "the list of \(shell)") {
            ["golden", "drifted", "previous", "2026-11-22T192442Z"].allSatisfy(terminal.shown.contains)
        }
        terminal.type("\u{15}camkeep secrets \t")
        let listed = shell == .bash ? "rekey" : "Forget a secret"
        try await wait(until: "the subcommands in \(shell)") { terminal.shown.contains(listed) }
        #expect(!terminal.shown.contains("error"))
    }

    // MARK: - The answer

    private static func answer(
        _ line: String, _ fixture: Fixture, environment: [String: String] = [:]
    ) async throws -> [String] {
        let outcome = Outcome(
            try await fixture.start(["__complete", "--", line], environment: environment).result())
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        return outcome.output.split(separator: "\n").dropFirst().compactMap { line in
            line.split(separator: "\t").first.map(String.init)
        }
    }

    @Test func theAnswerObeysOptionsAndVariables() async throws {
        let fixture = try await Self.fixture()
        try fixture.write([], to: "elsewhere/porch/2026-11-22T192441Z.json.gz")
        for (line, environment, expected) in [
            ("camkeep log --store elsewhere ", [:], ["porch"]),
            ("camkeep log --store ~/elsewhere ", [:], ["porch"]),
            ("camkeep log ", ["CAMKEEP_STORE": "elsewhere"], ["porch"]),
            ("camkeep snapshot --inventory=other.json ", [:], ["shed"]),
            ("camkeep snapshot ", ["CAMKEEP_INVENTORY": "other.json"], ["shed"]),
            ("camkeep snapshot gate ", [:], ["hall", "@yard"]),
            ("camkeep show --store elsewhere @", [:], ["@latest", "@2026-11-22T192441Z"]),
            ("camkeep secrets remove --store elsewhere ", [:], []),
            ("camkeep audit --store elsewhere ", [:], ["porch", "@yard", "live"]),
            ("camkeep diff --store elsewhere ", [:], ["porch", "live:", "@yard", "live"]),
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
        let fixture = try await Self.fixture()
        try fixture.write("{".utf8, to: "cameras.json")
        try fixture.write("{".utf8, to: "broken/bell.json")
        for line in [
            "camkeep snapshot ", "camkeep log --store nowhere ", "camkeep show --store cameras.json x@",
            "camkeep schema show --schema broken ", "camkeep nowhere ", "camkeep log --nowhere ", "'\u{1B}", "",
        ] {
            let answer = try await Self.answer(line, fixture)
            #expect(answer.isEmpty || answer == ["http://", "https://"], "\(line)")
        }
        #expect(try await Self.answer("camkeep diff ", fixture).contains("front-door"))
    }

    // MARK: - Manual pages

    /// Every command of the program, as completion tells them.
    private static func commands(_ fixture: Fixture, below path: [String] = []) async throws -> [[String]] {
        let line = "camkeep help " + path.map { $0 + " " }.joined()
        var found = [path]
        for name in try await answer(line, fixture) { found += try await commands(fixture, below: path + [name]) }
        return found
    }

    @Test func everyCommandHasAPageWithAllItsOptions() async throws {
        let fixture = try Fixture()
        let written = try await fixture.run("man", "--output", "man1")
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

    @Test func thePagesAreCleanRoff() async throws {
        let fixture = try Fixture()
        _ = try await fixture.run("man", "--output", "man1")
        let pages = try fixture.files("man1").map { "man1/" + $0 }
        for (program, arguments) in [
            ("/usr/bin/mandoc", ["-T", "lint"]), ("/usr/bin/groff", ["-man", "-ww", "-T", "utf8", "-z"]),
        ] {
            let outcome = Outcome(try await fixture.start(arguments + pages, program: program).result())
            #expect(outcome.output + outcome.errors == "")
        }
        let shown = Outcome(
            try await fixture.start(
                ["-T", "ascii", "-O", "width=80", "man1/camkeep-snapshot.1"], program: "/usr/bin/mandoc"
            ).result())
        let text = shown.output.replacing(/.\u{8}/, with: "")
        #expect(text.contains("camkeep snapshot [OPTION]... [TARGET...]"))
        #expect(text.contains("--password-file FILE"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("           ") })
    }

    @Test func aMissingPageAndAFolderThatIsNoneAreErrors() async throws {
        let fixture = try Fixture()
        let unknown = try await fixture.run("man", "snapshto")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("there is no command snapshto"))
        try fixture.write([], to: "file")
        let failed = try await fixture.run("man", "-o", "file")
        #expect(failed.status == 3)
        #expect(failed.errors.contains("file/camkeep.1 cannot be written"))
    }
}
