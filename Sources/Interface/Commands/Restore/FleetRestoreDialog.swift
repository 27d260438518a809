import CommandLineTool
import Fleet
import Jobs
import Restore

/// Restores several cameras in a dialog with the operator: shows all plans, asks once, writes, reports.
struct FleetRestoreDialog {
    private let restore: FleetRestore
    private let writing: WritingSettings
    private let limits: FleetLimits
    private let console: Console
    private var job: RestoreJob { restore.job }

    init(_ restore: FleetRestore, writing: WritingSettings, limits: FleetLimits, console: Console) {
        self.restore = restore
        self.writing = writing
        self.limits = limits
        self.console = console
    }

    func run() async throws -> ExitCode {
        switch writing.consent {
        case .given: return await write(writing.options, confirmed: nil)
        case .dryRun: return try await preview().code
        case .asked: break
        }
        let (preview, code) = try await preview()
        guard preview.cameras > 0 else { return code }
        let count = Wording.count(preview.sections, "section")
        guard
            try await ConfirmationPrompt(console).ask(
                "Write \(count) to \(Wording.count(preview.cameras, "camera")), one ahead of the others?")
        else {
            console.note("nothing was written")
            return .differences
        }
        var options = writing.options
        if preview.cutsConnection, !options.mayReaddress {
            options.mayReaddress = try await ConfirmationPrompt(console).ask(
                "Some of it can cut the connection to a camera. Write that, too?")
        }
        return await write(options, confirmed: preview)
    }

    private var report: FleetRestoreReport {
        FleetRestoreReport(job.reader.schema, console, targets: restore.targets, isJSON: writing.isJSON)
    }

    private var fleetRun: FleetRun {
        FleetRun(
            restore.targets, isFleet: true, with: limits.runner(cameras: restore.targets.count), console: console)
    }

    private func preview() async throws -> (FleetRestore.Preview, code: ExitCode) {
        var preview = FleetRestore.Preview()
        var report = report
        var options = writing.options
        if writing.consent != .dryRun { options.mayReaddress = true }
        let ending = await fleetRun.run { [restore] target in
            try await restore.plan(target)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .failure(let error): return report.failed(outcome.target, error)
            case .success(let planned):
                preview.add(planned)
                return report.planned(
                    planned, job.prepare(planned, options: options), isJournalSealed: !job.recipients.isEmpty)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return (preview, ending.code)
    }

    /// - Parameter confirmed: the plans that were agreed to; nil if all are
    private func write(_ options: RestoreOptions, confirmed: FleetRestore.Preview?) async -> ExitCode {
        var report = report
        let writing = restore.writing(options, confirmed: confirmed, mostFailures: writing.mostFailures)
        let ending = await fleetRun.run { target in
            try await writing.write(target)
        } report: { outcome in
            switch outcome.result {
            case .failure(let error): report.failed(outcome.target, error)
            case .success(let written): report.written(written)
            }
        }
        report.finish(duration: ending.duration)
        return ending.codeOfWriting
    }
}
