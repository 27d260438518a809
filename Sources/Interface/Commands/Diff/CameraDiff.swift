import CameraClient
import CameraSchema
import CommandLineTool
import Cryptography
import Fleet
import JSONTree
import Jobs
import Monitoring
import Reports
import SemanticDiff
import Snapshots

/// `camkeep diff TARGET… live`: the latest snapshots of cameras against the cameras as they are now.
struct CameraDiff {
    private let options: DiffCommand.Options
    private let console: Console

    init(_ options: DiffCommand.Options, _ console: Console) {
        self.options = options
        self.console = console
    }

    func run(_ selection: TargetSelection) async throws -> ExitCode {
        let targets = try selection.targets(with: options.inventory.resolver())
        let schema = try options.schema.load()
        return try await RunMonitor.follow(options.monitoring, command: "diff", console: console) { monitor in
            try await run(targets, schema: schema, monitor: &monitor)
        }
    }

    private func run(
        _ targets: [FleetTarget], schema: CameraSchema, monitor: inout RunMonitor
    ) async throws -> ExitCode {
        let isFleet = targets.count > 1
        guard !isFleet || [.text, .json, .summary].contains(options.format) else {
            throw UsageFault(
                description: "\(options.format.rawValue) is for one camera",
                hint: "take text, json or summary for several")
        }
        monitor.expect(targets)
        let runner = options.limits.runner(cameras: targets.count)
        let reader = try await CameraReader(
            options.access, schema: schema, for: targets, jobs: runner.jobs, events: JobEvents(console))
        let job = try DriftJob(reader: reader, store: options.store, options: options.comparison)
        let run = FleetRun(targets, isFleet: isFleet, with: runner, console: console)
        var report = DriftReport(console, format: options.format, schema: schema, targets: targets)
        let ending = await run.run { target in
            try await job.run(target, isOneOfMany: isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let drift):
                let changes = ChangeReport(ChangeDigest(drift.difference, schema: schema))
                monitor.add(CameraReport(drift, of: outcome.target, changes: changes, after: outcome.duration))
                report.add(drift.difference, of: outcome.target)
                return exitCode(of: drift.difference)
            case .failure(let error):
                monitor.add(outcome.target, error, after: outcome.duration)
                report.failed(outcome.target, error)
                return Failures.describe(error).exitCode
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return ending.code
    }

    private func exitCode(of difference: Difference) -> ExitCode {
        if !difference.changes.isEmpty { return .differences }
        return difference.unreadSections.isEmpty ? .success : .partial
    }
}

extension CameraReport {
    /// How a camera differs from what the store has of it.
    fileprivate init(
        _ drift: DriftJob.Outcome, of target: FleetTarget, changes: ChangeReport?, after duration: Duration
    ) {
        let isPartial = !drift.difference.unreadSections.isEmpty
        self.init(
            name: target.title, address: target.target.address,
            outcome: isPartial ? .partial : changes != nil ? .changed : .unchanged, duration: duration)
        unreadSections = drift.difference.unreadSections
        snapshot = drift.entry.reference
        self.changes = changes
    }
}

/// Prints how cameras differ from what the store has of them: each difference, and of several cameras a table at the end.
private struct DriftReport {
    private let console: Console
    private let format: DiffReport.Format
    private let schema: CameraSchema
    private let isFleet: Bool
    private var table: FleetTable
    private var shown = ShownCameras()

    init(_ console: Console, format: DiffReport.Format, schema: CameraSchema, targets: [FleetTarget]) {
        self.console = console
        self.format = format
        self.schema = schema
        isFleet = targets.count > 1
        table = FleetTable(console, targets)
    }

    /// What is equal for several cameras is printed once.
    mutating func add(_ difference: Difference, of target: FleetTarget) {
        let isUnread = !difference.unreadSections.isEmpty
        let count = difference.changes.count
        let earlier =
            isFleet && count > 0 && !isUnread
            ? shown.shown(ContentDigest(of: difference.changes), of: target.title) : nil
        if format == .json, isFleet {
            console.print(json: ["camera": .string(target.title), "difference": JSONReport.json(difference)])
        } else if !console.isQuiet, earlier == nil, count > 0 || isUnread || !isFleet {
            DiffReport(difference, schema: schema).print(format, on: console)
        }
        let sections = Wording.count(Set(difference.changes.map(\.section)).count, "section")
        let detail =
            count == 0
            ? "" : "\(Wording.count(count, "change")) in \(sections)" + (earlier.map { ", as \($0)" } ?? "")
        table.add(
            .init(
                trouble: isUnread ? .partial : count > 0 ? .news : .well,
                word: isUnread ? "partial" : count > 0 ? "drifted" : "as stored", title: target.title, detail: detail))
    }

    mutating func failed(_ target: FleetTarget, _ error: any Error) {
        let failure = Failures.describe(error, of: target)
        if format == .json {
            console.print(json: ["camera": .string(target.title), "error": .string(failure.message)])
        }
        if !isFleet || format == .json { console.error(ofCamera: failure) }
        table.add(.failed(target, error))
    }

    /// After the last camera.
    func finish(duration: Duration) {
        if isFleet, format != .json { table.print(duration: duration) }
    }
}
