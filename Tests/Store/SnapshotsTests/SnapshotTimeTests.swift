import Foundation
import TestSupport
import Testing

@testable import Snapshots

struct SnapshotTimeTests {
    @Test func itAgreesWithTheSystemsCalendar() {
        var generator = SeededGenerator(seed: 3)
        let seconds =
            [0, 951_782_400, 4_107_542_399, 253_402_300_799]
            + (0..<500).map { _ in Int.random(in: 0...253_402_300_799, using: &generator) }
        for second in seconds {
            let time = SnapshotTime(secondsSince1970: second)
            #expect(time.description == Date(timeIntervalSince1970: Double(second)).formatted(.iso8601))
            #expect(SnapshotTime(time.description) == time)
            #expect(SnapshotTime(fileName: time.fileName) == time)
        }
    }

    @Test(arguments: [
        "", "2026", "2026-11-22", "2026-11-22T14:35:06", "2026-11-22T14:35:06z", "2026-11-22T143506Z",
        "2026-11-22 14:35:06Z", "2026-11-22T14:35:06.5Z", "2026-11-22T14:35:60Z", "2026-11-22T24:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "1969-12-31T23:59:59Z", "+026-11-22T14:35:06Z", "2026-11-22T14:35:06Zx", "２０２６-11-22T14:35:06Z",
    ])
    func everyOtherTextIsRefused(text: String) {
        #expect(SnapshotTime(text) == nil)
    }

    @Test(
        arguments: [
            ("2026-11-22T143506Z.json.gz", 1), ("2026-11-22T143506Z-2.json.gz", 2),
            ("2026-11-22T143506Z-10.json.gz", 10),
            ("2026-11-22T143506Z-1.json.gz", nil), ("2026-11-22T143506Z-02.json.gz", nil),
            ("2026-11-22T143506Z-.json.gz", nil), ("2026-11-22T143506Z--2.json.gz", nil),
            ("2026-11-22T143506Z-+2.json.gz", nil), ("2026-11-22T143506Z.json", nil), (".json.gz", nil),
            ("seen.json", nil), ("2026-11-22T143506Z-2-3.json.gz", nil),
            ("2026-11-22T143506Z-99999999999999999999.json.gz", nil),
        ] as [(String, Int?)])
    func namesOfFiles(text: String, number: Int?) {
        let name = SnapshotName(fileName: text)
        #expect(name?.number == number)
        if let name { #expect(name.fileName == text) }
    }
}
