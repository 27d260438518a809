/// Makes text from a camera or a file harmless before it reaches a terminal.
///
/// What a terminal would act on, or a reader could not see, becomes a visible escape such as `\u{1B}`: controls
/// (C0, C1, DEL), format characters (bidirectional controls and isolates, zero-width characters, tags), blank
/// fillers and spaces other than the plain and the ideographic one, line and paragraph separators, private-use,
/// unassigned and noncharacter code points, and combining marks that have no base or are piled up.
/// A backslash is kept as it is: the escape is for reading, not for reading back, Windows-like paths stay legible,
/// and so escaping twice changes nothing.
package enum HarmlessText {
    /// - Parameters:
    ///   - limit: the most characters of the result; longer text ends with `…`. An escape is never cut in two.
    ///   - keepingLines: whether newlines and tabs stay as they are.
    package static func escaped(_ text: String, limit: Int? = nil, keepingLines: Bool = false) -> String {
        if limit == nil || text.utf8.count <= limit ?? 0, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
            return text
        }
        let limit = limit ?? .max
        var result = ""
        var length = 0
        // Where to cut if the text turns out to be too long: the last place that leaves room for the ellipsis.
        var cut = result.endIndex
        var marks = mostMarks
        for scalar in text.unicodeScalars {
            let piece: String
            if keepingLines, scalar == "\n" || scalar == "\t" {
                piece = String(scalar)
                marks = mostMarks
            } else if isMark(scalar) {
                piece = marks < mostMarks && !isHidden(scalar) ? String(scalar) : escape(scalar)
                marks = piece.unicodeScalars.count == 1 ? marks + 1 : 0
            } else {
                piece = isHidden(scalar) ? escape(scalar) : String(scalar)
                marks = 0
            }
            // A kept mark belongs to the character before it and takes no room of its own.
            let added = piece.unicodeScalars.count > 1 ? piece.count : (marks > 0 ? 0 : 1)
            if length + added > limit {
                return limit < 1 ? "" : result[..<cut] + "…"
            }
            result += piece
            length += added
            if length < limit {
                cut = result.endIndex
            }
        }
        return result
    }

    /// A JSON text that means the same, with JSON's own escapes for what would be hidden or acted on.
    ///
    /// Line feeds stay, as they stand between a JSON text's parts only.
    package static func escapedJSON(_ json: String) -> String {
        if json.utf8.allSatisfy({ $0 == 0x0A || 0x20...0x7E ~= $0 }) {
            return json
        }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            if scalar == "\n" || !isHidden(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: String(scalar).utf16.map(jsonEscape).joined())
            }
        }
        return String(result)
    }

    private static func jsonEscape(_ unit: UInt16) -> String.UnicodeScalarView {
        let digits = String(unit, radix: 16)
        return ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).unicodeScalars
    }

    /// Combining marks that may follow one base character; no living script needs more.
    private static let mostMarks = 4

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else {
            return false
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return !(0x20...0x7E ~= scalar.value)
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            return true
        case .spaceSeparator:
            return scalar != "\u{3000}"
        default:
            // U+2800 is the empty Braille cell: a symbol by category, a blank to the eye.
            return scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{2800}"
                || scalar.properties.isNoncharacterCodePoint
        }
    }
}
