import CommandLineTool

/// A small tree of commands like the real one's, for the tests.
enum Sample {
    static let store = OptionDeclaration.value(
        "store", short: "s", "DIR", kind: .directory,
        help: "The directory the snapshots are kept in.", defaultValue: "./snapshots", environment: "SAMPLE_STORE")
    static let only = OptionDeclaration.repeated(
        "only", "PATTERN", kind: .reference("section"), help: "Take only the sections that match PATTERN.")
    static let except = OptionDeclaration.repeated(
        "except", "PATTERN", kind: .reference("section"), help: "Leave out the sections that match PATTERN.")
    static let noExport = OptionDeclaration.flag(
        "no-export", help: "Do not ask the camera for its own configuration archive.")
    static let user = OptionDeclaration.value(
        "user", short: "u", "NAME", help: "The account to log in with.", defaultValue: "admin")
    static let passwordFile = OptionDeclaration.value(
        "password-file", "FILE", kind: .file, help: "Read the password from the first line of FILE.",
        conflicts: ["password-command"])
    static let passwordCommand = OptionDeclaration.value(
        "password-command", "CMD", kind: .shellCommand, help: "Read the password from the output of CMD.",
        conflicts: ["password-file"])
    static let jobs = OptionDeclaration.value(
        "jobs", short: "j", "N", kind: .integer(1...64), help: "Cameras to work on at a time.", defaultValue: "8",
        environment: "SAMPLE_JOBS")
    static let json = OptionDeclaration.flag("json", help: "Write JSON.")
    static let verbose = OptionDeclaration.flag("verbose", short: "v", help: "Say more; twice says all.")
    static let secretSwitch = OptionDeclaration.flag("internal", help: "Not for users.", isHidden: true)

    static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: "A camera: http(s)://host[:port].", count: .oneOrMore)
    static let reference = ArgumentDeclaration("REF", kind: .reference("snapshot"), help: "A snapshot.")
    static let section = ArgumentDeclaration(
        "SECTION", kind: .reference("section"), help: "Show only this section.", count: .atMostOne)
    static let source = ArgumentDeclaration("SOURCE", kind: .file, help: "What to copy.", count: .oneOrMore)
    static let destination = ArgumentDeclaration("DEST", kind: .directory, help: "Where to copy it.")

    static let snapshot = Command(
        "snapshot", abstract: "Save the configuration of cameras",
        discussion: """
            Reads every section of each camera's configuration and keeps it as one file in the store. A snapshot that \
            equals the one before is not kept again.

            The password comes from CAMKEEP_PASSWORD, a file, a command or a prompt, never from an argument.
            """,
        arguments: [targets],
        options: [store, only, except, noExport, user, passwordFile, passwordCommand, jobs, json, secretSwitch],
        examples: [
            .init("Save one camera", "camkeep snapshot http://192.0.2.10"),
            .init("Only the network settings", "camkeep snapshot --only 'network/*' https://192.0.2.10"),
        ],
        exitStatuses: [
            ExitStatus(.success, "All sections of all cameras are saved."),
            ExitStatus(.failure, "The camera or the network failed."),
            ExitStatus(.partial, "Some sections or cameras failed."),
            ExitStatus(.interrupted, "Interrupted by Ctrl-C."),
        ],
        run: { values, console in
            console.print("store " + (values.path(store) ?? ""))
            return .partial
        })
    static let show = Command(
        "show", abstract: "Show a snapshot", arguments: [reference, section], options: [store, json, verbose],
        run: { _, _ in throw SampleError() })
    static let copy = Command(
        "copy", abstract: "Copy files", arguments: [source, destination], run: { _, _ in .success })
    static let schemaCheck = Command("check", abstract: "Check the schema", run: { _, _ in throw CancellationError() })
    static let schema = Command(
        "schema", abstract: "Work with the schema",
        options: [.value("schema", "DIR", kind: .directory, help: "More schema files.")],
        subcommands: [
            schemaCheck,
            Command(
                "show", abstract: "Show a part of the schema", arguments: [ArgumentDeclaration("PATH", help: "What.")],
                run: { _, _ in .success }),
        ])
    static let root = Command(
        "camkeep", abstract: "Keep the configuration of IP cameras",
        discussion: "Backs up, compares and restores what cameras are set to.",
        options: [.color, .quiet],
        subcommands: [
            snapshot, show, copy, schema,
            Command("debug", abstract: "Not for users", isHidden: true, run: { _, _ in .success }),
        ])

    static let program = CommandLineProgram(root: root, version: "camkeep 1.2.3") { error in
        .init("\(error)", hint: "try again", exitCode: .verificationFailed)
    }

    /// The result of one command line of the sample program.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], terminal: Terminal = Terminal(isTerminal: false)
    ) async -> (code: ExitCode, output: String, errors: String) {
        let output = CollectedOutput(terminal: terminal)
        let errors = CollectedOutput(terminal: terminal)
        let code = await program.run(
            arguments: arguments, environment: environment, output: output, errors: errors)
        return (code, output.text, errors.text)
    }
}

struct SampleError: Error, CustomStringConvertible {
    var description: String { "it is broken" }
}
