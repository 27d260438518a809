import CommandLineTool
import Testing

private let lines: [(line: String, words: [String], word: String)] = [
    ("camkeep show fr", ["show"], "fr"),
    ("camkeep show ", ["show"], ""),
    ("camkeep", [], "camkeep"),
    ("", [], ""),
    ("  camkeep\tshow\nx", ["show"], "x"),
    ("A=1 _b2='x y' camkeep show x", ["show"], "x"),
    ("camkeep A=1 x", ["A=1"], "x"),
    (#"camkeep a\ b 'c d' "e f" g\"h"#, ["a b", "c d", "e f"], #"g"h"#),
    (#"camkeep '' x"#, [""], "x"),
    (#"camkeep "a\$b\x\"" 'c\d' x"#, [#"a$b\x""#, #"c\d"#], "x"),
    (#"camkeep 'open word"#, [], "open word"),
    (#"camkeep x\"#, [], "x"),
    (#"camkeep ~/snapshots '~/a' \~/b x~/c ~ x"#, ["/home/snapshots", "~/a", "~/b", "x~/c", "~"], "x"),
    ("camkeep ~/x", [], "~/x"),
    ("camkeep $(touch x) `y` x", ["$(touch", "x)", "`y`"], "x"),
]

@Test(arguments: lines)
func aLineIsTakenApartAsTheShellDoes(line: String, words: [String], word: String) {
    let typed = TypedLine(line, home: "/home")
    #expect(typed.words == words)
    #expect(typed.word == word)
}

@Test func theWordAtTheCursorCanBeTheProgram() {
    #expect(!TypedLine("camk").hasProgram)
    #expect(!TypedLine("A=1 ./camkeep").hasProgram)
    #expect(TypedLine("A=1 ./camkeep ").hasProgram)
}

@Test(arguments: [
    ("camkeep --color=al", 8, false),
    ("camkeep --color=", 8, false),
    ("camkeep live:http://ho", 10, false),
    ("camkeep gate@la", 4, false),
    (#"camkeep a\=b\:c"#, 0, false),
    ("camkeep 'a=b", 0, true),
    ("camkeep a='b=c", 2, true),
    ("camkeep 'a=b'c", 0, false),
    ("camkeep a=b ", 0, false),
])
func readlineBreaksWords(line: String, fixedLength: Int, isQuoted: Bool) {
    let typed = TypedLine(line, wordBreaks: "\"'@><=;|&(:", home: nil)
    #expect(typed.fixedLength == fixedLength)
    #expect(typed.isQuoted == isQuoted)
}
