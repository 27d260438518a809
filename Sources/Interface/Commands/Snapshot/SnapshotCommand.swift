import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Fleet
import Jobs
import Monitoring
import Reports
import Snapshots

/// `camkeep snapshot TARGET…`
struct SnapshotCommand {
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
        help: "Read only these sections: network, event/motion, video/*.")
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
            If nothing has changed since the newest snapshot, no new file is made, and the old one is marked as seen again.

            \(FleetOptions.discussion) Of several cameras, --jobs are read at once, each with one request at a time. A table at the \
            end shows how each went, the worst first; --json prints a line as soon as one is done.

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
                "Two cameras, only network settings, password from a file",
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
        run: { values, console in
            try await SnapshotCommand(options: Options(values, console), console: console).run()
        })

    struct Options {
        let targets: TargetSelection
        let inventory: InventorySource
        let store: SnapshotStore
        /// What the store calls the camera; nil for its name in the inventory, or its address.
        let name: String?
        let tag: String?
        /// Which sections are read.
        let filter: PathFilter
        let archive: SnapshotJob.ArchiveChoice
        let recipients: RecipientSources
        /// Whether cameras are left out that were read today.
        let resumes: Bool
        let limits: FleetLimits
        let access: CameraAccess
        let schema: SchemaSource
        let monitoring: MonitoringSettings
        let isJSON: Bool

        init(_ values: ParsedValues, _ console: Console) {
            inventory = InventoryOptions.source(values)
            targets = FleetOptions.selection(values, named: values.strings(SnapshotCommand.targets))
            store = StoreOptions.store(values)
            name = values.string(SnapshotCommand.name)
            tag = values.string(SnapshotCommand.tag)
            filter = PathFilter(only: values.strings(only), except: values.strings(except))
            archive =
                values.isSet(noExport) || filter.isLimited
                ? .notFetched : values.isSet(exportPlain) ? .clear : .sealed
            recipients = RecipientOptions.sources(values, console.environment)
            resumes = values.isSet(resume)
            limits = FleetOptions.limits(values)
            access = CameraOptions.access(values, console)
            schema = SchemaOptions.source(values)
            monitoring = MonitoringOptions.settings(values, console.environment)
            isJSON = values.isSet(json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        try await RunMonitor.follow(options.monitoring, command: "snapshot", console: console) { monitor in
            var targets = try options.targets.targets(with: options.inventory.resolver())
            if options.name != nil, targets.count > 1 || options.targets.names.count > 1 {
                throw UsageFault(description: "--name is for one camera", hint: "take the cameras one by one")
            }
            if let tag = options.tag { try SnapshotStore.checkTag(tag) }
            let schema = try checkedSchema()
            let isFleet = targets.count > 1
            monitor.expect(targets, named: options.name, in: options.store)
            if options.resumes {
                targets = try notReadToday(targets)
                if targets.isEmpty { return .success }
            }
            let runner = options.limits.runner(cameras: targets.count)
            let job = try await job(for: targets, schema: schema, jobs: runner.jobs)
            let run = FleetRun(targets, isFleet: isFleet, with: runner, console: console)
            return try await take(job, in: run, monitor: &monitor)
        }
    }

    /// The schema, by which the patterns of the command line fit something.
    private func checkedSchema() throws -> CameraSchema {
        let schema = try options.schema.load()
        if let stray = options.filter.strayPatterns(schema).first {
            throw UsageFault(
                description: "no section fits the pattern \(stray)", hint: "camkeep schema list shows them all")
        }
        return schema
    }

    private func notReadToday(_ targets: [FleetTarget]) throws -> [FleetTarget] {
        let latest = try LatestSnapshots(options.store)
        let rest = targets.filter { !latest.isDoneToday($0) }
        console.note(
            "\(targets.count - rest.count) of \(Wording.count(targets.count, "camera")) were read today already")
        return rest
    }

    private func job(
        for targets: [FleetTarget], schema: CameraSchema, jobs: Int
    ) async throws -> SnapshotJob {
        let reader = try await CameraReader(
            options.access, schema: schema, for: targets, jobs: jobs, events: JobEvents(console))
        var job = SnapshotJob.Options()
        job.name = options.name
        job.tag = options.tag
        job.filter = options.filter
        job.archive = options.archive
        job.recipients = try options.recipients.recipients()
        guard job.recipients.isEmpty || reader.canCompareSecrets else {
            throw UsageFault(
                description: "sealed secrets need a fingerprint key, or nobody would notice when they change",
                hint: "name a file for it with --fingerprint-key")
        }
        return SnapshotJob(reader: reader, store: options.store, options: job)
    }

    private func take(
        _ job: SnapshotJob, in run: FleetRun, monitor: inout RunMonitor
    ) async throws -> ExitCode {
        var report: any SnapshotReport =
            if options.isJSON {
                SnapshotJSONReport(console)
            } else if run.isFleet {
                SnapshotFleetReport(console, run.targets)
            } else {
                SnapshotTextReport(console)
            }
        var leavesSecretsOut = false
        let ending = await run.run { target in
            try await job.run(target, isOneOfMany: run.isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let kept):
                report.kept(kept)
                monitor.add(CameraReport(kept, named: options.name, after: outcome.duration))
                if kept.leavesSecretsOut, !leavesSecretsOut {
                    leavesSecretsOut = true
                    console.note(
                        "without a recipient secrets are left out, and a restore cannot bring them back; "
                            + "'camkeep keys generate' makes a key to seal them for")
                }
                return kept.walk.isPartial ? .partial : .success
            case .failure(let error):
                report.failed(outcome.target, error)
                monitor.add(outcome.target, named: options.name, error, after: outcome.duration)
                return Failures.describe(error).exitCode
            }
        }
        if Task.isCancelled, run.isFleet, ending.hasFinishedAny { console.note("--resume goes on with the rest") }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        return ending.code
    }
}

extension CameraReport {
    /// How the snapshot of a camera went.
    ///
    /// - Parameter name: what the store calls the camera; nil for its name in the inventory, or its address
    fileprivate init(_ kept: SnapshotJob.Outcome, named name: String?, after duration: Duration) {
        let changes = kept.digest.flatMap(ChangeReport.init)
        let outcome: Outcome =
            kept.walk.isPartial ? .partial : kept.isFirst ? .new : changes != nil ? .changed : .unchanged
        self.init(
            name: name ?? kept.target.title, address: kept.target.target.address, outcome: outcome, duration: duration)
        unreadSections = kept.unreadParts
        snapshot = kept.saved.entry.reference
        self.changes = changes
    }
}
