import CameraSchema
import DiffTestSupport
import Foundation
import JSONTree
import SemanticDiff
import Snapshots
import Testing
import Text

@testable import Reports

@Suite struct HTMLReportTests {
    /// The golden files have the page without its style sheet, so that their differences show changed words.
    @Test(arguments: Situation.all)
    func matchesItsGoldenFile(situation: Situation) throws {
        let page = try Self.page(situation)
        let policy = try #require(page.firstRange(of: "sha256-"))
        let hash = String(page[policy.upperBound...].prefix { $0 != "&" })
        let golden = page.replacingOccurrences(of: Stylesheet.rules, with: " … ").replacingOccurrences(
            of: hash, with: "…")
        try GoldenFile("\(situation.name).html").expect(golden)
    }

    @Test(arguments: Situation.all)
    func isWellFormedAndNeedsNothingElse(situation: Situation) throws {
        let text = try Self.page(situation)
        let page = try HTMLPage(text)
        let names: Set = [
            "html", "head", "meta", "title", "style", "body", "header", "aside", "main", "footer", "section", "nav",
            "div",
            "fieldset", "legend", "label", "input", "h1", "h2", "h3", "p", "ul", "li", "a", "b", "span", "code", "time",
            "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption", "svg", "desc",
            "rect", "path", "text",
        ]
        let attributes: Set = [
            "lang", "charset", "http-equiv", "content", "name", "class", "id", "scope", "type", "checked",
            "autocomplete",
            "for", "href", "datetime", "role", "aria-labelledby", "aria-label", "aria-hidden", "viewBox", "x", "y",
            "width", "height", "d", "colspan",
        ]
        #expect(Set(page.elements.map(\.name)).subtracting(names).isEmpty)
        #expect(Set(page.elements.flatMap(\.attributes.keys)).subtracting(attributes).isEmpty)
        for word in ["<script", "url(", "@import", "@font-face", "javascript:", "src="]
        where situation.name != "hostile-texts" {
            #expect(!text.contains(word))
        }
        #expect(!Stylesheet.rules.contains("url(") && !Stylesheet.rules.contains("//"))
        #expect(!text.contains("style=\""), "the policy lets only the style sheet through")
    }

