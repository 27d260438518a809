import Testing

@testable import CommandLineTool

private let edition = ManualPage.Edition(version: "camkeep 1.2.3", date: "2026-11-22")
private let pages = ManualPage.all(of: Sample.root, edition: edition)

private func page(_ names: String...) -> [String] {
    pages.first { $0.commandNames == names }?.text().split(separator: "\n").map(String.init) ?? []
}

@Test(arguments: [
    ("front-door's", #"front\-door\(aqs"#),
    (#"C:\cam"#, #"C:\ecam"#),
    (#"a "b" `c` ^~"#, #"a \(dqb\(dq \(gac\(ga \(ha\(ti"#),
    ("→ 5\u{2026}", #"\[u2192] 5\[u2026]"#),
    ("\u{1F4F7}", #"\[u1F4F7]"#),
    ("\u{1B}[31m", #"\eu{1B}[31m"#),
    (".SH", ".SH"),
])
func textIsEscapedForRoff(text: String, expected: String) {
    #expect(Roff.escaped(text) == expected)
}

@Test func noLineOfTextIsARequest() {
    let text = ".sh 'x " + Array(repeating: "word .hidden 'quoted", count: 40).joined(separator: " ")
    let lines = Roff.filled(text) + Roff.verbatim([".so /etc/passwd", "'br"]).dropFirst(2).dropLast(2)
    #expect(lines.allSatisfy { !$0.hasPrefix(".") && !$0.hasPrefix("'") && $0.utf8.count <= 80 })
    #expect(lines.first?.hasPrefix(#"\&.sh \(aqx"#) == true)
}

@Test func everyCommandHasAPage() {
    #expect(
        pages.map(\.fileName) == [
            "camkeep.1", "camkeep-snapshot.1", "camkeep-show.1", "camkeep-copy.1", "camkeep-schema.1",
            "camkeep-schema-check.1", "camkeep-schema-show.1", "camkeep-help.1",
        ])
}

@Test func aPageHasTheUsualSections() {
    let lines = page("snapshot")
    #expect(lines.first == #".TH "CAMKEEP\-SNAPSHOT" 1 2026-11-22 "camkeep 1.2.3" "User Commands""#)
    #expect(
        lines.filter { $0.hasPrefix(".SH ") } == [
            ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH ARGUMENTS", ".SH OPTIONS", ".SH GLOBAL OPTIONS",
            ".SH ENVIRONMENT", ".SH EXAMPLES", ".SH EXIT STATUS", ".SH SEE ALSO",
        ])
    #expect(lines.contains(#"\fBcamkeep snapshot\fR \fI[OPTION]...\fR \fITARGET...\fR"#))
    #expect(lines.contains(#"\fB\-s\fR, \fB\-\-store\fR \fIDIR\fR"#))
    #expect(lines.contains(#"\fB\-h\fR, \fB\-\-help\fR"#))
    #expect(lines.contains(#"\fBSAMPLE_STORE\fR"#))
    #expect(lines.contains(#"camkeep snapshot \-\-only \(aqnetwork/*\(aq https://192.0.2.10"#))
    #expect(!lines.contains { $0.contains("internal") })
    #expect(lines.contains(#".BR camkeep\-show (1)"#))
    #expect(page("schema").contains(#".BR camkeep\-schema\-check (1)"#))
    #expect(page().contains(#"\fB\-\-version\fR"#))
    #expect(!page("show").contains(#"\fB\-\-version\fR"#))
}
