import CameraSchema
import CommandLineTool
import Fleet
import JSONTree
import Jobs
import Restore
import Text

/// Reports how a restore of several cameras went: what went wrong in full, and a row for each at the end.
struct FleetRestoreReport {
    private let console: Console
    private let report: RestoreReport
    private let isJSON: Bool
    private var table: FleetTable
    private var shown = ShownCameras()

    init(_ schema: CameraSchema, _ console: Console, targets: [FleetTarget], isJSON: Bool) {
        self.console = console
        self.isJSON = isJSON
        report = RestoreReport(schema, console)
        table = FleetTable(console, targets)
    }

    // MARK: - Before

    /// Shows a plan that has something to write.
    mutating func planned(
        _ planned: RestoreJob.Planned, _ prepared: PreparedRestore, isJournalSealed: Bool
    ) -> ExitCode {
        let (plan, place) = (planned.plan, planned.request.place)
        let count = plan.steps.count
        let earlier = count > 0 ? shown.shown(planned.digest, of: place.title) : nil
        reportUnset(planned)
        if isJSON {
            report.printJSON(.init(planned))
        } else if count > 0, earlier == nil {
            if !console.isQuiet { console.print(console.outputStyle.bold(HarmlessText.escaped(place.title))) }
            report.show(plan, prepared, isJournalSealed: isJournalSealed)
        }
        let changes = plan.steps.reduce(0) { $0 + $1.changes.count }
        let isPartial = plan.isPartial || !planned.unset.isEmpty
        let detail =
            count == 0
            ? nil : "\(Wording.count(count, "section")) to write, \(Wording.count(changes, "change"))"
        add(
            place, trouble: isPartial ? .partial : count > 0 ? .news : .well,
            word: isPartial ? "partial" : count > 0 ? "differs" : "as wanted",
            details: [detail, earlier.map { "as \($0)" }] + remarks(planned))
        return count > 0 ? .differences : isPartial ? .partial : .success
    }

    // MARK: - After

    mutating func written(_ written: FleetRestore.Written) -> ExitCode {
        switch written {
        case .asWanted(let planned):
            let isPartial = planned.plan.isPartial || !planned.unset.isEmpty
            reportUnset(planned)
            if isJSON { report.printJSON(.init(planned)) }
            add(
                planned.request.place, trouble: isPartial ? .partial : .well,
                word: isPartial ? "partial" : "as wanted", details: remarks(planned))
            return isPartial ? .partial : .success
        case .tried(let planned, let result): return tried(planned, result)
        }
    }

    private mutating func tried(_ planned: RestoreJob.Planned, _ result: RestoreResult) -> ExitCode {
        let place = planned.request.place
        // Without Ctrl-C it was the camera's time, or that of the run, that was over.
        let isLate = result.isInterrupted && !Task.isCancelled
        let plain = RestoreReport.exitCode(result, plan: planned.plan, direction: .apply)
        let code: ExitCode = isLate ? .failure : plain == .success && !planned.unset.isEmpty ? .partial : plain
        reportUnset(planned)
        if isJSON {
            report.printJSON(.init(planned), result: result)
        } else if code != .success, !console.isQuiet {
            console.print(console.outputStyle.bold(HarmlessText.escaped(place.title)))
            report.troubles(result)
        }
        report.warn(result, of: place.title)
        let failed = result.steps.filter(\.outcome.isFailure).map(\.section)
        let heldBack = result.steps.count { if case .heldBack = $0.outcome { true } else { false } }
        var details: [String?] = []
        if result.isInterrupted { details.append(isLate ? "its time was over" : "interrupted") }
        if let first = failed.first {
            details.append("wrong at \(first)" + (failed.count > 1 ? " and \(failed.count - 1) more" : ""))
        }
        if result.written > 0 { details.append("\(Wording.count(result.written, "section")) written and read back") }
        if heldBack > 0 { details.append("\(heldBack) left out") }
        if result.target != place.target { details.append("now at \(result.target)") }
        let (trouble, word) = trouble(result, code)
        add(place, trouble: trouble, word: word, details: details + remarks(planned))
        return code
    }

    private func trouble(_ result: RestoreResult, _ code: ExitCode) -> (FleetTable.Trouble, String) {
        switch result.ending {
        case .rolledBack: (.failed, "put back")
        case .rollbackFailed: (.failed, "NOT put back")
        case .stopped: (.failed, "stopped")
        case .finished: code == .success ? (.news, "written") : (.partial, "partial")
        }
    }

    /// A camera to which nothing was written.
    mutating func failed(_ target: FleetTarget, _ error: any Error) -> ExitCode {
        let failure = Failures.describe(error, of: target)
        if isJSON {
            var object = JSONObject([("target", .string("\(target.target)"))])
            object["camera"] = target.name.map(JSONValue.string)
            object["ending"] = "failed"
            object["error"] = .string(failure.message)
            console.print(json: .object(object))
            console.error(ofCamera: failure)
        }
        table.add(.failed(target, error))
        return failure.exitCode
    }

    func finish(duration: Duration) {
        if !isJSON { table.print(duration: duration) }
    }

    // MARK: - Rows

    private func reportUnset(_ planned: RestoreJob.Planned) {
        for value in planned.unset {
            console.error(HarmlessText.escaped("\(planned.request.place.title): \(Wording.unset(value))"))
        }
    }

    private func remarks(_ planned: RestoreJob.Planned) -> [String?] {
        let leftOut = planned.leftOut.reduce(0) { $0 + $1.count }
        let missed = planned.unset.count
        return [
            missed > 0 ? "NOT given \(Wording.count(missed, "own value"))" : nil,
            leftOut > 0 ? "\(Wording.count(leftOut, "setting")) left out" : nil,
        ] + planned.remarks
    }

    private mutating func add(
        _ place: FleetTarget, trouble: FleetTable.Trouble, word: String, details: [String?]
    ) {
        let detail = HarmlessText.escaped(details.compactMap { $0 }.joined(separator: ", "), limit: 300)
        table.add(.init(trouble: trouble, word: word, title: place.title, detail: detail))
    }
}
