import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Fleet
import Reports
import Restore
import Sealing
import SemanticDiff
import Snapshots

/// Restores one camera: reads it, plans, asks, writes, tells.
struct RestoreJob {
    private let values: ParsedValues
    private let console: Console
    private let store: SnapshotStore
    private let isJSON: Bool

    /// A plan that was looked at for longer is compared with the camera again, section by section.
    private static let freshness: Duration = .seconds(60)

    init(_ values: ParsedValues, _ console: Console) {
        self.values = values
        self.console = console
        store = StoreOptions.store(values)
        isJSON = values.isSet(RestoreCommand.json)
    }

    func run(_ source: RestoreSource) async throws -> ExitCode {
        let place = source.target
        let target = place.target
        let schema = try SchemaOptions.schema(values)
        let (desired, options) = try await desired(source, schema)
        let camera = name(source, desired, place)
        try RestoreJournal.check(camera: camera, target: "\(target)", in: store)
        let reader = try await CameraReader(values, schema, console, for: [place] + desired.liveTargets)
        let secrets = try await SecretOptions.opener(values, console, groups: place.camera?.groups ?? [])
        let wanted = try await desired.load(store, reader, secrets)
        return try await run(wanted, options, camera: camera, on: place, reader, recipients: secrets.recipients) {
            live in
            guard case .plan(let file, let path, _) = source else { return nil }
            return stale(file, path, live, target, schema)
        }.code
    }

    /// How a restore ended, or why it did not begin.
    struct Outcome {
        let code: ExitCode
        /// Nil if nothing was tried.
        var result: RestoreResult?
        /// What was not written because the plan leaves it out.
        var leftOut: [Omission] = []
    }

    /// Restores a configuration that is at hand.
    ///
    /// - Parameters:
    ///   - camera: what the store calls the camera
    ///   - objection: the exit code if the camera, as it is, must not be written
    func run(
        _ wanted: NamedConfiguration, _ options: PlanOptions, camera: String, on place: FleetTarget,
        _ reader: CameraReader, recipients: [Recipient], objection: (Snapshot) -> ExitCode? = { _ in nil }
    ) async throws -> Outcome {
        let schema = reader.schema
        let target = place.target
        let walk = try await reader.read(place, filter: SectionFilter(), includesExport: false)
        let walked = ContinuousClock.now
        let live = try walk.snapshot(of: schema, sealedFor: recipients)
        if let code = objection(live) { return Outcome(code: code) }
        let plan = try RestorePlanner(
            schema: schema, options: options, held: wanted.secrets, liveSecrets: walk.secrets
        ).plan(desired: wanted.snapshot, named: wanted.name, live: live, named: "\(target)")

        var restore = RestoreSelection.options(values)
        func prepare() -> PreparedRestore {
            PreparedRestore(
                plan, schema: schema, live: live, liveSecrets: walk.secrets, held: wanted.secrets, options: restore)
        }
        let asks = !values.isSet(RestoreSelection.yes) && !values.isSet(RestoreSelection.dryRun)
        if asks { restore.mayReaddress = true }
        var prepared = prepare()
        let report = RestoreReport(schema, console)
        if !isJSON { report.show(plan, prepared, isJournalSealed: !recipients.isEmpty) }
        guard !plan.steps.isEmpty else {
            if isJSON { report.printJSON(nil, target, plan) }
            return Outcome(code: plan.isPartial ? .partial : .success, leftOut: plan.omissions.filter(\.isSetting))
        }
        if values.isSet(RestoreSelection.dryRun) {
            if isJSON { report.printJSON(nil, target, plan) }
            return Outcome(code: .differences, leftOut: plan.omissions.filter(\.isSetting))
        }
        if asks {
            guard try await confirm(prepared, target) else {
                console.note("nothing was written")
                return Outcome(code: .differences)
            }
            if !values.isSet(RestoreSelection.allowReaddress), prepared.writes.contains(where: \.cutsConnection) {
                restore.mayReaddress = try await confirmReaddressing(prepared)
                prepared = prepare()
            }
        }
        restore.readsFirst = ContinuousClock.now - walked > Self.freshness
        let connection = try await reader.connection(to: place)
        let journal = try begin(prepared, plan, camera, target, live, restore, recipients)
        let result = try await carryOut(prepared, connection, restore, journal)
        let code = report.tell(result, plan, target, isJSON: isJSON)
        return Outcome(code: code, result: result, leftOut: plan.omissions.filter(\.isSetting))
    }

    // MARK: - What is wanted

    private enum Desired {
        case named(ConfigurationReference)
        /// By a plan in a file.
        case planned(name: String, Snapshot, path: String)

