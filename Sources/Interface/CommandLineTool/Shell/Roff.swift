import Text

/// Text in roff, the language of manual pages. Every character is shown, and can be copied, as it is.
enum Roff {
    private static let width = 78

    /// Text within a line. Plain hyphens and quotes would become typographic ones.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in HarmlessText.escaped(text).unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "\"": result += "\\(dq"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "]"
            }
        }
        return result
    }

    /// One argument of a macro, even with blanks.
    static func argument(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

    static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// A paragraph that is filled, in lines of moderate length.
    static func filled(_ text: String) -> [String] {
        WordWrap.lines(escaped(text), width: width).map(line)
    }

    /// A line of text. A line that begins like a request would vanish.
    static func line(_ escaped: String) -> String {
        escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    /// Lines that stay as they are, indented.
    static func verbatim(_ lines: [String]) -> [String] {
        [".RS 4", ".nf"] + lines.map { line(escaped($0)) } + [".fi", ".RE"]
    }
}
