import CommandLineTool
import Testing

/// How a command line was understood, in a form that is easy to write.
private func understood(_ words: [String], environment: [String: String] = [:]) throws -> String {
    let parser = CommandParser(root: Sample.root, environment: environment, hasVersion: true)
    switch try parser.parse(words) {
    case .version: return "version"
    case .help(let path): return "help " + path.map(\.name).joined(separator: " ")
    case .run(let path, let values):
        var parts = [path.dropFirst().map(\.name).joined(separator: " ")]
        for option in [Sample.only, Sample.except] where values.wasGiven(option) {
            parts.append("\(option.name)=\(values.strings(option))")
        }
        for option in [Sample.store, Sample.user, Sample.jobs, .color] where values.wasGiven(option) {
            parts.append("\(option.name)=\(values.string(option) ?? "nil")")
        }
        for flag in [Sample.json, Sample.verbose, .quiet] where values.isSet(flag) {
            parts.append("\(flag.name)×\(values.count(flag))")
        }
        for argument in [
            Sample.targets, Sample.reference, Sample.section, Sample.source, Sample.destination,
        ] where values.string(argument) != nil {
            parts.append("\(argument.name)=\(values.strings(argument).joined(separator: ","))")
        }
        return parts.joined(separator: " ")
    }
}

@Test(arguments: [
    ("snapshot a", "snapshot TARGET=a"),
    ("snapshot a b --store x", "snapshot store=x TARGET=a,b"),
    ("snapshot --store=x a", "snapshot store=x TARGET=a"),
    ("snapshot --store=x a b --store y=z", "snapshot store=y=z TARGET=a,b"),
    ("snapshot -s x a", "snapshot store=x TARGET=a"),
    ("snapshot -sx a", "snapshot store=x TARGET=a"),
    ("snapshot -s=x a", "snapshot store==x TARGET=a"),
    ("snapshot a -j 4 b", "snapshot jobs=4 TARGET=a,b"),
    ("snapshot --only a --only=b c", "snapshot only=[\"a\", \"b\"] TARGET=c"),
    ("snapshot --user one --user two a", "snapshot user=two TARGET=a"),
    ("snapshot --user -x a", "snapshot user=-x TARGET=a"),
    ("snapshot --user=--json a", "snapshot user=--json TARGET=a"),
    ("snapshot -- --json -x --", "snapshot TARGET=--json,-x,--"),
    ("snapshot -", "snapshot TARGET=-"),
    ("show -vv r", "show verbose×2 REF=r"),
    ("show -qvs x r s", "show store=x verbose×1 quiet×1 REF=r SECTION=s"),
    ("show -vqsx r", "show store=x verbose×1 quiet×1 REF=r"),
    ("--quiet show r", "show quiet×1 REF=r"),
    ("show r --quiet", "show quiet×1 REF=r"),
    ("--color never show --color always r", "show color=always REF=r"),
    ("copy a b c d", "copy SOURCE=a,b,c DEST=d"),
    ("-- show r", "show REF=r"),
    ("schema check", "schema check"),
    ("schema --schema d check", "schema check"),
    ("schema check --schema d", "schema check"),
    ("debug", "debug"),
    ("help", "help camkeep"),
    ("--help", "help camkeep"),
    ("-h", "help camkeep"),
    ("help show", "help camkeep show"),
    ("help schema check", "help camkeep schema check"),
    ("help --quiet schema", "help camkeep schema"),
    ("help --help", "help camkeep help"),
    ("snapshot --help", "help camkeep snapshot"),
    ("snapshot a -qh", "help camkeep snapshot"),
    ("schema show -h", "help camkeep schema show"),
    ("--version", "version"),
])
func readsCommandLinesLikeGNUTools(line: String, expected: String) throws {
    #expect(try understood(line.split(separator: " ").map(String.init)) == expected)
}

struct Mistake: Sendable, CustomTestStringConvertible {
    let line: String
    let code: UsageError.Code
    let message: String
    let hint: String

    init(_ line: String, _ code: UsageError.Code, message: String, hint: String) {
        self.line = line
        self.code = code
        self.message = message
        self.hint = hint
    }

    var testDescription: String { line }
}

private let snapshotUsage = "usage: camkeep snapshot [OPTION]... TARGET..."
private let showUsage = "usage: camkeep show [OPTION]... REF [SECTION]"

