import CameraSchema
import DiffTestSupport
import History
import JSONTree
import Reports
import SemanticDiff
import Snapshots
import Testing

struct TimelineTests {
    private let fixture: HistoryFixture

    init() throws {
        fixture = try HistoryFixture()
    }

    private func timeline(since: SnapshotTime? = nil, only: [String] = []) throws -> [TimelineEntry] {
        let options = DiffOptions(filter: PathFilter(only: only))
        return Timeline(store: fixture.store, schema: fixture.camera.schema, options: options)
            .entries(try fixture.entries(), since: since)
    }

    private func digest(_ step: TimelineEntry.Step?) -> ChangeDigest? {
        step.map { ChangeDigest($0.difference, schema: fixture.camera.schema) }
    }

    private static let encrypt = "/0/property/rtspProtocol /encrypt"
    private static let port = "/0/property/rtspProtocol /port"

    @Test func theGravestChangeIsSaidFirst() throws {
        try fixture.camera.set("network/port", Self.encrypt, to: 1)
        try fixture.take()
        try fixture.camera.set("network/port", Self.encrypt, to: 0)
        try fixture.camera.set("network/port", Self.port, to: 8554)
        try fixture.change(2121)
        try fixture.take()
        let timeline = try timeline()
        #expect(timeline.count == 2)
        #expect(timeline[1].step == nil)
        let step = try #require(timeline[0].step)
        #expect(digest(step)?.headline == "3 changes, 1 security: RTSP authentication switched off")
        #expect(digest(step)?.count(.security) == 1)
        #expect(step.json(schema: fixture.camera.schema)["total"] == 3)
        #expect(step.json(schema: fixture.camera.schema)["counts"]?["security"] == 1)
        #expect(step.json(schema: fixture.camera.schema)["changes"]?.arrayValue?.count == 3)
        let network = try self.timeline(only: ["network/ftp"])[0].step
        #expect(digest(network)?.lines.count == 1)
        #expect(digest(network)?.headline == "1 recording change: FTP port 21 → 2121")
    }

    @Test func aTitleThatSaysLittleAloneGetsThatOfItsSection() throws {
        try fixture.take()
        try fixture.camera.set("network/ftp", "/username", to: "somebody-else")
        try fixture.take()
        fixture.camera.withdraw("event/motion", "unknown")
        try fixture.take()
        let timeline = try timeline()
        #expect(digest(timeline[1].step)?.headline == "1 recording change: FTP: user name changed (secret)")
        #expect(
            digest(timeline[0].step)?.headline
                == "1 alarm change: Motion detection: No longer supported by the camera")
    }

    @Test func aSectionThatFailedIsNoChangeAndIsComparedWhenItIsReadAgain() throws {
        try fixture.take()
        fixture.camera.fail("network/port", "the connection was dropped")
        try fixture.take()
        var changed = try ExampleCamera()
        try changed.set("network/port", Self.port, to: 8554)
        fixture.camera = changed
        try fixture.take()
        let timeline = try timeline()
        let (last, failed) = (try #require(timeline[0].step), try #require(timeline[1].step))
        #expect(digest(failed)?.headline == nil)
        #expect(failed.unread == ["network/port"])
        #expect(digest(last)?.lines.flatMap(\.sentences) == ["RTSP port 554 → 8554"])
        #expect(last.unread == [])
        #expect(last.firstRead == 0)
    }

    @Test func whatWasNotReadBeforeIsNoChange() throws {
        try fixture.take(only: ["network/ftp"])
        try fixture.take()
        try fixture.change(2121)
        try fixture.take(only: ["network/ftp"])
        try fixture.camera.set("network/port", Self.port, to: 8554)
        try fixture.take()
        let timeline = try timeline()
        #expect(timeline.map { digest($0.step)?.lines.count } == [1, 1, 0, nil])
        #expect(timeline[2].step?.firstRead ?? 0 > 50)
    }

    @Test func sinceLeavesOutOlderOnesAndStillComparesWithThem() throws {
        try fixture.take()
        fixture.camera.fail("network/ftp", "slow")
        try fixture.take()
        fixture.camera = try ExampleCamera()
        try fixture.change(2121)
        let newest = try fixture.take()
        let timeline = try timeline(since: newest.taken)
        #expect(timeline.count == 1)
        #expect(digest(timeline[0].step)?.lines.count == 1)
        #expect(try self.timeline(since: SnapshotTime(secondsSince1970: newest.taken.secondsSince1970 + 1)).isEmpty)
    }

    @Test func aDamagedSnapshotIsToldAndPassedOver() throws {
        try fixture.take()
        try fixture.change(1)
        let damaged = try fixture.take()
        try fixture.change(2)
        try fixture.take()
        try fixture.write([0], "front-door/" + damaged.fileName)
        let timeline = try timeline()
        #expect(throws: SnapshotError.self) { try timeline[1].snapshot.get() }
        #expect(digest(timeline[0].step)?.lines.count == 1)
    }

    @Test func anotherFirmwareIsNamed() throws {
        try fixture.take()
        fixture.camera.identity.software = "0.2.0.0"
        fixture.camera.withdraw("event/motion", "unknown")
        try fixture.take()
        let step = try timeline()[0].step
        #expect(step?.firmware?.new.contains("0.2.0.0") ?? false)
        #expect(digest(step)?.lines.isEmpty ?? false)
        #expect(digest(step)?.headline == "No settings changed; 1 change explained by the new firmware")
    }
}
