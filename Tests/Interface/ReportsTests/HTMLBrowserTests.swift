import CameraSchema
import DiffTestSupport
import Foundation
import JSONTree
import SemanticDiff
import Testing

@testable import Reports

/// The page as a reader sees it.
@Suite(
    .serialized,
    .enabled(
        if: Browser.isRequired, "a browser takes half a minute; CAMKEEP_BROWSER=1 scripts/test installs and uses it")
)
struct HTMLBrowserTests {
    /// Colours of the style sheet.
    private enum Paint {
        static let lightGround = PNGImage.Colour(0xF5F6F8)
        static let surface = PNGImage.Colour(0xFFFFFF)
        static let darkGround = PNGImage.Colour(0x12161C)
        static let scheduled = PNGImage.Colour(0x4A7FE0)
        static let kept = PNGImage.Colour(0x5B8DEF)
        static let gained = PNGImage.Colour(0xA6DFB8)
        static let lost = PNGImage.Colour(0xC62828)
    }

    @Test func aDaysLostEveningIsMissingInTheSecondWeekOnly() async throws {
        let old = try ExampleCamera()
        var new = old
        try new.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080])
        let image = try await Browser().screenshot(of: Self.page(old, new), named: "schedule")
        // The two weeks stand side by side in the right three quarters.
        let whole = try #require(image.region(of: Paint.scheduled, columns: 0..<image.width, lineOf: 150))
        let middle = (whole.left + whole.right) / 2
        let before = try #require(image.region(of: Paint.scheduled, columns: 0..<middle, lineOf: 150))
        let after = try #require(image.region(of: Paint.scheduled, columns: middle..<image.width, lineOf: 150))
        #expect(before.top == after.top && before.bottom == after.bottom)
        for (day, y) in Weekdays.shown.enumerated().map({ ($1, (Double($0) + 0.4) / 7) }) {
            for (week, hasEvening) in [(before, true), (after, day != 4)] {
                let morning = week.point(9 / 24, y)
                let evening = week.point(21 / 24, y)
                #expect(image[morning.x, morning.y] == Paint.scheduled, "\(Weekdays.long[day])")
                #expect((image[evening.x, evening.y] == Paint.scheduled) == hasEvening, "\(Weekdays.long[day])")
            }
        }
    }

    @Test func cellsOfTheMotionAreaStandWhereTheyAre() async throws {
        let image = try await Browser().screenshot(of: Self.page("motion-area"), named: "grid")
        func region(_ colour: PNGImage.Colour) throws -> PNGImage.Region {
            try #require(image.region(of: colour, columns: 0..<image.width, lineOf: 20))
        }
        let (kept, gained, lost) = (try region(Paint.kept), try region(Paint.gained), try region(Paint.lost))
        // Columns 6–17 of rows 4–11 became columns 0–15 of rows 6–13 without row 9: kept are columns 6–15.
        #expect(gained.left < kept.left && kept.right < lost.right)
        #expect(lost.top < kept.top && kept.bottom < gained.bottom)
        let columns = Double(kept.right - kept.left + 1) / 10
        #expect(abs(Double(kept.left - gained.left) / columns - 6) < 0.3)
        // Row 9 is the fourth of the six rows from 6 to 11.
        let empty = kept.point(0.47, 3.5 / 6)
        let full = kept.point(0.47, 1.5 / 6)
        #expect(image[empty.x, empty.y] != Paint.kept)
        #expect(image[full.x, full.y] == Paint.kept)
    }

    @Test func aPolygonIsDrawnBeforeAndAfter() async throws {
        let image = try await Browser(height: 2600).screenshot(of: Self.page("figures"), named: "figures")
        #expect(image.colours.count > 20)
        // The outlines of the new figure have the accent colour.
        #expect(image.region(of: PNGImage.Colour(0x1F5FC4), columns: 0..<image.width, lineOf: 100) != nil)
    }

    @Test func theFilterHidesWithoutAScript() async throws {
        let page = try Self.page("mixed")
        func shown(_ impacts: Set<Impact>, _ name: String) async throws -> PNGImage {
            let hidden = Set(Impact.allCases).subtracting(impacts)
            let filtered = hidden.reduce(page) { page, impact in
                page.replacingOccurrences(
                    of: "id=\"show-\(impact.rawValue)\" autocomplete=\"off\" checked=\"checked\"",
                    with: "id=\"show-\(impact.rawValue)\" autocomplete=\"off\"")
            }
            return try await Browser(height: 2200).screenshot(of: filtered, named: "filter-\(name)")
        }
        let all = try await shown(Set(Impact.allCases), "all")
        let recording = try await shown([.recording], "recording")
        let none = try await shown([], "none")
        for (image, hasWeek, hasGrid) in [(all, true, true), (recording, true, false), (none, false, false)] {
            #expect((image.count(of: Paint.scheduled) > 1_000) == hasWeek)
            #expect((image.count(of: Paint.kept) > 300) == hasGrid)
        }
        let ground = [all, recording, none].map { $0.count(of: Paint.lightGround) }
        #expect(ground[0] < ground[1] && ground[1] < ground[2])
    }

    @Test(arguments: ["mixed", "hostile-texts", "firmware-upgrade"])
    func nothingStandsOutOnAPhone(situation: String) async throws {
        let image = try await Browser(width: 360, height: 3_000)
            .screenshot(of: Self.page(situation), named: "phone-\(situation)")
        #expect(image.width == 360)
        #expect(image.colours.count > 20)
        // Anything too wide would cover the margin.
        for y in 0..<image.height { #expect(image[355, y] == Paint.lightGround) }
    }

    @Test func followsTheReadersColourScheme() async throws {
        let page = try Self.page("mixed")
        let light = try await Browser().screenshot(of: page, named: "light")
        let dark = try await Browser(isDark: true).screenshot(of: page, named: "dark")
        #expect(light[3, 3] == Paint.lightGround)
        #expect(dark[3, 3] == Paint.darkGround)
        #expect(dark.count(of: Paint.surface) < 100)
    }

    /// If a text ever broke out, the page's policy would stop it.
    @Test func thePolicyStopsWhatGotIn() async throws {
        let page = try Self.page("secrets")
        let intruder = """
            <body><style>* { background: red !important; }</style><script>document.body.style.background = 'red'</script>\
            <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onerror="document.body.style.background = 'red'">\
            <p style="position: fixed; inset: 0; background: red"></p>
            """
        let intruded = page.replacingOccurrences(of: "<body>", with: intruder)
        let red = PNGImage.Colour(0xFF0000)
        let policy = try #require(intruded.firstRange(of: /<meta http-equiv="Content-Security-Policy"[^>]*>/))
        let unguarded = try await Browser().screenshot(
            of: intruded.replacingCharacters(in: policy, with: ""), named: "policy-none")
        #expect(unguarded.count(of: red) > 100_000, "the attack itself works")
        let guarded = try await Browser().screenshot(of: intruded, named: "policy")
        #expect(guarded.count(of: red) == 0)
        #expect(guarded.count(of: Paint.surface) > 100_000)
    }

    // MARK: - Pages

    private static func page(_ name: String) throws -> String {
        let (difference, schema) = try #require(Situation.all.first { $0.name == name }).difference()
        return HTMLReport(difference, schema: schema).text()
    }

    private static func page(_ old: ExampleCamera, _ new: ExampleCamera) -> String {
        let difference = Differ(schema: new.schema).difference(
            old.snapshot(), named: "old", new.snapshot(taken: ExampleCamera.later), named: "new")
        return HTMLReport(difference, schema: new.schema).text()
    }
}
