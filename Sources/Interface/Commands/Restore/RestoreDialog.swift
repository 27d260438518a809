import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Restore
import Text

/// Restores one camera in talk with the operator: shows the plan, asks, writes, tells.
struct RestoreDialog {
    private let values: ParsedValues
    private let console: Console
    private let job: RestoreJob
    private let report: RestoreReport
    private let isJSON: Bool

    init(_ values: ParsedValues, _ console: Console, _ job: RestoreJob) {
        self.values = values
        self.console = console
        self.job = job
        report = RestoreReport(job.reader.schema, console)
        isJSON = values.isSet(RestoreCommand.json)
    }

    /// How a restore ended, or why it did not begin.
    struct Outcome {
        let code: ExitCode
        /// What was not written because the plan leaves it out.
        var leftOut: [Omission] = []
    }

    func run(_ request: RestoreRequest) async throws -> Outcome {
        let target = request.place.target
        let planned = try await job.plan(request, isOneOfMany: false)
        for remark in planned.remarks { console.note(HarmlessText.escaped("\(target.address): \(remark)")) }
        for words in planned.unfulfilled { console.error(HarmlessText.escaped("\(target.address): \(words)")) }
        var outcome = try await run(planned)
        if outcome.code == .success, !planned.unfulfilled.isEmpty { outcome = Outcome(code: .partial) }
        return outcome
    }

    private func run(_ planned: RestoreJob.Planned) async throws -> Outcome {
        let (plan, target) = (planned.plan, planned.request.place.target)
        var options = RestoreSelection.options(values)
        let asks = !values.isSet(RestoreSelection.yes) && !values.isSet(RestoreSelection.dryRun)
        if asks { options.mayReaddress = true }
        let prepared = job.prepare(planned, options)
        if !isJSON { report.show(plan, prepared, isJournalSealed: !job.recipients.isEmpty) }
        guard !plan.steps.isEmpty else {
            if isJSON { report.printJSON(nil, target, plan) }
            return Outcome(code: plan.isPartial ? .partial : .success, leftOut: planned.leftOut)
        }
        if values.isSet(RestoreSelection.dryRun) {
            if isJSON { report.printJSON(nil, target, plan) }
            return Outcome(code: .differences, leftOut: planned.leftOut)
        }
        if asks {
            guard try await confirm(prepared, target) else {
                console.note("nothing was written")
                return Outcome(code: .differences)
            }
            if !values.isSet(RestoreSelection.allowReaddress), prepared.writes.contains(where: \.cutsConnection) {
                options.mayReaddress = try await confirmReaddressing(prepared)
            }
        }
        let result = try await job.write(planned, options) { [console] reference in
            console.note(
                "the camera as it was is kept as \(HarmlessText.escaped(reference)), "
                    + ConfigurationReference.beforeRestore)
        } progress: {
            RestoreReport.progress(console)($0)
        }
        console.progress.finish()
        let code = report.tell(result, plan, target, isJSON: isJSON)
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
