/// Breaks text into lines that fit a number of columns.
package enum WordWrap {
    /// Lines of at most `width` columns, without trailing blanks.
    ///
    /// Line breaks in the text stay, and so do lines that begin with a blank. A word wider than `width` has a line
    /// of its own and is not broken, so that addresses and paths can still be copied.
    package static func lines(_ text: String, width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            line.first == " " ? [String(line)] : wrapped(line, width: width)
        }
    }

    private static func wrapped(_ line: Substring, width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        var used = 0
        for word in line.split(separator: " ") {
            let wordWidth = DisplayWidth.of(String(word))
            if !current.isEmpty, used + 1 + wordWidth > width {
                lines.append(current)
                current = ""
                used = 0
            }
            if !current.isEmpty {
                current += " "
                used += 1
            }
            current += word
            used += wordWidth
        }
        lines.append(current)
        return lines
    }
}
