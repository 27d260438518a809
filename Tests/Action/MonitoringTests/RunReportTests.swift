import DiffTestSupport
import Foundation
import JSONTree
import Monitoring
import Reports
import SemanticDiff
import Snapshots
import TestSupport
import Testing
import Text

struct RunReportTests {
    private static func document(_ report: RunReport) throws -> JSONValue {
        #expect(report.text.utf8.last == 0x0A)
        #expect(report.text.utf8.count { $0 == 0x0A } == 1)
        let document = try JSONReader.readStrictly(
            Array(report.text.utf8), limits: .init(bytes: 1 << 24, depth: 32))
        let file = Repository.file("schema/run-v1.schema.json")
        let schema = try JSONReader.readStrictly(
            Array(Data(contentsOf: file)), limits: .init(bytes: 1 << 20, depth: 32))
        #expect(try JSONSchemaChecker(schema).violations(of: document) == [])
        return document
    }

    private static func camera(_ name: String, _ outcome: CameraReport.Outcome) -> CameraReport {
        var camera = CameraReport(name: name, address: "192.168.1.10", outcome: outcome, duration: .milliseconds(1_203))
        if outcome == .failed { camera.failure = FailureReport(message: "nothing answers there", hint: "is it on?") }
        if outcome == .partial { camera.unreadSections = ["network/port"] }
        return camera
    }

    @Test func aRunIsToldWithTheWorstFirst() throws {
        var report = RunReport(command: "snapshot", started: SnapshotTime(secondsSince1970: 1_800_000_000))
        #expect(!report.hasFailures && !report.hasChanges)
        for (name, outcome) in [
            ("a", CameraReport.Outcome.unchanged), ("b", .changed), ("c", .new), ("d", .partial), ("e", .failed),
        ] {
            report.add(Self.camera(name, outcome))
        }
        report.finish(after: .milliseconds(41_203), at: SnapshotTime(secondsSince1970: 1_800_000_041))
        #expect(report.hasFailures)
        let document = try Self.document(report)
        #expect(document["cameras"]?.arrayValue?.map { $0["name"] } == ["e", "d", "b"])
        #expect(document["counts"] == ["failed": 1, "partial": 1, "changed": 1, "new": 1, "unchanged": 1])
        #expect(document["started"] == "2027-01-15T08:00:00Z")
        #expect(document["duration"]?.compactText == "41.203")
        #expect(document["cameras"]?.arrayValue?[0]["error"]?["hint"] == "is it on?")
    }

    @Test func aRunThatCouldNotBeMadeIsAFailure() throws {
        var report = RunReport(command: "diff")
        report.finish(FailureReport(message: "cannot read the password", hint: nil), after: .zero)
        #expect(report.hasFailures)
        #expect(try Self.document(report)["error"]?["message"] == "cannot read the password")
    }

    @Test func aFleetThatIsDownIsAShortReport() throws {
        var report = RunReport(command: "snapshot")
        for number in 0..<5_000 { report.add(Self.camera("camera-\(number)", .failed)) }
        report.add(Self.camera("gate", .changed))
        report.finish(after: .seconds(60))
        let document = try Self.document(report)
        #expect(document["counts"]?["failed"] == 5_000)
        #expect(document["cameras"]?.arrayValue?.count == 101)
        #expect(document["camerasLeftOut"] == 4_900)
        #expect(report.text.utf8.count < 64 << 10)
    }

    @Test(arguments: Situation.all)
    func changesAreToldInWords(situation: Situation) throws {
        let (difference, schema) = try situation.difference()
        let digest = ChangeDigest(difference, schema: schema)
        var camera = Self.camera("gate", .changed)
        camera.changes = ChangeReport(digest)
        var report = RunReport(command: "snapshot")
        report.add(camera)
        report.finish(after: .zero)
        let document = try Self.document(report)
        #expect(report.hasChanges == !difference.changes.isEmpty)
        #expect(report.changes == difference.settings.count)
        let changes = document["cameras"]?.arrayValue?.first?["changes"]
        #expect(changes?["total"]?.integerValue ?? 0 == difference.settings.count)
        let lines = changes?["lines"]?.arrayValue ?? []
        #expect(lines.count == min(20, difference.settings.count))
        #expect(lines.count + (changes?["linesLeftOut"]?.integerValue ?? 0) == difference.settings.count)
        for (line, told) in zip(lines, digest.lines) {
            #expect(
                line["sentence"]?.stringValue
                    == HarmlessText.escaped(told.sentences.joined(separator: "; "), limit: 500))
        }
    }
}
