import CommandTestSupport
import Foundation
import TestSupport
import Testing

/// The Tab key in real shells, and the manual pages in their formatters.
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

    // MARK: - Manual pages

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
}
