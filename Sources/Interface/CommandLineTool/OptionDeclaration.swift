/// One option of a command: all that parsing, help, shell completions and manual pages need.
///
/// Commands share options by sharing these values. A value is looked up by its declaration, so a mistyped name does not
/// compile.
package struct OptionDeclaration: Sendable, Hashable {
    /// The long name without dashes; it also identifies the option.
    package let name: String
    /// The one-letter name, if there is one.
    package let short: Character?
    /// The kind and the name of the value (`DIR`), or nil for a flag.
    package let value: Value?
    /// Whether each use adds a value. Otherwise the last use wins, as in GNU tools.
    package let isRepeatable: Bool
    /// What the option does, in one or two sentences.
    package let help: String
    /// The value if none is given.
    package let defaultValue: String?
    /// The environment variable that is used if the option is not given.
    package let environment: String?
    /// The names of options that cannot be used together with this one.
    package let conflicts: [String]
    /// Whether help and completions omit it.
    package let isHidden: Bool

    /// What the value of an option is.
    package struct Value: Sendable, Hashable {
        /// The placeholder in help, in capitals.
        package let name: String
        package let kind: ValueKind
    }

    /// An option without a value.
    package static func flag(
        _ name: String, short: Character? = nil, help: String, conflicts: [String] = [], isHidden: Bool = false
    ) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, value: nil, isRepeatable: false, help: help, defaultValue: nil,
            environment: nil, conflicts: conflicts, isHidden: isHidden)
    }

    /// An option with one value.
    package static func value(
        _ name: String, short: Character? = nil, _ valueName: String, kind: ValueKind = .text, help: String,
        defaultValue: String? = nil, environment: String? = nil, conflicts: [String] = [], isHidden: Bool = false
    ) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, value: Value(name: valueName, kind: kind), isRepeatable: false, help: help,
            defaultValue: defaultValue, environment: environment, conflicts: conflicts, isHidden: isHidden)
    }

    /// An option that may be given several times, each time with one value.
    package static func repeated(
        _ name: String, short: Character? = nil, _ valueName: String, kind: ValueKind = .text, help: String,
        conflicts: [String] = [], isHidden: Bool = false
    ) -> OptionDeclaration {
        OptionDeclaration(
            name: name, short: short, value: Value(name: valueName, kind: kind), isRepeatable: true, help: help,
            defaultValue: nil, environment: nil, conflicts: conflicts, isHidden: isHidden)
    }
}

extension OptionDeclaration {
    /// The long name with its dashes.
    package var spelling: String { "--" + name }

    /// How to write it with its value: `--store DIR`.
    package var usage: String { value.map { spelling + " " + $0.name } ?? spelling }

    /// `-h`, `--help`: known to every command.
    package static let help = flag("help", short: "h", help: "Show this help.")

    /// `--version`: known to the root command of a program that states its version.
    package static let version = flag("version", help: "Show the version.")

    /// `--color WHEN`, read by `CommandLineProgram` when the root command has it.
    package static let color = value(
        "color", "WHEN",
        kind: .choice([
            .init("auto", help: "on a terminal, unless NO_COLOR is set"),
            .init("always", help: "in files and pipes, too"),
            .init("never", help: "no colour at all"),
        ]),
        help: "Colour the output: auto (on a terminal, unless NO_COLOR is set), always or never.",
        defaultValue: "auto")

    /// `--quiet`, read by `CommandLineProgram` when the root command has it.
    package static let quiet = flag(
        "quiet", short: "q", help: "Show no progress and no notes; errors and warnings are still shown.")

    /// `--log FORMAT`, read by `CommandLineProgram` when the root command has it.
    package static let log = value(
        "log", "FORMAT",
        kind: .choice([
            .init("text", help: "for people"),
            .init("json", help: "one JSON object a line, without progress"),
        ]),
        help: "How standard error is written: text, or json, one object a line without progress.", defaultValue: "text")
}

/// One operand of a command: what is given without an option name.
package struct ArgumentDeclaration: Sendable, Hashable {
    /// How many operands it takes.
    package enum Count: Sendable, Hashable {
        case one
        case atMostOne
        case oneOrMore
        case any
    }

    /// The placeholder in help, in capitals; it also identifies the operand.
    package let name: String
    package let kind: ValueKind
    package let help: String
    package let count: Count

    package init(_ name: String, kind: ValueKind = .text, help: String, count: Count = .one) {
        self.name = name
        self.kind = kind
        self.help = help
        self.count = count
    }

    /// Whether it may be left out.
    var isOptional: Bool { count == .atMostOne || count == .any }

    /// Whether it takes as many operands as there are.
    var isRepeated: Bool { count == .oneOrMore || count == .any }

    /// As in a usage line: `TARGET...`, `[SECTION]`.
    package var usage: String {
        let repeated = isRepeated ? name + "..." : name
        return isOptional ? "[\(repeated)]" : repeated
    }
}
