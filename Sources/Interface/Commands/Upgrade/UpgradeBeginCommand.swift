import CameraWalk
import CommandLineTool
import Fleet
import Jobs
import Snapshots

/// `camkeep upgrade begin TARGET…`
enum UpgradeBeginCommand {
    private static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, instead of its address. For one camera.")
    private static let json = OptionDeclaration.flag(
        "json", help: "Print two JSON objects a camera: the snapshot, and what a restore would bring back.")

    static let command = Command(
        "begin", abstract: "Keep cameras as they are before an upgrade, and prove that they could be restored",
        discussion: """
            Takes a full snapshot with the vendor archive, checks it, tags it \(UpgradeCommand.tag), and drills it: a simulated camera \
            is restored from it. What would not come back is named: better now than afterwards.
            """,
        arguments: [UpgradeCommand.targets],
        options: [StoreOptions.store, name, json] + RecipientOptions.all + SecretOptions.all + FleetOptions.options
            + CameraOptions.all + [SchemaOptions.schema],
        exitStatuses: [
            ExitStatus(.success, "The cameras are kept, and everything would come back."),
            ExitStatus(.differences, "The cameras are kept, and something would not come back."), .usage, .failure,
            ExitStatus(.partial, "Some sections could not be read, or some cameras failed."),
            ExitStatus(.verificationFailed, "What was kept cannot be read back."), .interrupted,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let targets = try UpgradeCommand.targets(values, name: name)
        let isFleet = targets.count > 1
        let runner = FleetOptions.limits(values).runner(cameras: targets.count)
        let secrets = try await SecretOptions.sources(values, console.environment).lookup(events: JobEvents(console))
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: try SchemaOptions.schema(values), for: targets,
            jobs: runner.jobs, events: JobEvents(console))
        var options = SnapshotJob.Options()
        options.name = values.string(name)
        options.tag = UpgradeCommand.tag
        options.recipients = secrets.recipients
        let begin = UpgradeBegin(
            snapshots: SnapshotJob(reader: reader, store: StoreOptions.store(values), options: options),
            secrets: secrets)
        var report = UpgradeBeginReport(console, targets, isJSON: values.isSet(json))
        let ending = await FleetRun(targets, isFleet: isFleet, with: runner, console: console).run { target in
            try await begin.run(target, isOneOfMany: isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let kept):
                report.kept(kept)
                return kept.code
            case .failure(let error): return report.failed(outcome.target, error)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return ending.code
    }
}
