import CommandLineTool
import Testing

/// The lists of a program like the real one.
private func list(named name: String, typed: String, values: ParsedValues) -> Completion {
    switch name {
    case "target": Completion([.init("gate"), .init("yard"), .init("-rf")])
    case "snapshot": Completion([.init("\(values.path(Sample.store) ?? "")/\(typed)!")], files: .files)
    case "section": Completion([.init("network", help: "all of network"), .init("network/port")])
    default: .nothing
    }
}

private func completion(_ line: String) -> Completion {
    CommandParser(root: Sample.root, environment: ["SAMPLE_STORE": "/env"], hasVersion: true)
        .completion(of: TypedLine("camkeep " + line), listing: list)
}

private let commands = ["snapshot", "show", "copy", "schema", "help"]
private let global = ["--color", "--quiet", "--help"]

private let completions: [(line: String, expected: [String])] = [
    ("", commands),
    ("sn", commands),
    ("--quiet ", commands),
    ("-- ", commands),
    ("schema ", ["check", "show"]),
    ("schema --schema dir ", ["check", "show"]),
    ("help ", commands),
    ("help schema ", ["check", "show"]),
    ("help nowhere ", []),
    ("snapshot ", ["gate", "yard"]),
    ("snapshot gate ", ["yard"]),
    ("snapshot -- ", ["gate", "yard", "-rf"]),
    ("snapshot -- --", ["gate", "yard", "-rf"]),
    ("show x ", ["network", "network/port"]),
    ("show x y ", ["--store", "--json", "--verbose"] + global),
    ("show x y z", ["--store", "--json", "--verbose"] + global),
    ("schema check ", ["--schema"] + global),
    ("--", global + ["--version"]),
    ("-", global + ["--version"]),
    ("show --json -", ["--store", "--verbose"] + global),
    ("show -s x --", ["--json", "--verbose"] + global),
    ("schema -", ["--schema"] + global),
    ("show -v", ["-v"]),
    ("show -vs", ["-vs"]),
    ("show -x", []),
    ("--color ", ["auto", "always", "never"]),
    ("--color=", ["--color=auto", "--color=always", "--color=never"]),
    ("--color=al", ["--color=auto", "--color=always", "--color=never"]),
    ("--nowhere=", []),
    ("--quiet=", []),
    ("snapshot --only ", ["network", "network/port"]),
    ("snapshot --only network --only ", ["network/port"]),
    ("snapshot --only=network --only=", ["--only=network/port"]),
    ("snapshot -j", ["-j"]),
    ("snapshot -j4", []),
    ("snapshot --jobs ", []),
    ("show a", ["/env/a!"]),
    ("show --store dir a", ["dir/a!"]),
    ("show -sdir a", ["dir/a!"]),
    // Help was asked for, or there is a mistake: nothing makes sense after it.
    ("show --help ", []),
    ("--version ", []),
    ("nowhere ", []),
    ("show --nowhere ", []),
    ("snapshot --jobs many ", []),
    ("snapshot --user --only ", []),
]

@Test(arguments: completions)
func theWordAtTheCursorIsCompleted(line: String, expected: [String]) {
    #expect(completion(line).candidates.map(\.text) == expected)
}

private let places: [(line: String, expected: Completion.Files)] = [
    ("snapshot --password-file ", .files),
    ("snapshot --password-file=x", .files),
    ("snapshot --store ", .directories),
    ("snapshot -s", .none),
    ("snapshot -sx", .directories),
    ("copy ", .files),
    ("copy a ", .files),
    ("show a", .files),
    ("", .none),
    ("snapshot --password-command ", .none),
]

@Test(arguments: places)
func filesAreCompletedWhereTheyStand(line: String, expected: Completion.Files) {
    #expect(completion(line).files == expected)
}

@Test func anOptionThatWouldConflictIsNotOffered() {
    let options = completion("snapshot --password-file x --").candidates.map(\.text)
    #expect(!options.contains("--password-command"))
    #expect(!options.contains("--password-file"))
    #expect(!options.contains("--internal"))
    #expect(options.contains("--only"))
    #expect(completion("snapshot --password-command x -").candidates.allSatisfy { !$0.text.contains("password") })
}

@Test func candidatesAreExplained() {
    let candidates = completion("").candidates
    #expect(candidates.first == .init("snapshot", help: "Save the configuration of cameras"))
    #expect(
        completion("show --").candidates.first { $0.text == "--verbose" }?.help == "Say more; twice says all")
    #expect(completion("--color ").candidates.first?.help == "on a terminal, unless NO_COLOR is set")
}

@Test func theAnswerToAShellIsOneLineEach() {
    let completion = Completion(
        [
            .init("gate", help: "the\tgate\u{1B}[31m"), .init(""), .init("two\nlines"), .init("\u{202E}x"),
            .init("b;c $(x)"),
        ], files: .files)
    #expect(completion.text() == "files\ngate\tthe\\u{9}gate\\u{1B}[31m\nb;c $(x)\n")
    #expect(Completion.nothing.text() == "none\n")
}

@Test(arguments: [
    ("camkeep ", "none\nlive:\nlive:gate\n--f=x\na@b\nb;c\n"),
    ("camkeep li", "none\nlive:\nlive:gate\n"),
    ("camkeep live:", "none\ngate\n"),
    ("camkeep live\\:", "none\nlive:\nlive:gate\n"),
    ("camkeep --f=", "none\nx\n"),
    ("camkeep a@", "none\n@b\n"),
    ("camkeep b", "none\nb;c\n"),
    ("camkeep 'b", "none\n"),
    ("camkeep \"live:", "none\nlive:\nlive:gate\n"),
    ("camkeep x", "none\n"),
])
func readlineGetsTheEndOfWhatFits(line: String, expected: String) {
    let completion = Completion(["live:", "live:gate", "--f=x", "a@b", "b;c"].map { .init($0) })
    #expect(completion.text(for: TypedLine(line, wordBreaks: "\"'@><=;|&(:")) == expected)
}

@Test(arguments: CompletionScript.allCases)
func aScriptCallsTheProgram(_ shell: CompletionScript) {
    let text = shell.text(program: "camkeep")
    #expect(text.contains(" \(CompletionScript.command) "))
    #expect(!text.contains("PROGRAM"))
    #expect(text.contains(CompletionScript.readline.spelling + "=") == (shell == .bash))
}
