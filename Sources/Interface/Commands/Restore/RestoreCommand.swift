import CommandLineTool
import Fleet
import Jobs
import Restore

/// `camkeep restore REF TARGET`, `camkeep restore PLANFILE [TARGET]`, `camkeep restore --resume|--rollback CAMERA`
struct RestoreCommand {
    static let reference = ArgumentDeclaration(
        "REF", kind: .reference("configuration"),
        help:
            "What is wanted: a configuration, or a plan that plan -o has kept; @TAG alone is each camera's own snapshot. With "
            + "--resume and --rollback: the camera.", count: .atMostOne)
    static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"),
        help: "The camera: http(s)://HOST[:PORT], or a NAME, @GROUP or pattern of the inventory. A plan names its own.",
        count: .any)
    static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, for the snapshot that is taken before.")
    static let json = OptionDeclaration.flag("json", help: "Print what became of each section as JSON.")
    static let resume = OptionDeclaration.flag(
        "resume", help: "Finish a restore that was interrupted.", conflicts: ["rollback", "dry-run"])
    static let rollback = OptionDeclaration.flag(
        "rollback", help: "Undo a restore that was interrupted.", conflicts: ["dry-run"])

    static let vendorArchive = OptionDeclaration.flag(
        "vendor-archive",
        help: "Give the camera back its own archive that lies sealed beside the snapshot, instead of writing sections.",
        conflicts: ["resume", "rollback"] + PlanSelection.all.map(\.name))

    static let command = Command(
        "restore", abstract: "Make a camera as a snapshot says",
        discussion: """
            Plans as camkeep plan does, shows the plan and asks; then writes the sections in order and proves each one by \
            reading it back. If one fails, what was written is put back (--on-failure). The camera as it was before is kept in the \
            store as @before-restore.

            Every write is written down beside the store before it is sent. After a crash or a power cut, --resume finishes the \
            restore and --rollback undoes it. Ctrl-C finishes the write under way and then does what --on-failure says.

            Addresses, ports and what else can cut the connection are written last, and only if that is confirmed or \
            --allow-readdress is given.

            Several cameras are restored each from its own snapshot: @golden, @latest, @before-restore. All of them are read and \
            their plans shown, and asked about once; what has changed by the time of writing is left alone. The first one is written \
            alone, then --jobs at once; after --max-failures that went wrong no further one is begun. --resume and --rollback with \
            --all go through all restores that were interrupted.

            With --vendor-archive the camera's own archive is uploaded instead: to a camera of the same model and firmware, which \
            restarts with it. Afterwards the camera is read again, and what differs from the snapshot is told.
            """,
        arguments: [reference, targets],
        options: [StoreOptions.store, name] + PlanSelection.all + SecretOptions.all
            + RecipientOptions.all + RestoreSelection.all
            + [resume, rollback, vendorArchive, json] + FleetOptions.options + [
                RestoreSelection.maxFailures, SchemaOptions.schema,
            ]
            + CameraOptions.all,
        examples: [
            .init("Back to the golden state", "camkeep restore front-door@golden http://192.168.1.10"),
            .init("What somebody has approved", "camkeep restore gate.plan"),
            .init("A whole group, each camera to its own golden state", "camkeep restore @golden @gate"),
            .init("And back", "camkeep restore @before-restore @gate"),
            .init("After a power cut", "camkeep restore --resume http://192.168.1.10"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Every section is as wanted."),
            ExitStatus(
                .differences, "Nothing was written: --dry-run, a no, or a camera that changed since the plan was made."),
            .usage, ExitStatus(.failure, "The camera, the network or the store failed."),
            ExitStatus(.partial, "Some sections were not written, or some cameras failed."),
            ExitStatus(.verificationFailed, "The camera accepted a write and did not apply all of it."),
            ExitStatus(.interrupted, "Interrupted."),
        ],
        run: { values, console in try await RestoreCommand(options: Options(values, console), console: console).run() })

    struct Options: Sendable {
        enum Work: Sendable {
            /// Restores that were interrupted.
            case recovery(TargetSelection, RestoreDirection)
            case vendorArchive(reference: String, target: String)
            case restore(reference: String, TargetSelection)
        }

        let work: Work
        let cameras: CameraWork
        let plan: PlanOptions
        /// An option that belongs to the making of a plan, if one was given.
        let planOption: String?
        let writing: WritingSettings
        /// What the store calls the camera, if the command line says so.
        let name: String?

        init(_ values: ParsedValues, _ console: Console) throws {
            cameras = CameraWork(values, console)
            plan = PlanSelection.options(values)
            planOption = PlanSelection.given(values)
            writing = RestoreSelection.settings(values, json: json)
            name = values.string(RestoreCommand.name)
            work = try Self.work(values, writing)
        }

        private static func work(_ values: ParsedValues, _ writing: WritingSettings) throws(UsageFault) -> Work {
            let (first, others) = (values.string(reference), values.strings(targets))
            let isAll = values.isSet(FleetOptions.all)
            if values.isSet(resume) || values.isSet(rollback) {
                let names = [first].compactMap { $0 } + others
                return .recovery(
                    TargetSelection(names: names, isAll: isAll), values.isSet(rollback) ? .rollback : .apply)
            }
            guard let reference = first else {
                throw UsageFault(
                    description: "REF is missing",
                    hint: "say what is wanted, such as gate@golden, and then the camera")
            }
            try writing.checkConsent()
            guard values.isSet(vendorArchive) else {
                return .restore(reference: reference, TargetSelection(names: others, isAll: isAll))
            }
            guard let target = others.first, others.count == 1, !isAll else {
                throw UsageFault(
                    description: others.isEmpty ? "the camera is missing" : "a vendor archive goes to one camera",
                    hint: "camkeep restore --vendor-archive \(reference) http://HOST")
            }
            return .vendorArchive(reference: reference, target: target)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let (cameras, store) = (options.cameras, options.cameras.store)
        let resolver = try cameras.inventory.resolver()
        switch options.work {
        case .recovery(let selection, let direction):
            return try await RecoveryDialog(
                RestoreRecovery(store: store, resolver: resolver), cameras: cameras, writing: options.writing,
                console: console
            ).run(selection, to: direction)
        case .vendorArchive(let reference, let target):
            return try await VendorArchiveDialog(
                cameras: cameras, writing: options.writing, name: options.name, console: console
            ).run(reference, on: try resolver.target(target))
        case .restore(let reference, let selection):
            return try await restore(
                try RestoreSource(
                    reference, for: selection, in: store, with: resolver, planOption: options.planOption))
        }
    }

    private func restore(_ source: RestoreSource) async throws -> ExitCode {
        let (cameras, store) = (options.cameras, options.cameras.store)
        let isFleet = source.targets.count > 1
        if isFleet, options.name != nil {
            throw UsageFault(description: "--name is for one camera", hint: "take the cameras one by one")
        }
        let schema = try cameras.schema.load()
        let secrets = try await cameras.secretLookup(console)
        let reader = try await cameras.reader(schema, for: source.targets, and: source.liveTargets, console: console)
        let job = RestoreJob(reader: reader, store: store, recipients: secrets.recipients)
        let requests = try RestoreRequests(
            store: store, reader: reader, secrets: isFleet ? secrets.quiet : secrets, name: options.name,
            options: options.plan
        ).requests(for: source)
        if let only = requests.first, !isFleet {
            return try await RestoreDialog(job, writing: options.writing, console: console).run(only).code
        }
        secrets.noteClosedSecrets()
        return try await FleetRestoreDialog(
            FleetRestore(requests, job: job), writing: options.writing, limits: cameras.limits, console: console
        ).run()
    }
}
