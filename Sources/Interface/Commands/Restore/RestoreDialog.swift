import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Restore
import Text

/// Restores one camera in a dialog with the operator: shows the plan, asks, writes, reports.
struct RestoreDialog {
    private let job: RestoreJob
    private let writing: WritingSettings
    private let console: Console
    private let report: RestoreReport

    init(_ job: RestoreJob, writing: WritingSettings, console: Console) {
        self.job = job
        self.writing = writing
        self.console = console
        report = RestoreReport(job.reader.schema, console)
    }

    /// How a restore ended, or why it did not begin.
    struct Outcome {
        let code: ExitCode
        /// What was not written because the plan leaves it out.
        var leftOut: [Omission] = []
    }

    func run(_ request: RestoreRequest) async throws -> Outcome {
        let address = request.place.target.address
        let planned = try await job.plan(request, isOneOfMany: false)
        for remark in planned.remarks { console.note(HarmlessText.escaped("\(address): \(remark)")) }
        for value in planned.unset { console.error(HarmlessText.escaped("\(address): \(Wording.unset(value))")) }
        var outcome = try await run(planned)
        if outcome.code == .success, !planned.unset.isEmpty { outcome = Outcome(code: .partial) }
        return outcome
    }

    private func run(_ planned: RestoreJob.Planned) async throws -> Outcome {
        let (plan, target) = (planned.plan, planned.request.place.target)
        let subject = RestoreReport.Subject(target, plan: plan)
        var options = writing.options
        if writing.consent == .asked { options.mayReaddress = true }
        let prepared = job.prepare(planned, options: options)
        if !writing.isJSON { report.show(plan, prepared, isJournalSealed: !job.recipients.isEmpty) }
        guard !plan.steps.isEmpty else {
            if writing.isJSON { report.printJSON(subject) }
            return Outcome(code: plan.isPartial ? .partial : .success, leftOut: planned.leftOut)
        }
        switch writing.consent {
        case .given: break
        case .dryRun:
            if writing.isJSON { report.printJSON(subject) }
            return Outcome(code: .differences, leftOut: planned.leftOut)
        case .asked:
            guard try await confirm(prepared, target) else {
                console.note("nothing was written")
                return Outcome(code: .differences)
            }
            if !writing.options.mayReaddress, prepared.writes.contains(where: \.cutsConnection) {
                options.mayReaddress = try await confirmReaddressing(prepared)
            }
        }
        let result = try await job.write(planned, options: options) { [console] reference in
            console.note(
                "the camera as it was is kept as \(HarmlessText.escaped(reference)), "
                    + ConfigurationReference.beforeRestore)
        } progress: {
            RestoreReport.progress(console)($0)
        }
        console.progress.finish()
        let code = report.ended(result, of: subject, isJSON: writing.isJSON)
        return Outcome(code: code, leftOut: planned.leftOut)
    }

    // MARK: - Asking

    private func confirm(_ prepared: PreparedRestore, _ target: CameraTarget) async throws -> Bool {
        guard !prepared.writes.isEmpty else { return true }
        let count = Wording.count(prepared.writes.count, "section")
        return try await ConfirmationPrompt(console).ask("Write \(count) to \(target)?")
    }

    private func confirmReaddressing(_ prepared: PreparedRestore) async throws -> Bool {
        let sections = prepared.writes.filter(\.cutsConnection).map(\.section.description).joined(separator: ", ")
        return try await ConfirmationPrompt(console).ask(
            "\(sections) can cut the connection to the camera. Write them, too?")
    }
}
