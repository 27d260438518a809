import Text

/// Fits text into columns. All text that a camera or a file can influence passes through here and is made harmless.
struct TextLayout {
    static let narrowest = 40
    static let widest = 120
    /// No sentence is longer, whatever a camera sends.
    private static let limit = 1000

    let width: Int

    init(width: Int) {
        self.width = min(max(width, Self.narrowest), Self.widest)
    }

    /// Lines of the report's width: the first begins with `label`, the others are indented as deep.
    ///
    /// - Parameters:
    ///   - labelWidth: columns of the label as it is seen; it may hold styles
    ///   - styled: styles each line, which is harmless and wrapped by then
    func lines(_ text: String, label: String = "", labelWidth: Int = 0, styled: (String) -> String = { $0 }) -> [String]
    {
        let indent = String(repeating: " ", count: labelWidth)
        return Self.wrapped(HarmlessText.escaped(text, limit: Self.limit), width: max(width - labelWidth, 1))
            .enumerated().map { ($0.offset == 0 ? label : indent) + styled($0.element) }
    }

    /// Lines of at most `width` columns. A number is kept with what it counts, and a word that is too long is broken,
    /// because a value from a camera can be one long word.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in words(text) {
            let wordWidth = DisplayWidth.of(word)
            let blank = current.isEmpty ? 0 : 1
            if used + blank + wordWidth <= width {
                current += (blank == 0 ? "" : " ") + word
                used += blank + wordWidth
                continue
            }
            if !current.isEmpty {
                // A word that is too long for any line begins on this one.
                if wordWidth <= width || used + 1 >= width {
                    lines.append(current)
                    (current, used) = ("", 0)
                } else {
                    current += " "
                    used += 1
                }
            }
            for character in word {
                let added = character.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
                if used + added > width, used > 0 {
                    lines.append(current)
                    (current, used) = ("", 0)
                }
                current.append(character)
                used += added
            }
        }
        return lines + [current]
    }

    /// `46 cells`, `(−6 h)` and `28.3 % of` are one word to the eye.
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            if let last = words.last, last.count <= 12, word.count <= 12, last.last?.isNumber ?? false,
                !(word.last?.isNumber ?? false)
            {
                words[words.count - 1] = "\(last) \(word)"
            } else {
                words.append(String(word))
            }
        }
        return words
    }
}
