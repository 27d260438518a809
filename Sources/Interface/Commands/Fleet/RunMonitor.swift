import CameraClient
import CameraSchema
import CommandLineTool
import Files
import Fleet
import JSONTree
import Jobs
import Monitoring
import Snapshots
import Text

/// Follows a run for those who are not there to watch it, and reports to them at its end.
struct RunMonitor {
    private let console: Console
    private let alerts: Alerts
    private let metricsPath: String?
    private var report: RunReport
    private let start = ContinuousClock.now
    /// By name, if metrics are wanted.
    private var cameras: [String: RunMetrics.Camera] = [:]
    /// What the run writes to; nil if it keeps nothing.
    private var store: SnapshotStore?

    private init(_ settings: MonitoringSettings, command: String, console: Console) async throws {
        self.console = console
        metricsPath = try settings.checkedMetricsPath()
        alerts = try await settings.alerts(events: JobEvents(console))
        report = RunReport(command: command)
    }

    /// Runs a command, and afterwards passes on what it reported here, however it ended.
    ///
    /// - Returns: the command's exit code, or partial if all was well but for somebody who could not be told
    /// - Throws: what the body throws
    static func follow(
        _ settings: MonitoringSettings, command: String, console: Console,
        _ body: (inout RunMonitor) async throws -> ExitCode
    ) async throws -> ExitCode {
        var monitor = try await RunMonitor(settings, command: command, console: console)
        let code: ExitCode
        do {
            code = try await body(&monitor)
        } catch {
            guard !Task.isCancelled, !(error is CancellationError) else {
                monitor.report.finish(after: .now - monitor.start)
                _ = monitor.writeMetrics(isInterrupted: true)
                throw error
            }
            _ = try await monitor.finish(Failures.describe(error))
            throw error
        }
        let isDone = try await monitor.finish(nil)
        return isDone || ![.success, .differences].contains(code) ? code : .partial
    }

    // MARK: - During the run

    private var measures: Bool { metricsPath != nil }

    /// The cameras that the command line names, also those that the run leaves out.
    ///
    /// - Parameter store: where the run keeps them; nil if it keeps nothing
    mutating func expect(_ targets: [FleetTarget], named name: String? = nil, in store: SnapshotStore? = nil) {
        guard measures else { return }
        self.store = store
        for target in targets {
            let name = name ?? target.title
            cameras[name] = RunMetrics.Camera(name: name)
        }
    }

    mutating func add(_ camera: CameraReport) {
        report.add(camera)
        if let changes = camera.changes {
            console.event(
                .info, "changed",
                fields: JSONObject([
                    ("event", "changed"), ("camera", .string(camera.name)), ("address", .string(camera.address)),
                    ("changes", .integer(changes.total)), ("securityChanges", .integer(changes.count(.security))),
                ]))
        }
        guard measures else { return }
        cameras[camera.name, default: RunMetrics.Camera(name: camera.name)].run = .init(camera)
        if store != nil, !camera.isFailure { cameras[camera.name]?.lastSuccess = .now() }
    }

    /// A camera that failed.
    mutating func add(_ target: FleetTarget, named name: String? = nil, _ error: any Error, after duration: Duration) {
        var camera = CameraReport(
            name: name ?? target.title, address: target.target.address, outcome: .failed, duration: duration)
        camera.failure = FailureReport(message: Failures.reason(error), hint: Failures.describe(error).hint)
        add(camera)
    }

    // MARK: - At the end

    /// - Returns: whether everybody could be told
    /// - Throws: `CancellationError`
    private mutating func finish(_ failure: CommandLineProgram.Failure?) async throws -> Bool {
        report.finish(failure.map(FailureReport.init), after: .now - start)
        // First, as hooks may take their time. A run that could not begin leaves the metrics as they were: their age tells.
        let isMeasured = failure != nil || writeMetrics(isInterrupted: false)
        let faults = try await alerts.report(report) { line, source in console.relay(line, from: source) }
        for fault in faults { console.warn(HarmlessText.escaped(fault)) }
        return isMeasured && faults.isEmpty
    }

    /// - Returns: false, with a warning, if that failed
    private func writeMetrics(isInterrupted: Bool) -> Bool {
        guard let metricsPath, !cameras.isEmpty else { return true }
        do {
            // Read now: what was kept while the run was interrupted counts, too.
            let latest = try store.map { (store) throws(SnapshotStoreError) in try LatestSnapshots(store) }
            let cameras = cameras.values.map { camera in
                var camera = camera
                camera.lastSuccess = camera.lastSuccess ?? latest?.lastWhole(named: camera.name)
                return camera
            }
            try MetricsFile.write(RunMetrics(report, cameras, isInterrupted: isInterrupted), to: metricsPath)
            return true
        } catch {
            let reason = (error as? FileFault)?.reason ?? Failures.reason(error)
            console.warn(HarmlessText.escaped("the metrics cannot be written to \(metricsPath): \(reason)"))
            return false
        }
    }
}

extension FailureReport {
    fileprivate init(_ failure: CommandLineProgram.Failure) {
        self.init(message: failure.message, hint: failure.hint)
    }
}