        /// The cameras that must be read to know it.
        var liveTargets: [FleetTarget] {
            if case .named(let reference) = self { [reference.liveTarget].compactMap { $0 } } else { [] }
        }

        func load(
            _ store: SnapshotStore, _ reader: CameraReader, _ secrets: SecretOpener
        ) async throws -> NamedConfiguration {
            switch self {
            case .planned(let name, let snapshot, let path):
                // The plan calls it as the store did: CAMERA@TIME.
                let camera = name.split(separator: "@").first.map(String.init) ?? snapshot.camera.address
                let stored = StoredSnapshot(snapshot, file: path, camera: camera)
                return NamedConfiguration(name: name, snapshot: snapshot, secrets: try secrets.secrets(of: stored))
            case .named(let reference):
                return try await ConfigurationLoader(store: store, reader: reader, secrets: secrets).load(reference)
            }
        }
    }

    private func desired(_ source: RestoreSource, _ schema: CameraSchema) async throws -> (Desired, PlanOptions) {
        switch source {
        case .configuration(let reference, _):
            try reference.checkIsWanted(in: store)
            return (.named(reference), try PlanSelection.options(values, schema))
        case .plan(let file, let path, _):
            return (.planned(name: file.desiredName, file.desired, path: path), file.options)
        }
    }

    /// What the store calls the camera: by its option, by the inventory, by the snapshot if that is one of this camera, or by its address.
    private func name(_ source: RestoreSource, _ desired: Desired, _ place: FleetTarget) -> String {
        if let name = values.string(RestoreCommand.name) ?? place.name { return name }
        let target = place.target
        if case .named(.snapshot(.stored(let camera, let selector), _)) = desired,
            let entry = try? store.resolve(camera: camera, selector), let snapshot = try? store.load(entry),
            snapshot.camera.address == target.address
        {
            return entry.camera
        }
        return target.address
    }

    /// The exit code if the camera is not as it was when the plan was made.
    private func stale(
        _ file: RestorePlanFile, _ path: String, _ live: Snapshot, _ target: CameraTarget, _ schema: CameraSchema
    ) -> ExitCode? {
        let staleness = file.staleness(against: live, named: "\(target)", schema: schema)
        guard !staleness.changes.isEmpty || !staleness.unreadSections.isEmpty else { return nil }
        console.error(
            HarmlessText.escaped("\(path): the camera has changed since the plan was made; nothing was written"),
            hint: "make a new plan: camkeep plan -o")
        let sentences = staleness.changes.flatMap { change in
            ChangeWording.sentences(change).map { "\(change.section): \($0)" }
        }
        for text in sentences + staleness.unreadSections.map({ "\($0) cannot be read any more" }) {
            console.print(HarmlessText.escaped("  " + text))
        }
        return .differences
    }

    // MARK: - Asking

    private func confirm(_ prepared: PreparedRestore, _ target: CameraTarget) async throws -> Bool {
        guard !prepared.writes.isEmpty else { return true }
        let count = Wording.count(prepared.writes.count, "section")
        return try await ConfirmationPrompt(console).ask("Write \(count) to \(target)?")
    }

    private func confirmReaddressing(_ prepared: PreparedRestore) async throws -> Bool {
        let sections = prepared.writes.filter(\.cutsConnection).map(\.section.description).joined(separator: ", ")
        return try await ConfirmationPrompt(console).ask(
            "\(sections) can cut the connection to the camera. Write them, too?")
    }

    // MARK: - Writing

    /// Keeps the camera as it is, then opens the journal.
    private func begin(
        _ prepared: PreparedRestore, _ plan: RestorePlan, _ camera: String, _ target: CameraTarget, _ live: Snapshot,
        _ options: RestoreOptions, _ recipients: [Recipient]
    ) throws -> RestoreJournal {
        let saved = try store.save(live, as: camera)
        let tag = ConfigurationReference.beforeRestore
        try store.tag(saved.entry, as: tag)
        console.note("the camera as it was is kept as \(HarmlessText.escaped(saved.entry.reference)), \(tag)")
        let header = try JournalHeader(
            prepared, of: plan, camera: saved.entry.camera, target: target, before: saved.entry.reference,
            onFailure: options.onFailure, tool: ToolVersion.signature, seal: JournalSealing.seal(for: recipients))
        return try RestoreJournal.begin(header, in: store)
    }

    private func carryOut(
        _ prepared: PreparedRestore, _ connection: CameraConnection, _ options: RestoreOptions,
        _ journal: RestoreJournal
    ) async throws -> RestoreResult {
        let progress = RestoreReport.progress(console)
        let result = try await RestoreExecutor(connection, options: options, progress: progress).run(
            prepared, journal: journal)
        console.progress.finish()
        return result
    }
}
