extension CommandParser {
    /// Lists what only the program knows.
    ///
    /// Gets the name of the list (`ValueKind.reference`), the typed part of the value, and the options before it.
    package typealias ReferenceList = (_ name: String, _ typed: String, _ values: ParsedValues) -> Completion

    /// What the word at the cursor can be. Empty after a mistake.
    package func completion(of line: TypedLine, listing list: ReferenceList) -> Completion {
        guard line.hasProgram else { return .nothing }
        var reader = CommandLineReader(root: root, arguments: line.words, hasVersion: hasVersion)
        do throws(UsageError) {
            guard case .end = try reader.read() else { return .nothing }
        } catch {
            // A value that is still to be typed is not a mistake.
            guard reader.optionWithoutValue != nil else { return .nothing }
        }
        let values = ParsedValues(
            optionValues: reader.optionValues, argumentValues: [:], environment: environment)
        return withoutActuallyEscaping(list) { list in
            WordCompleter(root: root, reader: reader, word: line.word, list: { list($0, $1, values) }).completion()
        }
    }
}

/// Completes one word after all words before it have been read.
private struct WordCompleter {
    let root: Command
    let reader: CommandLineReader
    let word: String
    let list: (_ name: String, _ typed: String) -> Completion

    func completion() -> Completion {
        if let option = reader.optionWithoutValue {
            return values(of: option, typed: word)
        }
        if word.hasPrefix("-"), !reader.optionsHaveEnded {
            return optionWord()
        }
        if !reader.command.subcommands.isEmpty {
            return Self.subcommands(of: reader.command)
        }
        let arguments = reader.nextArguments
        if arguments.isEmpty, !reader.optionsHaveEnded {
            return options()
        }
        return arguments.reduce(into: .nothing) { found, argument in
            let values = operands(argument)
            found.candidates += values.candidates
            if found.files == .none { found.files = values.files }
        }
    }

    // MARK: Options

    private func optionWord() -> Completion {
        if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
            let name = word[..<equals].dropFirst(2)
            guard let option = reader.visibleOptions.first(where: { $0.name == name }) else { return .nothing }
            return values(of: option, typed: String(word[word.index(after: equals)...]), after: word[...equals])
        }
        return word == "-" || word.hasPrefix("--") ? options() : bundle()
    }

    private func options() -> Completion {
        let given = Set(reader.optionValues.keys)
        let possible = reader.visibleOptions.filter { option in
            !option.isHidden && (option.isRepeatable || !given.contains(option.name))
                && given.isDisjoint(with: option.conflicts)
        }
        let excluded = Set(reader.visibleOptions.filter { given.contains($0.name) }.flatMap(\.conflicts))
        return Completion(
            possible.filter { !excluded.contains($0.name) }.map {
                .init($0.spelling, help: Self.firstSentence($0.help))
            })
    }

    /// `-qj4`: letters of flags, perhaps ending with an option and its value.
    private func bundle() -> Completion {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = reader.visibleOptions.first(where: { $0.short == letter }) else { return .nothing }
            if option.value != nil, !letters.isEmpty {
                return values(of: option, typed: String(letters), after: word[..<letters.startIndex])
            }
            if letters.isEmpty {
                return Completion([.init(word, help: Self.firstSentence(option.help))])
            }
        }
        return .nothing
    }

    private func values(of option: OptionDeclaration, typed: String, after prefix: Substring = "") -> Completion {
        guard let value = option.value else { return .nothing }
        let given = option.isRepeatable ? reader.optionValues[option.name] ?? [] : []
        var found = values(value.kind, typed: typed)
        found.candidates = found.candidates.filter { !given.contains($0.text) }.map {
            .init(prefix + $0.text, help: $0.help)
        }
        return found
    }

    // MARK: Operands

    private static func subcommands(of command: Command) -> Completion {
        Completion(command.subcommands.filter { !$0.isHidden }.map { .init($0.name, help: $0.abstract) })
    }

    private func operands(_ argument: ArgumentDeclaration) -> Completion {
        if argument.kind == .reference("command") {
            var command: Command? = root
            for name in reader.operands { command = command?.subcommand(named: name) }
            return command.map(Self.subcommands) ?? .nothing
        }
        var found = values(argument.kind, typed: word)
        found.candidates.removeAll { candidate in
            // A candidate that looks like an option would be read as one.
            candidate.text.hasPrefix("-") && !reader.optionsHaveEnded
                || argument.isRepeated && reader.operands.contains(candidate.text)
        }
        return found
    }

    // MARK: Values

    private func values(_ kind: ValueKind, typed: String) -> Completion {
        switch kind {
        case .text, .integer, .shellCommand: .nothing
        case .choice(let choices): Completion(choices.map { .init($0.name, help: $0.help) })
        case .file: Completion(files: .files)
        case .directory: Completion(files: .directories)
        case .reference(let name): list(name, typed)
        }
    }

    private static func firstSentence(_ help: String) -> String {
        let end =
            help.firstRange(of: ". ")?.lowerBound ?? (help.hasSuffix(".") ? help.index(before: help.endIndex) : nil)
        return end.map { String(help[..<$0]) } ?? help
    }
}

extension CommandLineReader {
    /// The declarations to which one more operand could belong.
    fileprivate var nextArguments: [ArgumentDeclaration] {
        let position = operands.count
        return command.arguments.enumerated().filter { index, argument in
            // Required ones come first, and each takes as much as it can.
            let isPassed = position > index && !command.arguments[...index].contains(where: \.isRepeated)
            return position >= index && !isPassed
        }.map(\.element)
    }
}