    @Test(arguments: Situation.all)
    func everyReferenceLeadsSomewhere(situation: Situation) throws {
        let page = try HTMLPage(try Self.page(situation))
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(ids.count == Set(ids).count)
        let references =
            page.elements("a").compactMap { $0.attributes["href"].map { String($0.dropFirst()) } }
            + page.elements.compactMap { $0.attributes["aria-labelledby"] }.flatMap {
                $0.split(separator: " ").map(String.init)
            }
        #expect(Set(references).subtracting(ids).isEmpty)
        for link in page.elements("a") { #expect(link.attributes["href"]?.first == "#") }
    }

    @Test(arguments: Situation.all)
    func saysEveryChangeAndOffersItsImpact(situation: Situation) throws {
        let rendered = try Self.render(situation)
        let (difference, page) = (rendered.difference, try HTMLPage(rendered.page))
        let items = page.elements("li").filter { $0.attributes["class"]?.hasPrefix("change ") ?? false }
        #expect(items.count == difference.changes.count)
        let words = page.text.filter { $0 != "\u{200E}" }
        for change in difference.changes where !change.title.isEmpty {
            let sentences = ChangeWording.sentences(change)
            for sentence in sentences {
                let told = sentences.count == 1 ? sentence : String(sentence.dropFirst(change.title.count + 2))
                #expect(words.contains(HarmlessText.escaped(told)))
            }
        }
        let choices = page.elements("input").compactMap { $0.attributes["id"] }
        let impacts = Impact.allCases.filter { impact in difference.changes.contains { $0.impact == impact } }
        #expect(choices == impacts.map { "show-\($0.rawValue)" })
    }

    @Test(arguments: Situation.all)
    func neverTellsADigestOfASecret(situation: Situation) throws {
        #expect(!(try Self.page(situation)).contains("fingerprint"))
    }

    @Test func neverTellsADigestInsideOfAWholeValue() throws {
        let old = try ExampleCamera()
        var new = old
        try new.set(
            "image/image", "/cloud", to: ["address": "c.example", "password": "hunter2", "tokens": [["token": "t"]]])
        let difference = Differ(schema: new.schema).difference(old.snapshot(), named: "a", new.snapshot(), named: "b")
        let text = HTMLReport(difference, schema: new.schema).text()
        #expect(text.contains("c.example"))
        #expect(!text.contains("fingerprint") && !text.contains("hunter2"))
    }

    @Test(arguments: [
        "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>", "</style><script>alert(1)</script>",
        "</title><base href=//x>", "<!--", "]]>", "&lt;b&gt;", "{{7*7}}", "a\u{202E}b\u{2066}c", "\u{0}\u{1B}[2J\u{9B}",
    ])
    func hostileTextsCannotBreakOut(hostile: String) throws {
        var old = try ExampleCamera()
        try old.set("video/watermark", "/1/markText", to: "before")
        var new = old
        try new.set("video/watermark", "/1/markText", to: .string(hostile))
        try new.set("image/image", "/\(JSONPointerText.escaped(hostile))", to: .string(hostile))
        new.identity.name = hostile
        new.identity.model = hostile
        let difference = Differ(schema: new.schema).difference(
            old.snapshot(), named: hostile, new.snapshot(), named: hostile)
        let text = HTMLReport(difference, schema: new.schema).text()
        let page = try HTMLPage(text)
        if hostile.contains(where: { "<>&\"'".contains($0) }) {
            #expect(page.text.contains(hostile))
            #expect(!text.contains(hostile))
        }
        for element in page.elements {
            #expect(!element.attributes.keys.contains { $0.hasPrefix("on") } && element.name != "base")
            #expect(element.attributes.values.allSatisfy { !$0.contains("alert") })
        }
        for scalar in text.unicodeScalars {
            #expect(scalar == "\n" || scalar.properties.generalCategory != .control)
            #expect(scalar.properties.generalCategory != .format)
        }
    }

    @Test func cutsTextsOfAMegabyteAndSaysSo() throws {
        var old = try ExampleCamera()
        try old.set("video/watermark", "/1/markText", to: .string(String(repeating: "<", count: 1 << 20)))
        var new = old
        try new.set("video/watermark", "/1/markText", to: .string(String(repeating: "\u{202E}", count: 1 << 20)))
        try new.set("image/image", "/" + String(repeating: "n", count: 1 << 20), to: 1)
        new.identity.name = String(repeating: "x", count: 1 << 20)
        let difference = Differ(schema: new.schema).difference(old.snapshot(), named: "a", new.snapshot(), named: "b")
        let text = HTMLReport(difference, schema: new.schema).text()
        #expect(text.utf8.count < 100_000)
        #expect(text.contains("(1048576 characters)"))
        #expect(text.contains("(cut: \((1 << 20) - 2_000) more characters)"))
        _ = try HTMLPage(text)
    }

    @Test func listsOfThousandsOfItemsAreCut() throws {
        var old = try ExampleCamera()
        try old.set("image/image", "/samples", to: [])
        var new = old
        try new.set("image/image", "/samples", to: .array((0..<10_000).map { .integer($0) }))
        let difference = Differ(schema: new.schema).difference(old.snapshot(), named: "a", new.snapshot(), named: "b")
        let text = HTMLReport(difference, schema: new.schema).text()
        #expect(text.utf8.count < 50_000)
        #expect(text.contains(" characters)") || text.contains("…"))
    }

    @Test func doesNotSpeakOfNoDifferencesWhereNothingIsKnown() throws {
        let situations = Situation.all.filter {
            ["no-differences", "incomparable-secrets", "nothing-known"].contains($0.name)
        }
        for situation in situations {
            let isComplete = situation.name == "no-differences"
            #expect(try Self.page(situation).contains("<h1>No differences</h1>") == isComplete)
        }
        #expect(situations.count == 3)
    }

    @Test func anArrowBetweenRightToLeftTextsKeepsItsDirection() throws {
        var old = try ExampleCamera()
        try old.set("video/watermark", "/1/markText", to: "שער")
        var new = old
        try new.set("video/watermark", "/1/markText", to: "דלת")
        let difference = Differ(schema: new.schema).difference(old.snapshot(), named: "a", new.snapshot(), named: "b")
        #expect(
            HTMLReport(difference, schema: new.schema).text().contains("&quot;שער&quot; &lrm;→&lrm; &quot;דלת&quot;"))
    }

    private struct Rendered {
        let difference: Difference
        let page: String
    }

    /// Every situation once, because reading the schema takes longer than everything else here.
    private static let rendered = Result {
        try Dictionary(
            uniqueKeysWithValues: Situation.all.map { situation in
                let (difference, schema) = try situation.difference()
                return (
                    situation.name,
                    Rendered(difference: difference, page: HTMLReport(difference, schema: schema).text())
                )
            })
    }

    private static func render(_ situation: Situation) throws -> Rendered {
        try #require(try rendered.get()[situation.name])
    }

    private static func page(_ situation: Situation) throws -> String {
        try render(situation).page
    }
}

private enum JSONPointerText {
    static func escaped(_ step: String) -> String {
        JSONPointer([step]).description.dropFirst().description
    }
}
