/// A command line that is being typed into a shell, up to the cursor, split by the shell's rules of quoting.
///
/// Only a `~/` at the beginning of a finished word is substituted.
package struct TypedLine: Sendable, Hashable {
    /// Whether the program's name is finished, so that the word at the cursor is one of the program's.
    package private(set) var hasProgram = false
    /// The finished words after the program's name, without their quoting.
    package private(set) var words: [String] = []
    /// The word at the cursor, without its quoting; empty after a blank.
    package private(set) var word = ""
    /// Whether the cursor is between quotes.
    package private(set) var isQuoted = false
    /// How many characters of `word` readline leaves alone: those up to the last character at which it breaks words.
    package private(set) var fixedLength = 0

    /// - Parameters:
    ///   - line: with the program's name, and perhaps variables set before it.
    ///   - wordBreaks: characters at which readline breaks words: `COMP_WORDBREAKS` of bash.
    ///   - home: what `~` stands for.
    package init(_ line: String, wordBreaks: String = "", home: String? = nil) {
        var scanner = Scanner(wordBreaks: wordBreaks)
        for character in line { scanner.read(character) }
        word = scanner.word
        isQuoted = scanner.quote != nil
        fixedLength = scanner.fixedLength
        let finished = scanner.finished.drop { Self.isAssignment($0.text) }
        hasProgram = !finished.isEmpty
        words = finished.dropFirst().map { word in
            guard word.hasPlainTilde, let home else { return word.text }
            return home + word.text.dropFirst()
        }
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), let first = word.first, !first.isNumber else { return false }
        return word[..<equals].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

/// Reads a line character by character.
private struct Scanner {
    struct Word {
        let text: String
        /// Whether it begins with `~/` that no quoting protects.
        let hasPlainTilde: Bool
    }

    let wordBreaks: String
    private(set) var finished: [Word] = []
    private(set) var word = ""
    private(set) var quote: Character?
    private(set) var fixedLength = 0
    /// Whether there is a word at all: `''` is an empty one.
    private var isInWord = false
    private var isEscaped = false
    private var beginsWithQuoting = false

    init(wordBreaks: String) {
        self.wordBreaks = wordBreaks
    }

    mutating func read(_ character: Character) {
        if isEscaped {
            isEscaped = false
            // Between double quotes a backslash is itself before most characters.
            if quote != nil, !"\\\"$`".contains(character) { word.append("\\") }
            word.append(character)
        } else if character == "\\", quote != "'" {
            begin(quoting: true)
            isEscaped = true
        } else if let quote {
            if character == quote { self.quote = nil } else { word.append(character) }
        } else if character == "\"" || character == "'" {
            begin(quoting: true)
            quote = character
            fixedLength = word.count
        } else if character == " " || character == "\t" || character.isNewline {
            finish()
        } else {
            begin(quoting: false)
            word.append(character)
            if wordBreaks.contains(character) {
                // For readline, this character begins a host, and so the part that is completed.
                fixedLength = character == "@" ? word.count - 1 : word.count
            }
        }
    }

    private mutating func begin(quoting: Bool) {
        if !isInWord { beginsWithQuoting = quoting }
        isInWord = true
    }

    private mutating func finish() {
        guard isInWord else { return }
        finished.append(Word(text: word, hasPlainTilde: !beginsWithQuoting && word.hasPrefix("~/")))
        word = ""
        fixedLength = 0
        isInWord = false
    }
}
