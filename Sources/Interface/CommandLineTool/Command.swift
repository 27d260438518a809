/// A command as a value: its name, its options and arguments, its help and what it does.
///
/// A command's options are also accepted by its subcommands, so the options of the root command are global.
package struct Command: Sendable {
    /// What a command does with the values it was given.
    package typealias Run = @Sendable (ParsedValues, Console) async throws -> ExitCode

    /// One use of a command, for its help.
    package struct Example: Sendable, Hashable {
        /// What it achieves.
        package let purpose: String
        /// The line to type.
        package let line: String

        package init(_ purpose: String, _ line: String) {
            self.purpose = purpose
            self.line = line
        }
    }

    package let name: String
    /// What it does, in one line without a full stop.
    package let abstract: String
    /// More about it. An empty line divides paragraphs, and indented lines are kept as they are.
    package let discussion: String
    package let arguments: [ArgumentDeclaration]
    package let options: [OptionDeclaration]
    package let subcommands: [Command]
    package let examples: [Example]
    package let exitStatuses: [ExitStatus]
    /// Whether help and completions omit it.
    package let isHidden: Bool
    /// Nil for a command that only has subcommands.
    package let run: Run?

    /// A command that does something.
    package init(
        _ name: String, abstract: String, discussion: String = "", arguments: [ArgumentDeclaration] = [],
        options: [OptionDeclaration] = [], examples: [Example] = [], exitStatuses: [ExitStatus] = [],
        isHidden: Bool = false, run: @escaping Run
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.subcommands = []
        self.examples = examples
        self.exitStatuses = exitStatuses
        self.isHidden = isHidden
        self.run = run
    }

    /// A command that only groups others.
    package init(
        _ name: String, abstract: String, discussion: String = "", options: [OptionDeclaration] = [],
        examples: [Example] = [], exitStatuses: [ExitStatus] = [], isHidden: Bool = false, subcommands: [Command]
    ) {
        self.name = name
        self.abstract = abstract
        self.discussion = discussion
        self.arguments = []
        self.options = options
        self.subcommands = subcommands
        self.examples = examples
        self.exitStatuses = exitStatuses
        self.isHidden = isHidden
        self.run = nil
    }
}

extension Command {
    func subcommand(named name: String) -> Command? {
        subcommands.first { $0.name == name }
    }

    /// The same command with `help [COMMAND...]` among its subcommands. Without effect if it has its own or has no subcommands.
    func addingHelpCommand() -> Command {
        if subcommands.isEmpty || subcommand(named: "help") != nil {
            return self
        }
        let help = Command(
            "help", abstract: "Show the help of a command",
            arguments: [
                ArgumentDeclaration(
                    "COMMAND", kind: .reference("command"), help: "The command, and its subcommand if it has one.",
                    count: .any)
            ],
            run: { _, _ in .success })
        return Command(
            name, abstract: abstract, discussion: discussion, options: options, examples: examples,
            exitStatuses: exitStatuses, isHidden: isHidden, subcommands: subcommands + [help])
    }

    /// Mistakes in the declarations of this command and those below it, as sentences; a test expects none.
    package func declarationProblems(inheriting inherited: [OptionDeclaration] = []) -> [String] {
        var problems: [String] = []
        let visible = inherited + options + [.help]
        for (index, option) in visible.enumerated() {
            for other in visible[..<index] where other.name == option.name {
                problems.append("\(name): \(option.spelling) is declared twice")
            }
            for other in visible[..<index] where other.short != nil && other.short == option.short {
                problems.append("\(name): \(other.spelling) and \(option.spelling) have the same letter")
            }
            if let text = option.defaultValue, option.value?.kind.objection(to: text, for: option.spelling) != nil {
                problems.append("\(name): the default of \(option.spelling) is not one of its values")
            }
        }
        for option in options {
            for conflict in option.conflicts where !visible.contains(where: { $0.name == conflict }) {
                problems.append("\(name): \(option.spelling) conflicts with --\(conflict), which does not exist")
            }
        }
        if arguments.count(where: { $0.isRepeated }) > 1 {
            problems.append("\(name): more than one operand is repeated")
        }
        if let firstOptional = arguments.firstIndex(where: \.isOptional),
            arguments[firstOptional...].contains(where: { !$0.isOptional })
        {
            problems.append("\(name): a required operand follows an optional one")
        }
        if Set(subcommands.map(\.name)).count != subcommands.count {
            problems.append("\(name): two subcommands have the same name")
        }
        return problems + subcommands.flatMap { $0.declarationProblems(inheriting: inherited + options) }
    }
}
