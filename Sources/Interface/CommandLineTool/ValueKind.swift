import Text

/// What kind of text an option or an operand takes. Parsing checks it, and shell completion offers it.
package enum ValueKind: Sendable, Hashable {
    case text
    /// A whole number within the range.
    case integer(ClosedRange<Int>)
    /// One of a fixed set of words.
    case choice([Choice])
    /// The path of a file.
    case file
    /// The path of a directory.
    case directory
    /// A command line for `/bin/sh -c`.
    case shellCommand
    /// Something that only the program can list, by the name of the list: `snapshot`, `target`, `section`.
    case reference(String)

    /// One word of a fixed set.
    package struct Choice: Sendable, Hashable {
        package let name: String
        /// What the choice means, for completions. May be empty.
        package let help: String

        package init(_ name: String, help: String = "") {
            self.name = name
            self.help = help
        }
    }

    /// A fixed set of words that need no explanation.
    package static func choices(_ names: String...) -> ValueKind {
        .choice(names.map { Choice($0) })
    }
}

extension ValueKind {
    /// Why `text` is not a value of this kind; nil if it is one.
    ///
    /// - Parameter name: what the value is for, as the user wrote it: `--port`, `TARGET`, `CAMKEEP_STORE`
    func objection(to text: String, for name: String) -> (message: String, hint: String)? {
        switch self {
        case .integer(let range):
            if let number = Int(text), range.contains(number) {
                return nil
            }
            let problem = Int(text) == nil ? "is not a whole number" : "is out of range"
            return ("\(quoted(text)) \(problem) for \(name)", "\(name) takes \(Self.wording(of: range))")
        case .choice(let choices):
            let names = choices.map(\.name)
            if names.contains(text) {
                return nil
            }
            let guess = Suggestion.closest(to: text, among: names).map { "did you mean '\($0)'? " } ?? ""
            return (
                "\(quoted(text)) is not a choice for \(name)", "\(guess)\(name) takes \(Self.list(names))"
            )
        case .file, .directory:
            return text.isEmpty ? ("\(name) is an empty path", "give a path; '.' is the current directory") : nil
        case .shellCommand, .reference:
            return text.isEmpty ? ("\(name) is empty", "give a value, or leave it out") : nil
        case .text:
            return nil
        }
    }

    private static func wording(of range: ClosedRange<Int>) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): "a whole number"
        case (let low, .max): "a whole number from \(low)"
        case (.min, let high): "a whole number up to \(high)"
        case (let low, let high): "a whole number from \(low) to \(high)"
        }
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else {
            return names.first ?? "nothing"
        }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }
}

/// Text from the command line as it is shown in an error.
func quoted(_ text: String) -> String {
    "'" + HarmlessText.escaped(text, limit: 60) + "'"
}
