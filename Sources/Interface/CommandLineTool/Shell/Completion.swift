import Text

/// What a word of a command line can be completed to.
package struct Completion: Sendable, Hashable {
    /// One word that can stand there.
    package struct Candidate: Sendable, Hashable {
        /// The whole word. After `=`, `:` or `/` at its end, more follows.
        package let text: String
        /// What it means, in a few words; may be empty.
        package let help: String

        package init(_ text: String, help: String = "") {
            self.text = text
            self.help = help
        }
    }

    /// Which file names are possible, too, if no candidate fits.
    package enum Files: String, Sendable, Hashable {
        case none
        case files
        case directories
    }

    /// All candidates in the order in which they are shown, whatever part of the word has been typed.
    package var candidates: [Candidate]
    package var files: Files

    package init(_ candidates: [Candidate] = [], files: Files = .none) {
        self.candidates = candidates
        self.files = files
    }

    /// Nothing to offer.
    package static let nothing = Completion()
}

extension Completion {
    private static let longestHelp = 100

    /// The answer to a shell that picks the fitting candidates itself: a line with the files, then one line for each
    /// candidate, with its help after a tab.
    package func text() -> String {
        lines(printable.map { $0.help.isEmpty ? $0.text : "\($0.text)\t\($0.help)" })
    }

    /// The answer to readline: a line with the files, then the possible endings of the word.
    package func text(for line: TypedLine) -> String {
        let fitting = printable.map(\.text).filter { text in
            text.hasPrefix(line.word) && (!line.isQuoted || text.allSatisfy(Self.needsNoQuoting))
        }
        return lines(fitting.map { String($0.dropFirst(line.fixedLength)) }.filter { !$0.isEmpty })
    }

    private func lines(_ candidates: [String]) -> String {
        ([files.rawValue] + candidates).map { $0 + "\n" }.joined()
    }

    /// Without names that cannot be shown as they are: nobody could pick them.
    private var printable: [Candidate] {
        candidates.filter { !$0.text.isEmpty && HarmlessText.escaped($0.text) == $0.text }.map { candidate in
            Candidate(candidate.text, help: HarmlessText.escaped(candidate.help, limit: Self.longestHelp))
        }
    }

    private static func needsNoQuoting(_ character: Character) -> Bool {
        !character.isASCII || character.isLetter || character.isNumber || "-_./:=@%+,".contains(character)
    }
}
