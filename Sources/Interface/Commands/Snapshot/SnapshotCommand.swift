import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Fleet
import Jobs
import Monitoring
import Snapshots

/// `camkeep snapshot TARGET…`
enum SnapshotCommand {
    private static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"),
        help: "A camera: http(s)://HOST[:PORT], or a NAME, @GROUP or pattern of the inventory.", count: .any)
    private static let name = OptionDeclaration.value(
        "name", "NAME",
        help: "What the store calls the camera, instead of its name in the inventory or its address. For one camera.")
    private static let tag = OptionDeclaration.value(
        "tag", "TAG", help: "Name the snapshot, so that CAMERA@TAG refers to it; a tag in use moves.")
    private static let only = OptionDeclaration.repeated(
        "only", "PATTERN", kind: .reference("section"),
        help: "Read these sections alone: network, event/motion, video/*.")
    private static let except = OptionDeclaration.repeated(
        "except", "PATTERN", kind: .reference("section"), help: "Leave these sections out.")
    private static let noExport = OptionDeclaration.flag(
        "no-export", help: "Do not fetch the vendor archive (export-params).", conflicts: ["export-plain"])
    private static let exportPlain = OptionDeclaration.flag(
        "export-plain", help: "Keep the vendor archive beside the snapshot, in clear: it may hold passwords.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    private static let resume = OptionDeclaration.flag(
        "resume", help: "Leave out cameras that were read today without a failure.")

    static let command = Command(
        "snapshot", abstract: "Read the whole configuration of cameras into the store",
        discussion: """
            Walks every get endpoint of the camera's API and the vendor archive, and keeps the result as one file. \
            If nothing has changed since the newest snapshot, no new file is made; that it was seen again is noted.

            \(FleetOptions.discussion) Of several cameras, --jobs are read at once, each with one request at a time; at the end a \
            table tells how each went, the worst first, and with --json a line when each is done.

            The password comes from --password-file, --password-command, the inventory, the variable CAMKEEP_PASSWORD or a prompt. \
            A refused password is never tried again: cameras lock the account after a few failures.

            Secrets are sealed for your recipients (see 'camkeep keys --help'), and so is the vendor archive. Without \
            recipients neither is kept: the snapshot says only that there is a secret, with a fingerprint that tells whether \
            it changed, and describes the archive (size, digest, members).

            \(MonitoringOptions.discussion)
            """,
        arguments: [targets],
        options: [StoreOptions.store, name, tag, only, except, noExport, exportPlain, json, resume]
            + FleetOptions.options + MonitoringOptions.all + RecipientOptions.all
            + CameraOptions.all + [SchemaOptions.schema],
        examples: [
            .init("Keep one camera", "camkeep snapshot --name front-door http://192.168.1.10"),
            .init(
                "Two cameras, network settings alone, password from a file",
                "camkeep snapshot --only network --password-file pw https://gate https://yard"),
            .init(
                "Every camera of the inventory, 64 at once, for two hours",
                "camkeep snapshot --all -j 64 --deadline 7200"),
            .init(
                "Every night, with a mail about what changed",
                "camkeep snapshot --all --quiet --hook-change 'mail -s changed root'"),
            .init("Those that failed this morning", "camkeep snapshot --all --resume"),
        ],
        exitStatuses: [.success, .usage, .failure, .partial, .interrupted],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        try await RunMonitor.follow(
            MonitoringOptions.settings(values, console.environment), command: "snapshot", console: console
        ) { monitor in
            try await run(values, console, &monitor)
        }
    }

    private static func run(
        _ values: ParsedValues, _ console: Console, _ monitor: inout RunMonitor
    ) async throws -> ExitCode {
        let resolver = try InventoryOptions.resolver(values)
        let texts = values.strings(targets)
        var targets = try FleetOptions.targets(values, named: texts, with: resolver)
        let name = values.string(name)
        if name != nil, targets.count > 1 || texts.count > 1 {
            throw UsageFault(description: "--name is for one camera", hint: "take the cameras one by one")
        }
        let tag = values.string(tag)
        if let tag { try SnapshotStore.checkTag(tag) }
        let schema = try SchemaOptions.schema(values)
        let filter = PathFilter(only: values.strings(only), except: values.strings(except))
        if let stray = filter.strayPatterns(schema).first {
            throw UsageFault(
                description: "no section fits the pattern \(stray)", hint: "camkeep schema list shows them all")
        }
        let store = StoreOptions.store(values)
        let isFleet = targets.count > 1
        monitor.expect(targets, named: name, in: store)
        if values.isSet(resume) {
            let count = targets.count
            let latest = try LatestSnapshots(store)
            targets = targets.filter { !latest.isDoneToday($0) }
            console.note("\(count - targets.count) of \(Wording.count(count, "camera")) were read today already")
            if targets.isEmpty { return .success }
        }
        let runner = FleetOptions.limits(values).runner(cameras: targets.count)
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema, for: targets, jobs: runner.jobs,
            events: JobEvents(console))
        var options = SnapshotJob.Options()
        options.name = name
        options.tag = tag
        options.filter = filter
        options.archive =
            values.isSet(noExport) || filter.isLimited
            ? .notFetched : values.isSet(exportPlain) ? .clear : .sealed
        options.recipients = try RecipientOptions.sources(values, console.environment).recipients()
        let job = SnapshotJob(reader: reader, store: store, options: options)
        guard job.options.recipients.isEmpty || job.reader.canCompareSecrets else {
            throw UsageFault(
                description: "secrets that are sealed need a fingerprint key, or a change of them would go unnoticed",
                hint: "name a file for it with --fingerprint-key")
        }
        let report: any SnapshotReport =
            if values.isSet(json) {
                SnapshotJSONReport(console)
            } else if isFleet {
                SnapshotFleetReport(console, targets)
            } else {
                SnapshotTextReport(console)
            }
        return try await run(
            job, FleetRun(targets, isFleet: isFleet, with: runner, console: console), report, &monitor, console)
    }

    private static func run(
        _ job: SnapshotJob, _ run: FleetRun, _ report: any SnapshotReport, _ monitor: inout RunMonitor,
        _ console: Console
    ) async throws -> ExitCode {
        var report = report
        var leavesSecretsOut = false
        let ending = await run.run { target in
            try await job.run(target, isOneOfMany: run.isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let kept):
                report.kept(kept)
                monitor.add(CameraReport(kept, named: job.options.name, after: outcome.duration))
                if kept.leavesSecretsOut, !leavesSecretsOut {
                    leavesSecretsOut = true
                    console.note(
                        "without a recipient secrets are left out, and a restore cannot bring them back; "
                            + "'camkeep keys generate' makes a key to seal them for")
                }
                return kept.walk.isPartial ? .partial : .success
            case .failure(let error):
                report.failed(outcome.target, error)
                monitor.add(outcome.target, named: job.options.name, error, after: outcome.duration)
                return Failures.describe(error).exitCode
            }
        }
        if Task.isCancelled, run.isFleet, ending.hasFinishedAny { console.note("--resume goes on with the rest") }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return ending.code
    }
}
