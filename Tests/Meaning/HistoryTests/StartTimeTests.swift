import History
import Snapshots
import Testing

struct StartTimeTests {
    private static let now = SnapshotTime("2026-11-22T14:35:06Z")

    @Test(arguments: [
        ("2026", "2026-01-01T00:00:00Z"), ("2026-11", "2026-11-01T00:00:00Z"), ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T14:35", "2026-11-20T14:35:00Z"), ("2026-11-20T14:35:06Z", "2026-11-20T14:35:06Z"),
        ("12h", "2026-11-22T02:35:06Z"), ("7d", "2026-11-15T14:35:06Z"), ("3w", "2026-11-01T14:35:06Z"),
        ("1000000w", "1970-01-01T00:00:00Z"),
    ])
    func readsDatesAndDurations(text: String, expected: String) throws {
        let now = try #require(Self.now)
        #expect(StartTime.time(text, now: now)?.description == expected)
    }

    @Test(arguments: [
        "", "d", "7", "7x", "-7d", "+7d", "7.5d", "2026-1", "2026-13", "2026-02-30", "yesterday",
        "99999999999999999999d",
        "2026-11-22T14:35:06X", "७d",
    ])
    func refusesEverythingElse(text: String) throws {
        #expect(StartTime.time(text, now: try #require(Self.now)) == nil)
    }
}
