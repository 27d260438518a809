import Text

/// Text that means nothing to a Markdown renderer: no formatting, no HTML, no links, no mentions.
enum MarkdownText {
    private static let limit = 1000

    /// Text in the middle of a line: in a heading, in a table's cell, or after a list's mark and more text.
    static func escaped(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar = " "
        for scalar in HarmlessText.escaped(text, limit: limit).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "@" where !isWord(previous): result += "@<!-- -->"
            case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "$": result += "\\\(scalar)"
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }

    /// Text between backticks. Backticks inside make the fence longer.
    static func code(_ text: String) -> String {
        let text = HarmlessText.escaped(text, limit: 200)
        var (longest, run) = (0, 0)
        for character in text {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let blank = text.first == "`" || text.last == "`" || text.isEmpty ? " " : ""
        // A bar would end a table's cell even inside of code.
        return fence + blank + text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
            + blank
            + fence
    }

    /// At the beginning of a line `-`, `+` and `1.` would begin a list.
    static func beginningLine(_ text: String) -> String {
        let text = escaped(text)
        if text.first == "-" || text.first == "+" || text.first == "=" { return "\\" + text }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")" else {
            return text
        }
        return digits + "\\" + text.dropFirst(digits.count)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
