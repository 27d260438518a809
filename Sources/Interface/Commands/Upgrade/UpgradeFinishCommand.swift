import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Reports
import Restore
import SemanticDiff
import Snapshots
import Text

/// `camkeep upgrade finish TARGET…`
struct UpgradeFinishCommand {
    static let wait = OptionDeclaration.value(
        "upgrade-timeout", "SECONDS", kind: .integer(1...86_400),
        help: "How long to wait for the camera with its new firmware.", defaultValue: "600")
    private static let restoreLost = OptionDeclaration.flag(
        "restore-lost", help: "Put back exactly what was lost: planned, confirmed and proved as a restore is.")
    private static let defaults = OptionDeclaration.value(
        "defaults", "REF", kind: .reference("snapshot"),
        help: "A snapshot of such a camera with the new firmware at its factory defaults: what is at neither its old "
            + "value nor its default counts as changed, not as lost.")

    static let command = Command(
        "finish", abstract: "Say what a firmware upgrade has kept, lost and changed",
        discussion: """
            Waits until the camera answers with another firmware than @\(UpgradeBegin.tag), reads it, keeps it as @after-upgrade, \
            and sorts what differs:

            lost     settings that are other than before although nobody set them
            changed  what differs besides and cannot be put back
            new      what only the new firmware has
            gone     what only the old firmware had
            """,
        arguments: [UpgradeCommand.targets],
        options: [StoreOptions.store, RestoreCommand.name, wait, restoreLost, defaults, RestoreCommand.json]
            + RestoreSelection.all + [PlanSelection.allowClearingSecrets] + SecretOptions.all + RecipientOptions.all
            + FleetOptions.options + [RestoreSelection.maxFailures] + CameraOptions.all + [SchemaOptions.schema],
        exitStatuses: [
            ExitStatus(.success, "Nothing was lost, or all of it was put back."),
            ExitStatus(.differences, "Settings were lost."), .usage,
            ExitStatus(.failure, "No camera came back with another firmware, or the store failed."),
            ExitStatus(.partial, "Sections could not be read, cameras failed, or not everything was put back."),
            ExitStatus(.verificationFailed, "The camera accepted a write and did not apply all of it."), .interrupted,
        ],
        run: { values, console in
            try await UpgradeFinishCommand(options: Options(values, console), console: console).run()
        })

    struct Options: Sendable {
        let selection: TargetSelection
        let name: String?
        let timeout: Duration
        let restoresLost: Bool
        /// A snapshot at factory defaults.
        let defaults: String?
        let plan: PlanOptions
        let writing: WritingSettings
        let cameras: CameraWork
        /// For waiting and reading; what is restored has the cameras' own limits.
        let waitingLimits: FleetLimits

