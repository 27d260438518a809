import Audit
import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import SemanticDiff
import Snapshots
import Text

/// `camkeep audit REF…|--stored|--all`, `camkeep audit TARGET… live`
struct AuditCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("audited configuration"),
        help:
            "Cameras of the store, also as patterns (front-*), @GROUPs of the inventory, snapshots (front-door@golden), or "
            + "files; with live at the end cameras as they are now.",
        count: .any)
    private static let stored = OptionDeclaration.flag(
        "stored", help: "Audit the latest snapshot of every camera of the store.")
    private static let golden = OptionDeclaration.value(
        "golden", "REF", kind: .reference("snapshot"), help: "Compare every camera with this configuration.",
        conflicts: ["majority"])
    private static let majority = OptionDeclaration.flag(
        "majority", help: "Compare every camera with what more than half of them have.")
    private static let policy = OptionDeclaration.repeated(
        "policy", "FILE", kind: .file,
        help: "Check every camera by the rules of this file; basics names the built-in rules of security.")
    private static let waivers = OptionDeclaration.value(
        "waivers", "FILE", kind: .file, help: "Findings that are accepted, each with a reason and a last day.")
    private static let format = OptionDeclaration.value(
        "format", short: "f", "FORMAT", kind: .choices("text", "json", "csv", "html", "junit", "sarif"),
        help: "How to say it: text, json, csv, html, junit or sarif.", defaultValue: "text")

    static let command = Command(
        "audit", abstract: "Say which cameras are not as they should be",
        discussion: """
            Compares the configurations of many cameras with a golden one or with what more than half of them have, \
            value by value, and checks them by rules. Without --golden, --majority and --policy it does the last two: \
            --majority --policy basics.

            It takes the stored configurations: the latest of each camera. TARGET... live (or --all live) reads the cameras as they \
            are now, and keeps nothing of them. \(FleetOptions.discussion)

            Left out are names, addresses and other things that differ between units by nature, and clocks, signals, versions and \
            ranges. Errors and warnings that no waiver silences make the audit fail; notes do not.
            """,
        arguments: [references],
        options: [
            StoreOptions.store, stored, golden, majority, policy, waivers, format, DiffSelection.only,
            DiffSelection.except, SchemaOptions.schema,
        ] + FleetOptions.options + CameraOptions.all,
        examples: [
            .init("Who differs from the others, and who breaks the security basics?", "camkeep audit --stored"),
            .init("All cameras against one that is right", "camkeep audit --stored --golden front-door@golden"),
            .init(
                "A page for the weekly meeting",
                "camkeep audit --stored --waivers waivers.json -f html > audit.html"),
            .init("A group as it is now, against its best camera", "camkeep audit --golden gate-1@golden @gate live"),
            .init(
                "Rules of one's own, in continuous integration", "camkeep audit --stored --policy site.json -f junit"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Nothing was found."), ExitStatus(.differences, "Errors or warnings were found."),
            .usage, ExitStatus(.failure, "No camera could be read, or the store failed."),
            ExitStatus(
                .partial, "Some cameras could not be read, or nothing was found and some sections could not be."),
            ExitStatus(.verificationFailed, "Some snapshots are damaged; the others were audited."), .interrupted,
        ],
        run: { values, console in
            try await AuditCommand(options: Options(values, console), console: console).run()
        })

    struct Options {
        /// Which cameras are audited.
        enum Subject {
            case stored(AuditSelection.Request)
            case live(TargetSelection)
        }

        /// What every camera is compared with.
        enum Reference {
            case none
            case golden(String)
            case majority
        }

        let subject: Subject
        let reference: Reference
        /// Paths, or ``AuditFiles/basics``.
        let policies: [String]
        let waivers: String?
        let filter: PathFilter
        let format: AuditReport.Format
        let store: SnapshotStore
        let inventory: InventorySource
        let limits: FleetLimits
        let access: CameraAccess
        let schema: SchemaSource

        init(_ values: ParsedValues, _ console: Console) throws(UsageFault) {
            subject = try Self.subject(values)
            let named = values.strings(policy)
            // Without any question it is the usual two.
            let isUnasked = values.string(golden) == nil && !values.isSet(majority) && named.isEmpty
            reference =
                if let golden = values.string(golden) {
                    .golden(golden)
                } else {
                    values.isSet(majority) || isUnasked ? .majority : .none
                }
            policies = isUnasked ? [AuditFiles.basics] : named
            waivers = values.path(AuditCommand.waivers)
            filter = PathFilter(
                only: values.strings(DiffSelection.only), except: values.strings(DiffSelection.except))
            format = values.choice(AuditCommand.format, as: AuditReport.Format.self) ?? .text
            store = StoreOptions.store(values)
            inventory = InventoryOptions.source(values)
            limits = FleetOptions.limits(values)
            access = CameraOptions.access(values, console)
            schema = SchemaOptions.source(values)
        }

        private static func subject(_ values: ParsedValues) throws(UsageFault) -> Subject {
            let names = values.strings(references)
            let isWhole = (store: values.isSet(stored), inventory: values.isSet(FleetOptions.all))
            if names.last == "live" {
                guard !isWhole.store else {
                    throw UsageFault(
                        description: "--stored and live exclude each other", hint: "--all live reads all cameras")
                }
                return .live(FleetOptions.selection(values, named: names.dropLast()))
            }
            guard (isWhole.store || isWhole.inventory) == names.isEmpty else {
                throw UsageFault(
                    description: names.isEmpty
                        ? "nothing says which cameras to audit" : "all cameras are meant, and some are named",
                    hint: "give --stored for all cameras of the store, --all for those of the inventory, or name some")
            }
            return .stored(isWhole.inventory ? .wholeInventory : isWhole.store ? .wholeStore : .named(names))
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let auditor = try auditor()
        let resolver = try options.inventory.resolver()
        let input =
            switch options.subject {
            case .stored(let request): try await AuditSelection(request, in: options.store, with: resolver).load()
            case .live(let selection): try await read(selection.targets(with: resolver), schema: auditor.schema)
            }
        let result = auditor.audit(input.cameras, unread: input.unread)
        if console.isQuiet {
            for camera in result.unread { console.error(HarmlessText.escaped("\(camera.name): \(camera.reason)")) }
        } else {
            AuditReport(result, schema: auditor.schema).print(options.format, on: console)
        }
        return exitCode(result)
    }

    private func auditor() throws -> Auditor {
        var auditor = Auditor(schema: try options.schema.load(), now: .now())
        switch options.reference {
        case .none: break
        case .majority: auditor.reference = .majority
        case .golden(let text):
            let stored = try StoredSnapshot(text, in: options.store)
            auditor.reference = .golden(name: stored.name, stored.snapshot)
        }
        auditor.policies = try AuditFiles.policies(options.policies)
        auditor.waivers = try options.waivers.map(AuditFiles.waivers) ?? []
        auditor.filter = options.filter
        auditor.fingerprintKey = try options.access.fingerprintKey.existingKey()
        return auditor
    }

    /// Reads cameras as they are now. One that cannot be read is reported and holds nothing up.
    ///
    /// - Throws: what concerns all cameras, `CancellationError`
    private func read(_ targets: [FleetTarget], schema: CameraSchema) async throws -> AuditInput {
        let runner = options.limits.runner(cameras: targets.count)
        let reader = try await CameraReader(
            options.access, schema: schema, for: targets, jobs: runner.jobs, events: JobEvents(console))
        let audit = LiveAudit(reader: reader)
        let isFleet = targets.count > 1
        var collection = LiveAudit.Collection()
        _ = await FleetRun(targets, isFleet: isFleet, with: runner, console: console).run { target in
            try await audit.run(target, isOneOfMany: isFleet)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .success(let snapshot):
                collection.add(snapshot, of: outcome.target)
                return .success
            case .failure(let error):
                collection.addUnread(outcome.target, reason: Failures.reason(error))
                return Failures.describe(error).exitCode
            }
        }
        try Task.checkCancellation()
        return collection.input(inOrderOf: targets)
    }

    /// What could not be audited weighs more than what was found: an audit that is not whole must not look like one that is.
    private func exitCode(_ result: AuditResult) -> ExitCode {
        if result.unread.contains(where: \.isDamaged) { return .verificationFailed }
        if !result.unread.isEmpty { return result.cameras.isEmpty ? .failure : .partial }
        if result.hasFindings { return .differences }
        return result.isComplete ? .success : .partial
    }
}
