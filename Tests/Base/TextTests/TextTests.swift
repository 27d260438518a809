import Testing
import Text

@Test(arguments: [
    ("front door", "front door"),
    (#"C:\cam"#, #"C:\cam"#),
    ("\u{1B}[31mred", #"\u{1B}[31mred"#),
    ("a\u{7F}\u{9B}b", #"a\u{7F}\u{9B}b"#),
    ("two\nlines\tand\r", #"two\u{A}lines\u{9}and\u{D}"#),
    ("\u{202E}txt.exe\u{2066}", #"\u{202E}txt.exe\u{2066}"#),
    ("zero\u{200B}width\u{FEFF}\u{2060}", #"zero\u{200B}width\u{FEFF}\u{2060}"#),
    ("a\u{2028}b\u{2029}", #"a\u{2028}b\u{2029}"#),
    ("\u{E000}\u{FFFF}\u{378}\u{E0041}", #"\u{E000}\u{FFFF}\u{378}\u{E0041}"#),
    ("a\u{A0}b\u{2003}c\u{3164}\u{2800}", #"a\u{A0}b\u{2003}c\u{3164}\u{2800}"#),
    ("大门 摄像机\u{3000}ü é Ж", "大门 摄像机\u{3000}ü é Ж"),
    ("e\u{301}", "e\u{301}"),
    ("\u{301}e", #"\u{301}e"#),
    ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}" + #"\u{301}"#),
    ("\r\n", #"\u{D}\u{A}"#),
])
func hostileTextBecomesVisible(text: String, expected: String) {
    #expect(Array(HarmlessText.escaped(text).unicodeScalars) == Array(expected.unicodeScalars))
}

@Test func linesStayWhenAskedFor() {
    #expect(HarmlessText.escaped("a\n\tb\r\u{1B}", keepingLines: true) == "a\n\tb\\u{D}\\u{1B}")
}

@Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("", 0, ""),
    ("ab\u{1B}cd", 7, "ab…"), ("ab\u{1B}c", 9, "ab\\u{1B}c"), ("大门摄像机", 3, "大门…"),
    ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"),
])
func limitsCountCharacters(text: String, limit: Int, expected: String) {
    #expect(HarmlessText.escaped(text, limit: limit) == expected)
}

/// Text of characters that terminals and readers stumble over, the same in each run.
private func troublesomeTexts(_ count: Int) -> [String] {
    var state: UInt64 = 42
    func next(_ bound: UInt32) -> UInt32 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt32(state >> 33) % bound
    }
    let bounds: [UInt32] = [0x80, 0x100, 0x400, 0x3000, 0x11_0000, 0x20, 0x370]
    return (0..<count).map { _ in
        var text = ""
        for _ in 0..<next(20) {
            if let scalar = Unicode.Scalar(next(bounds[Int(next(UInt32(bounds.count)))])) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

@Test func anyTextIsHarmlessAndEscapingItAgainChangesNothing() {
    let every = (0...0x10_FFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0).map { "x" + String($0) } }
    for text in every + troublesomeTexts(20_000) {
        let safe = HarmlessText.escaped(text)
        let isPrintable = safe.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: !scalar.properties.isDefaultIgnorableCodePoint
            }
        }
        if !isPrintable || HarmlessText.escaped(safe) != safe {
            Issue.record("not harmless: \(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }
    for text in troublesomeTexts(5_000) {
        for limit in [0, 1, 5, 12] {
            let safe = HarmlessText.escaped(text, limit: limit)
            if safe.count > limit || HarmlessText.escaped(safe, limit: limit) != safe {
                Issue.record("limit \(limit): \(text.unicodeScalars.map { String($0.value, radix: 16) })")
            }
        }
    }
}

@Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("大门", 4), ("ｱ", 1), ("Ａ", 2), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("😀", 2), ("a\u{200B}b", 2), ("…", 1), ("\u{1B}", 0), ("⚡", 2), ("│", 1),
])
func widthsAreTerminalColumns(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
}

@Test func textFitsIntoColumns() {
    #expect(DisplayWidth.padded("大门", to: 6) + "|" == "大门  |")
    #expect(DisplayWidth.padded("abc", to: 2) == "abc")
    #expect(DisplayWidth.leftPadded("7", to: 3) == "  7")
    #expect(DisplayWidth.truncated("abcdef", to: 6) == "abcdef")
    #expect(DisplayWidth.truncated("abcdef", to: 5) == "abcd…")
    #expect(DisplayWidth.truncated("大门摄像", to: 6) == "大门…")
    #expect(DisplayWidth.truncated("大门", to: 0) == "")
    for text in troublesomeTexts(500) {
        for width in 0...8 {
            #expect(DisplayWidth.of(DisplayWidth.truncated(text, to: width)) <= width)
        }
    }
}

@Test func wordsWrap() {
    #expect(WordWrap.lines("one two three", width: 7) == ["one two", "three"])
    #expect(WordWrap.lines("a\n\nb  c \n  kept  as is", width: 4) == ["a", "", "b c", "  kept  as is"])
    #expect(
        WordWrap.lines("see https://example.test/long now", width: 8) == ["see", "https://example.test/long", "now"])
    #expect(WordWrap.lines("大门 大门", width: 8) == ["大门", "大门"])
    #expect(WordWrap.lines("", width: 8) == [""])
}

@Test func stylesNest() {
    let style = OutputStyle(usesColor: true)
    #expect(style.bold("a" + style.red("b") + "c") == "\u{1B}[1ma\u{1B}[31mb\u{1B}[0m\u{1B}[1mc\u{1B}[0m")
    #expect(style.dim("") == "")
}
