import Testing

@testable import Reports

@Suite struct MarkdownTextTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("<b>&amp;", "&lt;b&gt;&amp;amp;"), ("a|b", #"a\|b"#),
        ("*x* _y_ `z`", #"\*x\* \_y\_ \`z\`"#),
        ("[a](http://b)", #"\[a\](http://b)"#), ("# 1", ##"\# 1"##), ("a\nb", #"a\\u{A}b"#), ("\\", #"\\"#),
        ("@all", "@<!-- -->all"), ("see (@all)", "see (@<!-- -->all)"), ("user@domain.com", "user@domain.com"),
        ("$x$", #"\$x\$"#),
    ])
    func nothingFormats(text: String, markdown: String) {
        #expect(MarkdownText.escaped(text) == markdown)
    }

    @Test(arguments: [("- a", #"\- a"#), ("1. a", #"1\. a"#), ("12) a", #"12\) a"#), ("+", #"\+"#), ("10 %", "10 %")])
    func noLineBeginsAList(text: String, markdown: String) {
        #expect(MarkdownText.beginningLine(text) == markdown)
    }

    @Test(arguments: [
        ("a", "`a`"), ("", "`  `"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``a```", "```` ``a``` ````"),
        ("a|b", #"`a\|b`"#),
        ("<b>\u{1B}", #"`<b>\u{1B}`"#),
    ])
    func codeEndsWhereItShould(text: String, markdown: String) {
        #expect(MarkdownText.code(text) == markdown)
    }
}