@Test(arguments: [
    Mistake("show --stor x", .unknownOption, message: "unknown option '--stor'", hint: "did you mean '--store'?"),
    Mistake("show --sotre=x", .unknownOption, message: "unknown option '--sotre'", hint: "did you mean '--store'?"),
    Mistake(
        "snapshot --password=hunter2", .unknownOption, message: "unknown option '--password'",
        hint: "did you mean '--password-file'?"),
    Mistake(
        "show --zzzz", .unknownOption, message: "unknown option '--zzzz'",
        hint: "'camkeep show --help' lists the options"),
    Mistake("show -x", .unknownOption, message: "unknown option '-x'", hint: "'camkeep show --help' lists the options"),
    Mistake(
        "show -vxq", .unknownOption, message: "unknown option '-x'", hint: "'camkeep show --help' lists the options"),
    Mistake(
        "snapshot --interna", .unknownOption, message: "unknown option '--interna'",
        hint: "'camkeep snapshot --help' lists the options"),
    Mistake(
        "show --version", .unknownOption, message: "unknown option '--version'",
        hint: "'camkeep show --help' lists the options"),
    Mistake(
        "--only x snapshot", .misplacedOption, message: "'--only' belongs after the command",
        hint: "for example: camkeep snapshot --only"),
    Mistake("snapshot a --store", .missingValue, message: "--store needs a value", hint: "write --store DIR"),
    Mistake("snapshot --store --json a", .missingValue, message: "--store needs a value", hint: "write --store DIR"),
    Mistake("snapshot --store -- a", .missingValue, message: "--store needs a value", hint: "write --store DIR"),
    Mistake("snapshot a -s", .missingValue, message: "--store needs a value", hint: "write --store DIR"),
    Mistake("show --json=1 r", .unexpectedValue, message: "--json takes no value", hint: "write --json alone"),
    Mistake(
        "snapshot -j x a", .invalidValue, message: "'x' is not a whole number for --jobs",
        hint: "--jobs takes a whole number from 1 to 64"),
    Mistake(
        "snapshot -j65 a", .invalidValue, message: "'65' is out of range for --jobs",
        hint: "--jobs takes a whole number from 1 to 64"),
    Mistake(
        "show --color alway r", .invalidValue, message: "'alway' is not a choice for --color",
        hint: "did you mean 'always'? --color takes auto, always or never"),
    Mistake(
        "show --color=\u{1B}[31m r", .invalidValue, message: "'\\u{1B}[31m' is not a choice for --color",
        hint: "--color takes auto, always or never"),
    Mistake(
        "show --store= r", .invalidValue, message: "--store is an empty path",
        hint: "give a path; '.' is the current directory"),
    Mistake(
        "snapshot --password-file f --password-command c a", .conflictingOptions,
        message: "--password-file and --password-command cannot be used together", hint: "leave one of them out"),
    Mistake(
        "snapshto a", .unknownCommand, message: "unknown command 'snapshto'", hint: "did you mean 'camkeep snapshot'?"),
    Mistake(
        "frobnicate", .unknownCommand, message: "unknown command 'frobnicate'",
        hint: "'camkeep --help' lists the commands"),
    Mistake(
        "schema chek", .unknownCommand, message: "unknown command 'chek'", hint: "did you mean 'camkeep schema check'?"),
    Mistake("help shwo", .unknownCommand, message: "unknown command 'shwo'", hint: "did you mean 'camkeep show'?"),
    Mistake(
        "help show x", .unknownCommand, message: "'camkeep show' has no subcommands",
        hint: "'camkeep show --help' explains it"),
    Mistake(
        "schema", .missingCommand, message: "'camkeep schema' needs a command",
        hint: "'camkeep schema --help' lists the commands"),
    Mistake("snapshot", .missingArgument, message: "TARGET is missing", hint: snapshotUsage),
    Mistake("show", .missingArgument, message: "REF is missing", hint: showUsage),
    Mistake("show a b c", .unexpectedArgument, message: "unexpected argument 'c'", hint: showUsage),
    Mistake(
        "copy a", .missingArgument, message: "SOURCE is missing", hint: "usage: camkeep copy [OPTION]... SOURCE... DEST"
    ),
])
func explainsMistakes(mistake: Mistake) {
    let error = #expect(throws: UsageError.self) {
        try understood(mistake.line.split(separator: " ").map(String.init))
    }
    #expect(error?.code == mistake.code)
    #expect(error?.message == mistake.message)
    #expect(error?.hint == mistake.hint)
}

@Test func valuesFallBackToTheEnvironmentThenToTheDefault() throws {
    func values(_ words: [String], _ environment: [String: String]) throws -> ParsedValues? {
        let parser = CommandParser(root: Sample.root, environment: environment)
        guard case .run(_, let values) = try parser.parse(words) else { return nil }
        return values
    }
    let environment = ["SAMPLE_STORE": "/from/environment", "SAMPLE_JOBS": "3"]
    #expect(try values(["snapshot", "a"], [:])?.path(Sample.store) == "./snapshots")
    #expect(try values(["snapshot", "a"], ["SAMPLE_STORE": ""])?.path(Sample.store) == "./snapshots")
    #expect(try values(["snapshot", "a"], environment)?.path(Sample.store) == "/from/environment")
    #expect(try values(["snapshot", "a", "-s", "x"], environment)?.path(Sample.store) == "x")
    #expect(try values(["snapshot", "a"], [:])?.integer(Sample.jobs) == 8)
    #expect(try values(["snapshot", "a"], environment)?.integer(Sample.jobs) == 3)
    #expect(try values(["snapshot", "a"], environment)?.wasGiven(Sample.jobs) == false)
    #expect(try values(["snapshot", "a"], [:])?.choice(.color, as: ColorChoice.self) == .auto)
    let error = #expect(throws: UsageError.self) { try values(["snapshot", "a"], ["SAMPLE_JOBS": "many"]) }
    #expect(error?.message == "'many' is not a whole number for SAMPLE_JOBS")
}

@Test func declarationsAreChecked() {
    #expect(Sample.root.declarationProblems() == [])
    let broken = Command(
        "broken", abstract: "",
        arguments: [
            ArgumentDeclaration("A", help: "", count: .any),
            ArgumentDeclaration("B", help: "", count: .oneOrMore),
        ],
        options: [
            .flag("one", short: "h", help: ""), .flag("one", help: "", conflicts: ["two"]),
            .value("three", "N", kind: .integer(1...2), help: "", defaultValue: "3"),
        ],
        run: { _, _ in .success })
    #expect(
        Set(Command("root", abstract: "", subcommands: [broken, broken]).declarationProblems()) == [
            "root: two subcommands have the same name",
            "broken: --one is declared twice",
            "broken: --one and --help have the same letter",
            "broken: --one conflicts with --two, which does not exist",
            "broken: the default of --three is not one of its values",
            "broken: more than one operand is repeated",
            "broken: a required operand follows an optional one",
        ])
}