        init(_ values: ParsedValues, _ console: Console) {
            selection = UpgradeCommand.selection(values)
            name = values.string(RestoreCommand.name)
            timeout = .seconds(values.integer(wait) ?? 600)
            restoresLost = values.isSet(restoreLost)
            defaults = values.string(UpgradeFinishCommand.defaults)
            var plan = PlanOptions(including: [.identity])
            if values.isSet(PlanSelection.allowClearingSecrets) { plan.secrets.insert(.mayBeCleared) }
            self.plan = plan
            writing = RestoreSelection.settings(values, json: RestoreCommand.json)
            cameras = CameraWork(values, console)
            var waiting = cameras.limits
            // Waiting is not work: a camera has the usual time for that besides.
            if !values.wasGiven(FleetOptions.cameraDeadline), let usual = waiting.cameraDeadline {
                waiting.cameraDeadline = usual + timeout
            }
            waitingLimits = waiting
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let (cameras, store) = (options.cameras, options.cameras.store)
        let targets = try UpgradeCommand.targets(options.selection, name: options.name, with: cameras)
        if options.restoresLost { try options.writing.checkConsent() }
        let isFleet = targets.count > 1
        let secrets = try await cameras.secretLookup(console)
        let reader = try await cameras.reader(cameras.schema.load(), for: targets, console: console)
        var finishOptions = UpgradeFinish.Options()
        finishOptions.name = options.name
        finishOptions.defaults = try options.defaults.map { try StoredSnapshot($0, in: store).snapshot }
        finishOptions.timeout = options.timeout
        let finish = UpgradeFinish(
            reader: reader, store: store, secrets: isFleet ? secrets.quiet : secrets, options: finishOptions)
        let runner = options.waitingLimits.runner(cameras: targets.count)
        let run = FleetRun(targets, isFleet: isFleet, with: runner, console: console)
        let (requests, ending) = try await wait(run, for: finish)
        guard options.restoresLost, !requests.isEmpty else { return ending.code }
        let job = RestoreJob(reader: reader, store: store, recipients: secrets.recipients)
        let restored: ExitCode
        if let only = requests.first, !isFleet {
            restored = try await restore(only, with: job)
        } else {
            secrets.noteClosedSecrets()
            restored = try await FleetRestoreDialog(
                FleetRestore(requests, job: job), writing: options.writing, limits: cameras.limits, console: console
            ).run()
        }
        guard restored == .success else { return restored }
        let proof = try await prove(
            FleetRun(requests.map(\.place), isFleet: isFleet, with: runner, console: console), for: finish)
        // What was lost is back; what went wrong before that still counts.
        return proof == .success && !ending.codes.isSubset(of: [.success, .differences]) ? .partial : proof
    }

    /// Waits for all cameras, keeps them and reports what the upgrade made of them.
    ///
    /// - Returns: what puts back what was lost, and how it ended
    private func wait(
        _ run: FleetRun, for finish: UpgradeFinish
    ) async throws -> (requests: [RestoreRequest], ending: FleetRun.Ending) {
        let isFleet = run.isFleet
        var report = UpgradeFinishReport(
            finish.reader.schema, console, targets: run.targets, isJSON: options.writing.isJSON)
        var requests: [RestoreRequest] = []
        let ending = await run.run { [console] target in
            try await finish.run(target, isOneOfMany: isFleet) { text in
                guard !isFleet else { return }
                console.progress.update(done: 0, total: nil, text: "\(target.target.address)  waiting: \(text)")
            }
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let finished):
                if !finished.review.lost.isEmpty {
                    requests.append(finish.request(outcome.target, toUndo: finished, options: options.plan))
                }
                return report.finished(outcome.target, finished)
            case .failure(let error): return report.failed(outcome.target, error)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return (requests, ending)
    }

    /// Reads the cameras once more, and keeps them as they are now.
    private func prove(_ run: FleetRun, for finish: UpgradeFinish) async throws -> ExitCode {
        let ending = await run.run { target in
            try await finish.run(target, isOneOfMany: true)
        } report: { outcome in
            let title = outcome.target.title
            switch outcome.result {
            case .failure(let error):
                let failure = Failures.describe(error, of: outcome.target)
                console.error(failure.message, hint: failure.hint)
                return failure.exitCode
            case .success(let finished) where !finished.review.lost.isEmpty:
                let count = Wording.count(finished.review.lost.count, "setting")
                console.error(
                    HarmlessText.escaped("\(title): \(count) did not come back"),
                    hint: "camkeep upgrade finish \(outcome.target.name ?? outcome.target.description) names them")
                return .verificationFailed
            case .success(let finished): return finished.code
            }
        }
        try Task.checkCancellation()
        return ending.codeOfWriting
    }

    private func restore(_ request: RestoreRequest, with job: RestoreJob) async throws -> ExitCode {
        let outcome = try await RestoreDialog(job, writing: options.writing, console: console).run(request)
        guard outcome.code == .success else { return outcome.code }
        for omission in outcome.leftOut {
            console.warn(
                HarmlessText.escaped(
                    "\(omission.section): \(omission.title) was not put back: \(PlanWording.reason(omission.reason))"))
        }
        return outcome.leftOut.isEmpty ? .success : .partial
    }
}
