/// The number of terminal columns that text takes, and fitting text into columns.
///
/// Two columns: East Asian wide and full-width characters and emoji shown as pictures. None: controls, combining
/// marks, format characters, medial and final Hangul letters. All others take one. The ranges are blocks of
/// Unicode's East Asian Width table, not each of its lines; a terminal may differ in rare characters.
package enum DisplayWidth {
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
            return text.utf8.count
        }
        return text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    package static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 {
            return value < 0x20 || 0x7F..<0xA0 ~= value || value == 0xAD ? 0 : 1
        }
        if 0x1160...0x11FF ~= value || 0xD7B0...0xD7FF ~= value {
            return 0
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        return wide.contains { $0 ~= value } || scalar.properties.isEmojiPresentation ? 2 : 1
    }

    /// `text` followed by blanks up to `width` columns; longer text stays as it is.
    package static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - of(text)))
    }

    /// `text` after blanks up to `width` columns; longer text stays as it is.
    package static func leftPadded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - of(text))) + text
    }

    /// The beginning of `text` that fits into `width` columns, ending with `…` when something was left out.
    package static func truncated(_ text: String, to width: Int) -> String {
        guard of(text) > width else {
            return text
        }
        guard width > 0 else {
            return ""
        }
        var result = ""
        var used = 0
        for character in text {
            let added = character.unicodeScalars.reduce(0) { $0 + of($1) }
            if used + added > width - 1 {
                break
            }
            result.append(character)
            used += added
        }
        return result + "…"
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initial letters
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // CJK radicals, ideographic description, CJK punctuation
        0x3041...0x33FF,  // kana, bopomofo, Hangul compatibility, enclosed and squared CJK
        0x3400...0x4DBF,  // CJK extension A
        0x4E00...0xA4CF,  // CJK ideographs, Yi
        0xA960...0xA97F,  // Hangul extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // CJK compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6F,  // CJK compatibility forms, small forms
        0xFF01...0xFF60,  // full-width forms
        0xFFE0...0xFFE6,  // full-width signs
        0x17000...0x18CFF,  // Tangut, Khitan
        0x1AFF0...0x1B2FF,  // kana supplements, Nushu
        0x1F200...0x1F265,  // enclosed ideographic supplement
        0x20000...0x3FFFD,  // CJK extensions
    ]
}
