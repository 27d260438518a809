import CameraSchema
import DiffTestSupport
import Foundation
import History
import JSONTree
import TestSupport
import Testing

@testable import Restore
@testable import Snapshots

struct PrunerTests {
    private let fixture: HistoryFixture

    init() throws {
        fixture = try HistoryFixture()
    }

    private func pruner(_ rules: RetentionRules) -> Pruner {
        Pruner(store: fixture.store, rules: rules, schema: fixture.camera.schema) { [store = fixture.store] in
            RestoreJournal.pins(in: store)
        }
    }

    private func takeMany(_ count: Int, archive: Bool = false) throws -> [SnapshotEntry] {
        try (0..<count).map { number in
            try fixture.change(number)
            return try fixture.take(archive: archive ? [UInt8(number)] : nil)
        }
    }

    @Test func removesSnapshotsWithTheirArchivesAndNotes() throws {
        let taken = try takeMany(3, archive: true)
        try fixture.take()
        #expect(try fixture.entries().first?.seenAgain?.count == 1)
        try fixture.store.tag(taken[1], as: "golden")
        let preview = try pruner(RetentionRules(last: 1)).preview("front-door")
        #expect(preview.removal.snapshots == [taken[0]])
        #expect(try fixture.entries().count == 3, "a preview removes nothing")

        let outcome = try pruner(RetentionRules(last: 1)).prune("front-door")
        #expect(outcome.removal == preview.removal)
        #expect(outcome.removal.archives.map(\.fileName) == [taken[0].name.archiveFileName])
        #expect(try fixture.entries().map(\.tags) == [[], ["golden"]])
        #expect(try fixture.entries().first?.seenAgain?.count == 1)
        #expect(try !fixture.files().contains { $0.contains(taken[0].name.description) })

        let forgetting = try pruner(RetentionRules(last: 1, keepsTagged: false)).prune("front-door")
        #expect(forgetting.removal.snapshots.map(\.tags) == [["golden"]])
        let tags = try String(contentsOfFile: fixture.store.path + "/front-door/tags.json", encoding: .utf8)
        #expect(!tags.contains("golden"))
        for entry in try fixture.entries() { #expect(fixture.store.verify(entry).faults == []) }
    }

    @Test func keepsTheLastGoodOne() throws {
        let good = try takeMany(2)
        try fixture.change(7)
        fixture.camera.fail("event/motion", "the connection was dropped")
        let bad = try fixture.take()
        let outcome = try pruner(RetentionRules(last: 1)).prune("front-door")
        #expect(outcome.plan.kept.map(\.entry.name) == [bad.name, good[1].name])
        #expect(outcome.plan.kept.map(\.reasons) == [[.last], [.lastGood]])
    }

    @Test func aPartOfTheCameraIsNotItsLastGoodOne() throws {
        let whole = try takeMany(2)
        try fixture.change(7)
        let part = try fixture.take(only: ["network/ftp", "network/port"])
        let outcome = try pruner(RetentionRules(last: 1)).prune("front-door")
        #expect(outcome.plan.kept.map(\.entry.name) == [part.name, whole[1].name])
    }

    @Test func aDamagedOneIsNotTheLastGoodOne() throws {
        let taken = try takeMany(3)
        try fixture.write([1, 2, 3], "front-door/" + taken[2].fileName)
        let outcome = try pruner(RetentionRules(last: 1)).prune("front-door")
        #expect(outcome.plan.kept.map(\.entry.name) == [taken[2].name, taken[1].name])
    }

    @Test func removesArchivesThatAKilledRunLeftAlone() throws {
        _ = try takeMany(1, archive: true)
        try fixture.write([1], "front-door/2020-01-01T000000Z.vendor.zip")
        try fixture.write([1], "front-door/2020-01-01T000000Z.vendor.zip.age")
        try fixture.write([1], "front-door/notes.vendor.zip")
        let outcome = try pruner(RetentionRules(last: 5)).prune("front-door")
        #expect(outcome.removal.snapshots == [])
        #expect(outcome.removal.archives.count == 2)
        let left = try fixture.files()
        #expect(left.contains("front-door/notes.vendor.zip"), "what is not the store's own is left alone")
        #expect(!left.contains { $0.contains("2020") })
        #expect(fixture.store.verify(try #require(try fixture.entries().first)).faults == [])
    }

    @Test func keepsWhatAnOpenRestoreNeeds() throws {
        let taken = try takeMany(4)
        let snapshot = fixture.camera.snapshot().json
        let begin: JSONValue = [
            "kind": "begin", "format": 1, "camera": "front-door", "target": "http://192.168.1.10",
            "started": "2026-11-22T14:35:06Z", "tool": "camkeep", "desired": "front-door@golden",
            "before": .string(taken[1].reference), "onFailure": "stop",
            "schema": .string(snapshot["schema"]?.stringValue ?? ""),
            "live": snapshot, "wanted": snapshot, "steps": [],
        ]
        try fixture.write(JournalLine.bytes(of: begin), ".journal/front-door.journal")
        let outcome = try pruner(RetentionRules(last: 1)).preview("front-door")
        #expect(outcome.plan.kept.map(\.entry.name) == [taken[3].name, taken[1].name])
        #expect(outcome.plan.kept.last?.reasons == [.openRestore])
    }

    @Test(arguments: ["x\n", "{\"check\":\"0\",\"entry\":{}}\nmore\n"])
    func aDamagedJournalKeepsAllOfItsCamera(text: String) throws {
        _ = try takeMany(3)
        try fixture.write(Array((text + text).utf8), ".journal/front-door.journal")
        #expect(try pruner(RetentionRules(last: 1)).prune("front-door").removal.snapshots == [])
        try fixture.write(Array("{\"check\"".utf8), ".journal/front-door.journal")
        // A first line that was torn: nothing had been written to the camera.
        #expect(try pruner(RetentionRules(last: 1)).prune("front-door").removal.snapshots.count == 2)
    }

    @Test(arguments: ["", "{}", "{\"tags\":[]}", "{\"tags\":{\"golden\":1}}", "{\"tags\":{\"golden\":\"x\"}}"])
    func nothingIsRemovedWhereTheTagsCannotBeRead(text: String) throws {
        _ = try takeMany(3)
        try fixture.write(Array(text.utf8), "front-door/tags.json")
        for run in [
            pruner(RetentionRules(last: 1)).prune(_:waiting:),
            { camera, _ in try pruner(RetentionRules(last: 1)).preview(camera) },
        ] {
            let error = #expect(throws: SnapshotStoreError.self) { try run("front-door", .zero) }
            #expect(error?.code == .damaged)
        }
        #expect(try fixture.entries().count == 3)
    }

    @Test func withoutARuleNothingIsRemoved() throws {
        _ = try takeMany(2)
        try fixture.write([1], "front-door/2020-01-01T000000Z.vendor.zip")
        let before = try fixture.files()
        #expect(try pruner(RetentionRules()).prune("front-door").removal == StoreRemoval())
        #expect(try fixture.files() == before)
    }

    @Test func aRunThatIsKilledAtAnyMomentLeavesAnIntactStore() async throws {
        let path = fixture.store.path
        let schema = fixture.camera.schema
        var generator = SeededGenerator(seed: 5)
        for round in 0..<10 {
            for number in 0..<7 {
                try fixture.change(round * 100 + number)
                try fixture.take(archive: [UInt8(number)])
            }
            let microseconds = UInt32.random(in: 0...80_000, using: &generator)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, microseconds = microseconds as UInt32] in
                let schema = try CameraSchema(files: SchemaFile.embedded)
                let killer = Thread {
                    usleep(microseconds)
                    kill(getpid(), SIGKILL)
                }
                killer.start()
                var rest = 7
                while true {
                    // One by one, so that the removals fill the time until the kill.
                    let rules = RetentionRules(last: max(1, rest))
                    _ = try Pruner(store: SnapshotStore(path: path), rules: rules, schema: schema) { [] }
                        .prune("front-door")
                    rest -= 1
                }
            }
            let entries = try fixture.entries()
            #expect(!entries.isEmpty)
            for entry in entries { #expect(fixture.store.verify(entry).faults == [], "round \(round)") }
            let next = Pruner(store: fixture.store, rules: RetentionRules(last: 1), schema: schema) { [] }
            _ = try next.prune("front-door", waiting: .zero)
            let names = Set(try fixture.entries().map(\.name))
            #expect(
                try fixture.files().compactMap { $0.split(separator: "/").last.map(String.init) }
                    .compactMap(SnapshotName.init(archiveFileName:)).allSatisfy(names.contains))
        }
    }
}
