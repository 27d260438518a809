import Text

/// The state of reading one command line from left to right.
struct CommandLineReader {
    /// Why reading stopped.
    enum Stop {
        case end
        case help
        case version
    }

    /// The commands chosen so far, the root first; never empty.
    var path: [Command]
    private(set) var optionValues: [String: [String]] = [:]
    private(set) var operands: [String] = []
    /// Whether `--` was read.
    private(set) var optionsHaveEnded = false
    /// The option at the very end, if its value is missing.
    private(set) var optionWithoutValue: OptionDeclaration?
    private let root: Command
    private let hasVersion: Bool
    private var rest: ArraySlice<String>

    init(root: Command, arguments: [String], hasVersion: Bool) {
        self.root = root
        path = [root]
        rest = arguments[...]
        self.hasVersion = hasVersion
    }

    var command: Command { path.last ?? root }

    var pathText: String { path.map(\.name).joined(separator: " ") }

    /// The options the command chosen so far accepts, its own first.
    var visibleOptions: [OptionDeclaration] {
        let version: [OptionDeclaration] = hasVersion && path.count == 1 ? [.version] : []
        return path.reversed().flatMap(\.options) + [.help] + version
    }

    mutating func read() throws(UsageError) -> Stop {
        while let word = rest.popFirst() {
            if word == "--" {
                optionsHaveEnded = true
                while let operand = rest.popFirst() {
                    try take(operand: operand)
                }
            } else if word.hasPrefix("--") {
                if let stop = try readLong(word) {
                    return stop
                }
            } else if word.hasPrefix("-"), word != "-" {
                if let stop = try readShort(word) {
                    return stop
                }
            } else {
                try take(operand: word)
            }
        }
        return .end
    }

    // MARK: Options

    private mutating func readLong(_ word: String) throws(UsageError) -> Stop? {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let attached = parts.count > 1 ? String(parts[1]) : nil
        guard let option = visibleOptions.first(where: { $0.name == name }) else {
            throw unknownOption("--" + name, name: name)
        }
        if option.value == nil, attached != nil {
            throw error(
                .unexpectedValue, "\(option.spelling) takes no value", hint: "write \(option.spelling) alone")
        }
        return try record(option, attached: attached)
    }

    private mutating func readShort(_ word: String) throws(UsageError) -> Stop? {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = visibleOptions.first(where: { $0.short == letter }) else {
                throw unknownOption("-" + String(letter), name: nil)
            }
            if option.value != nil {
                return try record(option, attached: letters.isEmpty ? nil : String(letters))
            }
            if let stop = try record(option, attached: nil) {
                return stop
            }
        }
        return nil
    }

    private mutating func record(_ option: OptionDeclaration, attached: String?) throws(UsageError) -> Stop? {
        guard let value = option.value else {
            if option.name == OptionDeclaration.help.name {
                return .help
            }
            if hasVersion, path.count == 1, option.name == OptionDeclaration.version.name {
                return .version
            }
            optionValues[option.name, default: []].append("")
            return nil
        }
        guard let text = attached ?? nextValue() else {
            optionWithoutValue = rest.isEmpty ? option : nil
            throw error(
                .missingValue, "\(option.spelling) needs a value", hint: "write \(option.usage)")
        }
        try check(text, kind: value.kind, name: option.spelling)
        optionValues[option.name, default: []].append(text)
        return nil
    }

    /// The next word, unless it is the name of an option.
    private mutating func nextValue() -> String? {
        guard let next = rest.first else {
            return nil
        }
        let name = next.dropFirst(2).prefix { $0 != "=" }
        if next == "--" || next.hasPrefix("--") && visibleOptions.contains(where: { $0.name == name }) {
            return nil
        }
        return rest.popFirst()
    }

    func checkConflicts() throws(UsageError) {
        for option in visibleOptions where optionValues[option.name] != nil {
            for other in option.conflicts where optionValues[other] != nil {
                throw error(
                    .conflictingOptions, "\(option.spelling) and --\(other) cannot be used together",
                    hint: "leave one of them out")
            }
        }
    }

    // MARK: Operands

    private mutating func take(operand: String) throws(UsageError) {
        if command.subcommands.isEmpty {
            operands.append(operand)
        } else {
            path.append(try subcommand(named: operand))
        }
    }

    func subcommand(named name: String) throws(UsageError) -> Command {
        if let found = command.subcommand(named: name) {
            return found
        }
        if command.subcommands.isEmpty {
            throw error(
                .unknownCommand, "'\(pathText)' has no subcommands", hint: "'\(pathText) --help' explains it")
        }
        let names = command.subcommands.filter { !$0.isHidden }.map(\.name)
        let hint =
            Suggestion.closest(to: name, among: names).map { "did you mean '\(pathText) \($0)'?" }
            ?? "'\(pathText) --help' lists the commands"
        throw error(.unknownCommand, "unknown command \(quoted(name))", hint: hint)
    }

    /// The operands by the name of the declaration they belong to.
    func assignedOperands() throws(UsageError) -> [String: [String]] {
        let usage = "usage: " + HelpText.usageLine(path: path)
        var left = operands[...]
        var assigned: [String: [String]] = [:]
        for (index, argument) in command.arguments.enumerated() {
            let needed = command.arguments[(index + 1)...].count { !$0.isOptional }
            let available = max(0, left.count - needed)
            let taken = left.prefix(argument.isRepeated ? available : min(1, available))
            if taken.isEmpty, !argument.isOptional {
                throw error(.missingArgument, "\(argument.name) is missing", hint: usage)
            }
            for text in taken {
                try check(text, kind: argument.kind, name: argument.name)
            }
            left = left.dropFirst(taken.count)
            assigned[argument.name] = Array(taken)
        }
        if let extra = left.first {
            throw error(.unexpectedArgument, "unexpected argument \(quoted(extra))", hint: usage)
        }
        return assigned
    }

    // MARK: Errors

    func check(_ text: String, kind: ValueKind, name: String) throws(UsageError) {
        if let objection = kind.objection(to: text, for: name) {
            throw error(.invalidValue, objection.message, hint: objection.hint)
        }
    }

    func error(_ code: UsageError.Code, _ message: String, hint: String) -> UsageError {
        UsageError(code: code, message: message, hint: hint, commandPath: path.map(\.name))
    }

    private func unknownOption(_ spelling: String, name: String?) -> UsageError {
        if let name, let owner = Self.owner(ofOption: name, below: command, path: path.map(\.name)) {
            return error(
                .misplacedOption, "\(quoted(spelling)) belongs after the command",
                hint: "for example: \(owner) --\(name)")
        }
        let known = visibleOptions.filter { !$0.isHidden }.map(\.name)
        let hint =
            name.flatMap { Suggestion.closest(to: $0, among: known) }.map { "did you mean '--\($0)'?" }
            ?? "'\(pathText) --help' lists the options"
        return error(.unknownOption, "unknown option \(quoted(spelling))", hint: hint)
    }

    /// The first command below `command` that has the option, as it is typed.
    private static func owner(ofOption name: String, below command: Command, path: [String]) -> String? {
        for subcommand in command.subcommands {
            let subpath = path + [subcommand.name]
            if subcommand.options.contains(where: { $0.name == name && !$0.isHidden }) {
                return subpath.joined(separator: " ")
            }
            if let found = owner(ofOption: name, below: subcommand, path: subpath) {
                return found
            }
        }
        return nil
    }
}
