import CameraWalk
import CommandLineTool
import Fleet
import Jobs
import Snapshots

/// `camkeep upgrade begin TARGET…`
struct UpgradeBeginCommand {
    private static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, instead of its address. For one camera.")
    private static let json = OptionDeclaration.flag(
        "json", help: "Print two JSON objects a camera: the snapshot, and what a restore would bring back.")

    static let command = Command(
        "begin", abstract: "Keep cameras as they are before an upgrade, and prove that they could be restored",
        discussion: """
            Takes a full snapshot with the vendor archive, checks it, tags it \(UpgradeBegin.tag), and drills it: a simulated camera \
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
        run: { values, console in
            try await UpgradeBeginCommand(options: Options(values, console), console: console).run()
        })

    struct Options: Sendable {
        let selection: TargetSelection
        let name: String?
        let isJSON: Bool
        let cameras: CameraWork

        init(_ values: ParsedValues, _ console: Console) {
            selection = UpgradeCommand.selection(values)
            name = values.string(UpgradeBeginCommand.name)
            isJSON = values.isSet(json)
            cameras = CameraWork(values, console)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let cameras = options.cameras
        let targets = try UpgradeCommand.targets(options.selection, name: options.name, with: cameras)
        let isFleet = targets.count > 1
        let secrets = try await cameras.secretLookup(console)
        let reader = try await cameras.reader(cameras.schema.load(), for: targets, console: console)
        let begin = UpgradeBegin(reader: reader, store: cameras.store, name: options.name, secrets: secrets)
        var report = UpgradeBeginReport(console, targets: targets, isJSON: options.isJSON)
        let run = FleetRun(
            targets, isFleet: isFleet, with: cameras.limits.runner(cameras: targets.count), console: console)
        let ending = await run.run { target in
            try await begin.run(target, isOneOfMany: isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let kept): return report.kept(kept)
            case .failure(let error): return report.failed(outcome.target, error)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return ending.code
    }
}
