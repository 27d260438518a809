/// What the words of a command line ask for.
package enum ParsedCommand: Sendable {
    /// Run the last command of the path.
    case run(path: [Command], values: ParsedValues)
    /// Show the help of the last command of the path.
    case help(path: [Command])
    /// Show the version of the program.
    case version
}

/// Reads a command line as users of GNU tools expect.
///
/// Options and operands mix freely, `--` ends the options, `-` alone is an operand, short flags can be bundled, a
/// value follows its option or is attached (`--opt=value`, `-ovalue`), and the last value wins. One deviation: the
/// name of a known long option is not taken as the value of the option before it, since that is always a mistake
/// (`--store --json`); `--store=--json` still works.
package struct CommandParser: Sendable {
    package let root: Command
    let environment: [String: String]
    let hasVersion: Bool

    /// - Parameters:
    ///   - environment: where options that name a variable find their value.
    ///   - hasVersion: whether the root command knows `--version`.
    package init(root: Command, environment: [String: String], hasVersion: Bool = false) {
        self.root = root.addingHelpCommand()
        self.environment = environment
        self.hasVersion = hasVersion
    }

    /// - Parameter arguments: the words after the program's name.
    /// - Throws: `UsageError` for the first mistake found.
    package func parse(_ arguments: [String]) throws(UsageError) -> ParsedCommand {
        var reader = CommandLineReader(root: root, arguments: arguments, hasVersion: hasVersion)
        switch try reader.read() {
        case .help:
            return .help(path: reader.path)
        case .version:
            return .version
        case .end:
            break
        }
        if reader.path.count == 2, reader.command.name == "help" {
            return .help(path: try commandPath(named: reader.operands))
        }
        guard reader.command.run != nil else {
            throw reader.error(
                .missingCommand, "'\(reader.pathText)' needs a command",
                hint: "'\(reader.pathText) --help' lists the commands")
        }
        try reader.checkConflicts()
        for option in reader.visibleOptions {
            if let name = option.environment, let text = option.environmentValue(in: environment) {
                try reader.check(text, kind: option.value?.kind ?? .text, name: name)
            }
        }
        return .run(
            path: reader.path,
            values: ParsedValues(
                optionValues: reader.optionValues, argumentValues: try reader.assignedOperands(),
                environment: environment))
    }

    private func commandPath(named names: [String]) throws(UsageError) -> [Command] {
        var path = [root]
        for name in names {
            var reader = CommandLineReader(root: root, arguments: [], hasVersion: hasVersion)
            reader.path = path
            path.append(try reader.subcommand(named: name))
        }
        return path
    }
}
