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
enum UpgradeFinishCommand {
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
            Waits until the camera answers with another firmware than @\(UpgradeCommand.tag), reads it, keeps it as @after-upgrade, \
            and sorts what differs:

            lost     settings that are others than before although nobody set them
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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let targets = try UpgradeCommand.targets(values, name: RestoreCommand.name)
        if values.isSet(restoreLost) { try RestoreCommand.requireConsent(values) }
        let store = StoreOptions.store(values)
        let isFleet = targets.count > 1
        let timeout = Duration.seconds(values.integer(wait) ?? 600)
        var runner = FleetOptions.limits(values).runner(cameras: targets.count)
        // Waiting is no work: a camera has the usual time for that besides.
        if !values.wasGiven(FleetOptions.cameraDeadline) {
            runner.cameraDeadline = runner.cameraDeadline.map { $0 + timeout }
        }
        let secrets = try await SecretOptions.sources(values, console.environment).lookup(events: JobEvents(console))
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: try SchemaOptions.schema(values), for: targets,
            jobs: runner.jobs, events: JobEvents(console))
        let finish = UpgradeFinish(
            reader: reader, store: store, secrets: isFleet ? secrets.quiet : secrets,
            name: values.string(RestoreCommand.name),
            defaults: try values.string(defaults).map { try StoredSnapshot($0, in: store).snapshot }, timeout: timeout)
        let options = PlanOptions(
            including: [.identity],
            secrets: values.isSet(PlanSelection.allowClearingSecrets) ? [.mayBeCleared] : [])
        var report = UpgradeFinishReport(
            reader.schema, console, targets, isJSON: values.isSet(RestoreCommand.json))
        var requests: [RestoreRequest] = []
        let ending = await FleetRun(targets, isFleet: isFleet, with: runner, console: console).run { target in
            try await finish.run(target, isOneOfMany: isFleet) { text in
                guard !isFleet else { return }
                console.progress.update(done: 0, total: nil, text: "\(target.target.address)  waiting: \(text)")
            }
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let finished):
                report.finished(outcome.target, finished)
                if !finished.review.lost.isEmpty {
                    requests.append(finish.request(outcome.target, finished, options))
                }
                return finished.code
            case .failure(let error): return report.failed(outcome.target, error)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        guard values.isSet(restoreLost), !requests.isEmpty else { return ending.code }
        let job = RestoreJob(reader: reader, store: store, recipients: secrets.recipients)
        let code: ExitCode
        if let only = requests.first, !isFleet {
            code = try await restore(only, job, values, console)
        } else {
            secrets.noteClosedSecrets()
            code = try await FleetRestore(values, console, job, requests).run()
        }
        guard code == .success else { return code }
        let proof = try await proof(
            finish, FleetRun(requests.map(\.place), isFleet: isFleet, with: runner, console: console), console)
        // What was lost is back; what went wrong before that still counts.
        return proof == .success && !ending.codes.isSubset(of: [.success, .differences]) ? .partial : proof
    }

    /// Reads the cameras once more, and keeps them as they are now.
    private static func proof(
        _ finish: UpgradeFinish, _ run: FleetRun, _ console: Console
    ) async throws -> ExitCode {
        let ending = await run.run { target in
            try await finish.run(target, isOneOfMany: true) { _ in }
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

    private static func restore(
        _ request: RestoreRequest, _ job: RestoreJob, _ values: ParsedValues, _ console: Console
    ) async throws -> ExitCode {
        let outcome = try await RestoreDialog(values, console, job).run(request)
        guard outcome.code == .success else { return outcome.code }
        for omission in outcome.leftOut {
            console.warn(
                HarmlessText.escaped(
                    "\(omission.section): \(omission.title) was not put back: \(PlanWording.reason(omission.reason))"))
        }
        return outcome.leftOut.isEmpty ? .success : .partial
    }
}
