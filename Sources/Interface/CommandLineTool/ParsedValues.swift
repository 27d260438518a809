/// The values of one command line, looked up by declaration.
///
/// Every value was checked against its kind while parsing. An option that was not given has the value of its environment
/// variable, or else its default.
package struct ParsedValues: Sendable {
    /// Values in the order they were given. A flag has one empty text for each use.
    let optionValues: [String: [String]]
    let argumentValues: [String: [String]]
    let environment: [String: String]

    /// Whether the option or flag was given on the command line.
    package func wasGiven(_ option: OptionDeclaration) -> Bool {
        optionValues[option.name] != nil
    }

    /// Whether a flag is set.
    package func isSet(_ flag: OptionDeclaration) -> Bool {
        wasGiven(flag)
    }

    /// How often a flag was given.
    package func count(_ flag: OptionDeclaration) -> Int {
        optionValues[flag.name]?.count ?? 0
    }

    /// The value of an option: the last one given, or its environment variable, or its default.
    package func string(_ option: OptionDeclaration) -> String? {
        if let given = optionValues[option.name]?.last {
            return given
        }
        return option.environmentValue(in: environment) ?? option.defaultValue
    }

    /// All values of a repeatable option, in the order they were given.
    package func strings(_ option: OptionDeclaration) -> [String] {
        optionValues[option.name] ?? []
    }

    /// The value of an option whose kind is `.integer`.
    package func integer(_ option: OptionDeclaration) -> Int? {
        string(option).flatMap { Int($0) }
    }

    /// The value of an option whose kind is `.choice`, as the case that has its name.
    package func choice<Case: RawRepresentable>(_ option: OptionDeclaration, as type: Case.Type) -> Case?
    where Case.RawValue == String {
        string(option).flatMap { Case(rawValue: $0) }
    }

    /// The value of an option whose kind is `.file` or `.directory`: never empty, otherwise as given.
    package func path(_ option: OptionDeclaration) -> String? {
        string(option)
    }

    /// The value of an operand, or the first value if it is repeated.
    package func string(_ argument: ArgumentDeclaration) -> String? {
        argumentValues[argument.name]?.first
    }

    /// All values of a repeated operand.
    package func strings(_ argument: ArgumentDeclaration) -> [String] {
        argumentValues[argument.name] ?? []
    }

    /// The value of an operand whose kind is `.integer`.
    package func integer(_ argument: ArgumentDeclaration) -> Int? {
        string(argument).flatMap { Int($0) }
    }
}

extension OptionDeclaration {
    /// An empty variable counts as not set, so that `CAMKEEP_STORE= camkeep …` switches it off.
    func environmentValue(in environment: [String: String]) -> String? {
        guard let environmentName = self.environment, let text = environment[environmentName], !text.isEmpty else {
            return nil
        }
        return text
    }
}
