import CameraSchema
package import Files
import Glibc
package import Snapshots

/// What a run measures, for the text-file collector of Prometheus' node_exporter.
package struct RunMetrics: Sendable {
    /// Of one camera.
    package struct Camera: Sendable {
        package let name: String
        /// When every section of it was read for the last time, in whichever run.
        package var lastSuccess: SnapshotTime?
        /// How it went in this run; nil for one that the run left out.
        package var run: Run?

        package struct Run: Sendable {
            let outcome: CameraReport.Outcome
            let duration: Duration
            let changes: Int
            let securityChanges: Int
            let unreadSections: Int

            package init(_ report: CameraReport) {
                outcome = report.outcome
                duration = report.duration
                changes = report.changes?.total ?? 0
                securityChanges = report.changes?.count(.security) ?? 0
                unreadSections = report.unreadSections.count
            }
        }

        package init(name: String, lastSuccess: SnapshotTime? = nil, run: Run? = nil) {
            self.name = name
            self.lastSuccess = lastSuccess
            self.run = run
        }
    }

    private let report: RunReport
    private let cameras: [Camera]
    private let isInterrupted: Bool

    /// - Parameter cameras: those that the command line names, in any order
    package init(_ report: RunReport, _ cameras: [Camera], isInterrupted: Bool) {
        self.report = report
        self.cameras = cameras.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
        self.isInterrupted = isInterrupted
    }

    /// In a fixed order, by metric and then by camera.
    package var text: String {
        (runFamilies + cameraFamilies).map(\.text).joined()
    }

    private typealias Label = (name: String, value: String)
    private var command: Label { ("command", report.command) }

    private var runFamilies: [MetricFamily] {
        var last = MetricFamily("camkeep_last_run_timestamp_seconds", "When the last run ended, since 1970.")
        last.add(Double(report.finished.secondsSince1970), command)
        var duration = MetricFamily("camkeep_run_duration_seconds", "How long the last run took.")
        duration.add(Double(report.duration.milliseconds) / 1000, command)
        var interrupted = MetricFamily("camkeep_run_interrupted", "Whether the last run was interrupted.")
        interrupted.add(isInterrupted ? 1 : 0, command)
        var cameras = MetricFamily("camkeep_run_cameras", "The cameras of the last run, by how it went with them.")
        for outcome in CameraReport.Outcome.allCases {
            cameras.add(Double(report.count(outcome)), command, ("outcome", outcome.rawValue))
        }
        return [last, duration, interrupted, cameras]
    }

    private var cameraFamilies: [MetricFamily] {
        [
            family("camkeep_last_success_timestamp_seconds", help: "When the camera was last read whole, since 1970.") {
                $0.lastSuccess.map { Double($0.secondsSince1970) }
            },
            ofRun("camkeep_camera_failed", help: "Whether the camera could not be read in the last run.") {
                $0.outcome == .failed ? 1 : 0
            },
            ofRead("camkeep_camera_sections_failed", help: "Sections that could not be read in the last run.") {
                $0.unreadSections
            },
            ofRead("camkeep_camera_changes", help: "Changes of settings that the last run found.") { $0.changes },
            ofRead("camkeep_camera_security_changes", help: "Those of them that concern security.") {
                $0.securityChanges
            },
            ofRun(
                "camkeep_camera_duration_seconds", help: "How long the last run took with the camera, pauses included."
            ) {
                Double($0.duration.milliseconds) / 1000
            },
        ]
    }

    private func ofRun(_ name: String, help: String, value: (Camera.Run) -> Double) -> MetricFamily {
        family(name, help: help) { $0.run.map(value) }
    }

    /// Of cameras that could be read: of the others nothing is known, which is not the same as none.
    private func ofRead(_ name: String, help: String, value: (Camera.Run) -> Int) -> MetricFamily {
        family(name, help: help) { camera in
            camera.run.flatMap { $0.outcome == .failed ? nil : Double(value($0)) }
        }
    }

    private func family(_ name: String, help: String, value: (Camera) -> Double?) -> MetricFamily {
        var family = MetricFamily(name, help)
        for camera in cameras {
            if let value = value(camera) { family.add(value, command, ("camera", camera.name)) }
        }
        return family
    }
}

/// The file that a collector reads while it may be written: there is the old one or the new one.
package enum MetricsFile {
    /// Whether the file can be put where it is to be.
    ///
    /// - Throws: ``FileFault``
    package static func check(_ path: String) throws(FileFault) {
        let (folder, _) = AtomicFile.split(path)
        guard access(folder, W_OK | X_OK) == 0 else { throw .last }
        _ = try OpenFile(folder: folder)
    }

    /// Readable for all, as the collector is another user.
    ///
    /// - Throws: ``FileFault``
    package static func write(_ metrics: RunMetrics, to path: String) throws(FileFault) {
        let (folder, name) = AtomicFile.split(path)
        try AtomicFile.write(Array(metrics.text.utf8), as: name, in: OpenFile(folder: folder), mode: 0o644)
    }
}
