import DiffTestSupport
import JSONTree
import Reports
import SemanticDiff
import Snapshots
import Testing
import Text

@Suite struct TextReportTests {
    private static let escape = "\u{1B}"

    /// Without the sequences that switch colours.
    private static func colorless(_ text: String) -> String {
        text.split(separator: escape, omittingEmptySubsequences: false).enumerated().map { position, part in
            position == 0 ? part : part.drop { $0 != "m" }.dropFirst()
        }.joined()
    }

    private static func difference(_ edit: (inout ExampleCamera) throws -> Void) throws -> (Difference, ExampleCamera) {
        var camera = try ExampleCamera()
        let old = camera.snapshot()
        try edit(&camera)
        let new = camera.snapshot(taken: ExampleCamera.later)
        return (Differ(schema: camera.schema).difference(old, named: "old", new, named: "new"), camera)
    }

    @Test(arguments: Situation.all)
    func noLineIsWiderThanTheTerminal(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        for width in [40, 41, 57, 64, 77, 79, 80, 99, 118, 119, 120] {
            let report = TextReport(difference, schema: schema, style: .plain, width: width).text()
            let summary = SummaryReport(difference, schema: schema, style: .plain, width: width).text()
            for line in (report + summary).split(separator: "\n") where DisplayWidth.of(String(line)) > width {
                Issue.record("at \(width) columns: \(line)")
            }
        }
    }

    @Test(arguments: Situation.all)
    func coloursAddNothingButColours(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        let plain = TextReport(difference, schema: schema, style: .plain, width: 100).text()
        let colored = TextReport(difference, schema: schema, style: OutputStyle(usesColor: true), width: 100).text()
        #expect(colored != plain)
        #expect(Self.colorless(colored) == plain)
    }

    @Test(arguments: Situation.all)
    func nothingActsOnTheTerminal(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        let texts = [
            TextReport(difference, schema: schema, style: .plain, width: 80).text(),
            SummaryReport(difference, schema: schema, style: .plain, width: 80).text(),
            MarkdownReport(difference, schema: schema).text(),
        ]
        for text in texts {
            #expect(HarmlessText.escaped(text, keepingLines: true) == text)
        }
    }

    @Test func widthsBeyondTheBoundsAreTheBounds() throws {
        let (difference, schema) = try #require(Situation.all.last).difference()
        func text(_ width: Int) -> String {
            TextReport(difference, schema: schema, style: .plain, width: width).text()
        }
        #expect(text(Int.min) == text(40))
        #expect(text(Int.max) == text(120))
    }

    @Test func aMegabyteOfTextIsShown() throws {
        let long = String(repeating: "x", count: 1 << 20)
        let (difference, camera) = try Self.difference { camera in
            try camera.set("video/watermark", "/1/markText", to: .string(long))
            try camera.set("image/image", "/\(long.prefix(10_000))", to: .string(long))
            camera.identity.name = long
        }
        let text = TextReport(difference, schema: camera.schema, style: .plain, width: 80).text()
        #expect(text.utf8.count < 10_000)
        #expect(text.contains("1048576 characters"))
        #expect(MarkdownReport(difference, schema: camera.schema).text().utf8.count < 10_000)
    }

    @Test func longTextsAreShownWhereTheyPart() throws {
        var camera = try ExampleCamera()
        let common = String(repeating: "x", count: 500)
        try camera.set("network/smtp", "/theme", to: .string(common + "one"))
        let old = camera.snapshot()
        try camera.set("network/smtp", "/theme", to: .string(common + "two"))
        let changes = Differ(schema: camera.schema).difference(old, named: "old", camera.snapshot(), named: "new")
            .changes
        #expect(
            changes.flatMap(ChangeWording.sentences) == [
                #"Subject "…xxxxxxxxxxxxone" (503 characters) → "…xxxxxxxxxxxxtwo" (503 characters)"#
            ])
    }

    @Test func theGravestSectionIsFirst() throws {
        let (difference, camera) = try Self.difference { camera in
            try camera.set("system/system-time", "/model", to: 2)
            try camera.set("network/interfaces", "/dns2", to: "9.9.9.9")
            try camera.set("network/snmp", "/enable", to: true)
        }
        let lines = TextReport(difference, schema: camera.schema, style: .plain, width: 80).text().split(
            separator: "\n")
        let marks = lines.compactMap { $0.hasPrefix("  ") ? $0.split(separator: " ").first : nil }
        #expect(marks == ["security", "recording", "connectivity"])
    }

    @Test func nothingIsSaidToBeEqualThatWasNotCompared() throws {
        for situation in Situation.all where ["incomparable-secrets", "nothing-known"].contains(situation.name) {
            let (difference, schema) = try situation.difference()
            let texts = [
                TextReport(difference, schema: schema, style: .plain, width: 120).text(),
                SummaryReport(difference, schema: schema, style: .plain, width: 120).text(),
                MarkdownReport(difference, schema: schema).text(),
            ]
            for text in texts {
                #expect(!text.contains("No differences."))
                #expect(text.contains("cannot be compared"))
            }
        }
    }
}
