import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import JSONTree
import Jobs
import Reports
import Restore
import Text

/// Shows what a restore is about to do, and reports what it did.
struct RestoreReport {
    private let schema: CameraSchema
    private let console: Console
    private let style: OutputStyle

    init(_ schema: CameraSchema, _ console: Console) {
        self.schema = schema
        self.console = console
        style = console.outputStyle
    }

    /// The camera that is restored, as reports call it, and what was planned for it.
    struct Subject {
        let target: CameraTarget
        /// What the inventory calls it, if that is said.
        let camera: String?
        /// Nil after an earlier run.
        let plan: RestorePlan?

        init(_ target: CameraTarget, camera: String? = nil, plan: RestorePlan? = nil) {
            self.target = target
            self.camera = camera
            self.plan = plan
        }

        /// A camera of several.
        init(_ planned: RestoreJob.Planned) {
            self.init(planned.request.place.target, camera: planned.request.place.name, plan: planned.plan)
        }
    }

    static func progress(_ console: Console) -> @Sendable (RestoreProgress) -> Void {
        { progress in
            console.progress.update(
                done: progress.done, total: progress.total,
                text: (progress.direction == .rollback ? "putting back  " : "writing  ") + progress.current)
        }
    }

    // MARK: - Before

    /// The plan, what of it is not sent, and what could not be undone.
    func show(_ plan: RestorePlan, _ prepared: PreparedRestore, isJournalSealed: Bool) {
        guard !console.isQuiet else { return }
        let text = PlanReport(plan, schema: schema, style: style, width: console.output.width).text()
        console.write(Array(text.utf8))
        for step in prepared.heldBack { line(step) }
        for (section, places) in prepared.irrecoverable {
            note("\(section): \(names(places)) is overwritten for good: nobody knows what the camera has there now")
        }
        guard !isJournalSealed else { return }
        for (section, places) in prepared.lostByCrash {
            note("\(section): after a crash of this computer, the old \(names(places)) could not be put back")
        }
    }

    private func note(_ text: String) {
        console.note(HarmlessText.escaped(text))
    }

    // MARK: - After

    /// Reports a restore that came to its end.
    ///
    /// - Parameter direction: what was asked for
    func ended(
        _ result: RestoreResult, of subject: Subject, isJSON: Bool, direction: RestoreDirection = .apply
    ) -> ExitCode {
        if isJSON {
            printJSON(subject, result: result)
        } else if !console.isQuiet {
            steps(result)
            console.print(style.bold(HarmlessText.escaped(closing(result, subject.target))))
        }
        warn(result)
        return RestoreReport.exitCode(result, plan: subject.plan, direction: direction)
    }

    /// What became of each section.
    func steps(_ result: RestoreResult) {
        for step in result.steps { line(step) }
    }

    /// What became of the sections that are not as they should be.
    func troubles(_ result: RestoreResult) {
        for step in result.steps {
            let isNotBack = if case .failed? = step.rollback { true } else { false }
            if isNotBack || !step.outcome.isSuccess && step.outcome != .notTried { line(step) }
        }
    }

    /// - Parameter camera: what messages call it, if it is not clear
    func warn(_ result: RestoreResult, of camera: String? = nil) {
        let subject = camera.map { $0 + ": " } ?? ""
        for warning in result.warnings { console.warn(HarmlessText.escaped(subject + warning)) }
        guard result.isOpen else { return }
        console.warn(
            HarmlessText.escaped(
                "\(subject)the restore has not ended: the camera is neither as wanted nor as before"),
            hint: "camkeep restore --resume \(result.target) finishes it, "
                + "camkeep restore --rollback \(result.target) undoes it")
    }

    private func line(_ step: StepResult) {
        let (mark, word) = mark(step.outcome)
        console.print("  \(mark) " + HarmlessText.escaped("\(step.section)  \(step.title): \(word)"))
        for detail in details(step) { console.print("      " + HarmlessText.escaped(detail)) }
    }

    private func mark(_ outcome: StepOutcome) -> (String, String) {
        switch outcome {
        case .verified(let verification):
            verification.alsoChanged.isEmpty
                ? (style.green("+"), "written and read back")
                : (style.yellow("!"), "written and read back, and more has changed")
        case .alreadyAsWanted: (style.green("="), "already as wanted")
        case .dropped: (style.red("!"), "accepted and not applied")
        case .refused(let reason): (style.red("x"), "refused: \(reason)")
        case .heldBack(let reason): (style.yellow("-"), "left out: \(reason)")
        case .changedMeanwhile: (style.red("x"), "not written: it has changed since the plan was made")
        case .lost(let reason): (style.red("x"), "not written: \(reason)")
        case .unknown(let reason): (style.red("?"), "not known: \(reason)")
        case .notTried: (style.dim("."), "not tried")
        }
    }

