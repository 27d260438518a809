import Files
import Foundation
import Monitoring
import Snapshots
import TestSupport
import Testing

struct MetricsTests {
    private static func report() -> RunReport {
        var report = RunReport(command: "snapshot", started: SnapshotTime(secondsSince1970: 1_800_000_000))
        for (name, outcome) in [("gate", CameraReport.Outcome.changed), ("yard", .failed), ("hall", .partial)] {
            var camera = CameraReport(
                name: name, address: name, outcome: outcome, duration: .milliseconds(1_250))
            if outcome == .partial { camera.unreadSections = ["network/port", "network/ftp"] }
            report.add(camera)
        }
        report.finish(after: .milliseconds(41_203), at: SnapshotTime(secondsSince1970: 1_800_000_041))
        return report
    }

    private static func camera(_ name: String, _ outcome: CameraReport.Outcome?) -> RunMetrics.Camera {
        RunMetrics.Camera(
            name: name, lastSuccess: SnapshotTime(secondsSince1970: 1_799_000_000),
            run: outcome.map {
                .init(CameraReport(name: name, address: name, outcome: $0, duration: .milliseconds(1_250)))
            })
    }

    private static func read(_ cameras: [RunMetrics.Camera], isInterrupted: Bool = false) throws -> [String: Double] {
        try Exposition(RunMetrics(report(), cameras, isInterrupted: isInterrupted).text).samples
    }

    @Test func theRunAndItsCamerasAreMeasured() throws {
        let samples = try Self.read([Self.camera("gate", .changed), Self.camera("yard", .failed)])
        #expect(samples[#"camkeep_last_run_timestamp_seconds{command="snapshot"}"#] == 1_800_000_041)
        #expect(samples[#"camkeep_run_duration_seconds{command="snapshot"}"#] == 41.203)
        #expect(samples[#"camkeep_run_cameras{command="snapshot",outcome="failed"}"#] == 1)
        #expect(samples[#"camkeep_run_cameras{command="snapshot",outcome="unchanged"}"#] == 0)
        #expect(samples[#"camkeep_run_interrupted{command="snapshot"}"#] == 0)
        #expect(samples[#"camkeep_camera_failed{command="snapshot",camera="gate"}"#] == 0)
        #expect(samples[#"camkeep_camera_failed{command="snapshot",camera="yard"}"#] == 1)
        #expect(samples[#"camkeep_camera_duration_seconds{command="snapshot",camera="yard"}"#] == 1.25)
        #expect(
            samples[#"camkeep_last_success_timestamp_seconds{command="snapshot",camera="yard"}"#] == 1_799_000_000)
    }

    @Test func aCameraThatWasLeftOutKeepsItsLastSuccess() throws {
        let samples = try Self.read([Self.camera("gate", nil)], isInterrupted: true)
        #expect(samples.keys.filter { $0.contains("gate") }.count == 1)
        #expect(samples[#"camkeep_run_interrupted{command="snapshot"}"#] == 1)
    }

    @Test(arguments: [
        "plain", #"a "quoted" name"#, #"back\slash"#, "two\nlines", "Tor Süd 🚪", #"\"#, #"",x="1"#, "e\u{301}", "{}",
        "a\u{85}b",
    ])
    func everyNameSurvives(name: String) throws {
        let text = RunMetrics(Self.report(), [Self.camera(name, .unchanged)], isInterrupted: false).text
        let names = try Exposition(text).labelValues("camera")
        #expect(Set(names) == [name])
        #expect(names.allSatisfy { Array($0.utf8) == Array(name.utf8) })
    }

    @Test func theOrderDoesNotDependOnWhoWasDoneFirst() {
        let cameras = ["b", "a", "c", "ä"].map { Self.camera($0, .unchanged) }
        let texts = [cameras, cameras.reversed()].map { RunMetrics(Self.report(), $0, isInterrupted: false).text }
        #expect(texts[0] == texts[1])
    }

    @Test func theFileIsForEverybodyToRead() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "camkeep-metrics-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "camkeep.prom").path(percentEncoded: false)
        try MetricsFile.check(path)
        for _ in 0..<2 {
            try MetricsFile.write(RunMetrics(Self.report(), [], isInterrupted: false), to: path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o644)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)) == ["camkeep.prom"])
        #expect(throws: FileFault.self) { try MetricsFile.check(path + "/camkeep.prom") }
    }
}