    private func details(_ step: StepResult) -> [String] {
        var lines: [String] = []
        switch step.outcome {
        case .verified(let verification):
            if !verification.unseenSecrets.isEmpty {
                lines.append("sent, and not shown by the camera: \(names(verification.unseenSecrets))")
            }
            lines += verification.alsoChanged.map { "also changed: \(words($0, wanted: "was"))" }
        case .dropped(let fields), .changedMeanwhile(let fields):
            lines += fields.map { words($0, wanted: "wanted") }
        default: break
        }
        switch step.rollback {
        case nil: break
        case .restored(let secrets):
            lines.append("put back as it was")
            if !secrets.isEmpty {
                lines.append("but for the new secret at \(names(secrets)): the old one is not known")
            }
        case .failed(let reason): lines.append("NOT put back: \(reason)")
        }
        return lines
    }

    /// - Parameter word: what the value is called that the field should have
    private func words(_ field: FieldDifference, wanted word: String) -> String {
        func text(_ value: JSONValue?) -> String { value?.stringValue ?? value?.compactText ?? "nothing" }
        return "\(field.title): \(word) \(text(field.wanted)), is \(text(field.found))"
    }

    private func names(_ places: [JSONPointer]) -> String {
        places.map { $0.steps.joined(separator: ".") }.joined(separator: ", ")
    }

    private func closing(_ result: RestoreResult, _ target: CameraTarget) -> String {
        let count = Wording.count(result.written, "section") + " written and read back"
        let moved = result.target == target ? "" : " The camera is at \(result.target) now."
        switch result.ending {
        case .finished where result.isComplete: return "Restored: \(count).\(moved)"
        case .finished: return "Restored in part: \(count).\(moved)"
        case .rolledBack: return "The camera is as it was before.\(moved)"
        case .rollbackFailed: return "NOT everything could be put back.\(moved)"
        case .stopped: return "Stopped: \(count), the rest is as it was.\(moved)"
        }
    }

    static func exitCode(_ result: RestoreResult, plan: RestorePlan?, direction: RestoreDirection) -> ExitCode {
        if result.isInterrupted { return .interrupted }
        let outcomes = result.steps.map(\.outcome)
        let isUnproved = outcomes.contains {
            switch $0 {
            case .dropped: true
            case .verified(let verification): !verification.alsoChanged.isEmpty
            default: false
            }
        }
        switch result.ending {
        case .rolledBack where direction == .rollback: return .success
        case _ where isUnproved: return .verificationFailed
        case .rolledBack, .rollbackFailed: return .failure
        case .stopped: return .partial
        case .finished:
            return outcomes.allSatisfy(\.isSuccess) && !(plan?.isPartial ?? false) ? .success : .partial
        }
    }

    // MARK: - JSON

    /// - Parameter result: nil if nothing was tried
    func printJSON(_ subject: Subject, result: RestoreResult? = nil) {
        let (target, plan) = (subject.target, subject.plan)
        var object = JSONObject([("target", .string("\(target)"))])
        object["camera"] = subject.camera.map(JSONValue.string)
        object["ending"] = .string(result?.ending.rawValue ?? "planned")
        object["open"] = result.map { .bool($0.isOpen) }
        object["interrupted"] = result.map { .bool($0.isInterrupted) }
        if let result, result.target != target { object["movedTo"] = .string("\(result.target)") }
        object["sections"] = .array(
            result?.steps.map(json) ?? plan?.steps.map { ["section": .string($0.section.description)] } ?? [])
        object["leftOut"] = plan.map { .integer($0.counts.leftOut) }
        object["warnings"] = result.map { .array($0.warnings.map(JSONValue.string)) }
        console.print(json: .object(object))
    }

    private func json(_ step: StepResult) -> JSONValue {
        var object = JSONObject([
            ("section", .string(step.section)), ("title", .string(step.title)),
            ("outcome", .string(step.outcome.word)),
        ])
        switch step.outcome {
        case .verified(let verification):
            if !verification.unseenSecrets.isEmpty {
                object["unseenSecrets"] = .array(verification.unseenSecrets.map { .string($0.description) })
            }
            if !verification.alsoChanged.isEmpty { object["alsoChanged"] = json(verification.alsoChanged) }
        case .dropped(let fields), .changedMeanwhile(let fields): object["fields"] = json(fields)
        case .refused(let reason), .heldBack(let reason), .lost(let reason), .unknown(let reason):
            object["reason"] = .string(reason)
        case .alreadyAsWanted, .notTried: break
        }
        switch step.rollback {
        case nil: break
        case .restored(let secrets):
            object["rollback"] = "restored"
            if !secrets.isEmpty { object["newSecrets"] = .array(secrets.map { .string($0.description) }) }
        case .failed(let reason):
            object["rollback"] = "failed"
            object["rollbackReason"] = .string(reason)
        }
        return .object(object)
    }

    private func json(_ fields: [FieldDifference]) -> JSONValue {
        .array(
            fields.map { field in
                var object = JSONObject([
                    ("path", .string(field.pointer.description)), ("title", .string(field.title)),
                ])
                object["wanted"] = field.wanted
                object["found"] = field.found
                return .object(object)
            })
    }
}
