import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Fleet
import Jobs
import Restore
import Snapshots
import Text

/// Finishes or undoes a restore that was interrupted.
struct RestoreRecovery {
    private let values: ParsedValues
    private let console: Console
    private let store: SnapshotStore

    init(_ values: ParsedValues, _ console: Console) {
        self.values = values
        self.console = console
        store = StoreOptions.store(values)
    }

    /// - Parameter names: what the store calls the cameras, or their addresses, groups or patterns; none with `--all`
    func run(_ names: [String], isRollback: Bool) async throws -> ExitCode {
        let resolver = try InventoryOptions.resolver(values)
        let waiting = try waiting(names, resolver)
        guard !waiting.isEmpty else {
            console.note("no restore is waiting to be \(isRollback ? "undone" : "finished")")
            return .success
        }
        guard waiting.count > 1 else { return try await recover(open(waiting[0], resolver), isRollback) }
        // All are locked before the first is touched.
        var codes: [ExitCode] = []
        var opened: [Interrupted] = []
        for name in waiting {
            codes += try await told(name) {
                opened.append(try open(name, resolver))
                return nil
            }
        }
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: try SchemaOptions.schema(values), for: opened.map(\.place),
            events: JobEvents(console))
        for one in opened {
            console.note(console.errorStyle.bold(HarmlessText.escaped("\(one.record.header.camera):")))
            codes += try await told(one.record.header.camera) { try await recover(one, isRollback, reader) }
        }
        return Set(codes).count > 1 ? .partial : codes.first ?? .success
    }

    /// The exit code of one of several, with what went wrong told.
    private func told(_ camera: String, _ body: () async throws -> ExitCode?) async throws -> [ExitCode] {
        do {
            return try await body().map { [$0] } ?? []
        } catch {
            try Task.checkCancellation()
            console.progress.finish()
            let failure = Failures.describe(error)
            console.error(HarmlessText.escaped("\(camera): ") + failure.message, hint: failure.hint)
            return [failure.exitCode]
        }
    }

    /// What each name stands for: itself, or of many cameras those whose restore has not ended.
    private func waiting(_ names: [String], _ resolver: TargetResolver) throws -> [String] {
        let open = RestoreJournal.pins(in: store).map(\.camera).sorted()
        if values.isSet(FleetOptions.all) {
            guard names.isEmpty else {
                throw UsageFault(description: "--all is every camera already", hint: "leave out --all or the camera")
            }
            return open
        }
        guard !names.isEmpty else {
            throw UsageFault(
                description: "the camera is missing", hint: "name it, or give --all for every restore that is waiting")
        }
        var waiting: [String] = []
        for name in names {
            let isMany = name.hasPrefix("@") || TextPattern.hasWildcard(name, .starAndQuestionMark)
            let own = isMany ? try resolver.targets([name]).compactMap(\.name).filter(open.contains) : [name]
            waiting += own.filter { !waiting.contains($0) }
        }
        return waiting
    }

    /// A restore that was interrupted, locked.
    private struct Interrupted {
        let journal: RestoreJournal
        let record: JournalRecord
        let place: FleetTarget
        /// Where the camera was reached before the restore.
        let former: CameraTarget
    }

    private func open(_ name: String, _ resolver: TargetResolver) throws -> Interrupted {
        let given = try? resolver.target(name).target
        let (journal, record) = try RestoreJournal.open(
            resolver.isName(name) ? name : given?.description ?? name, in: store)
        let former = try CameraTarget(record.header.target)
        let target = try resolver.isName(name) ? CameraTarget(record.target) : given ?? CameraTarget(record.target)
        // Its address may have been changed by the restore; who it is for the inventory has not.
        let known = try resolver.isName(name) ? resolver.target(name).camera : resolver.target(at: former).camera
        return Interrupted(
            journal: journal, record: record, place: FleetTarget(target, as: known), former: former)
    }

    /// - Parameter shared: what reads the cameras; nil to make one for this camera
    private func recover(
        _ interrupted: Interrupted, _ isRollback: Bool, _ shared: CameraReader? = nil
    ) async throws -> ExitCode {
        let (record, place) = (interrupted.record, interrupted.place)
        let schema = try SchemaOptions.schema(values)
        guard schema.digest == record.header.schema else {
            throw UsageFault(
                description: "the interrupted restore understood the camera by another schema",
                hint: "use the same CamKeep (it was \(record.header.tool)), and the same --schema")
        }
        let reader: CameraReader
        if let shared {
            reader = shared
        } else {
            reader = try await CameraReader(
                CameraOptions.access(values, console), schema: schema, for: [place], events: JobEvents(console))
        }
        var options = RestoreSelection.options(values)
        options.mayReaddress = true
        if !values.wasGiven(RestoreSelection.onFailure) { options.onFailure = record.header.onFailure }
        let connection = try await reader.connection(to: place, formerly: interrupted.former)
        let result = try await RestoreExecutor(
            connection, options: options, progress: RestoreReport.progress(console)
        ).takeOver(
            interrupted.journal, record, secrets: try await secrets(record.header),
            to: isRollback ? .rollback : .apply)
        console.progress.finish()
        return RestoreReport(schema, console).tell(
            result, nil, place.target, isJSON: values.isSet(RestoreCommand.json), isUndone: isRollback)
    }

    /// Those that were sealed into the journal before the first write; none without an identity, and that is said.
    private func secrets(_ header: JournalHeader) async throws -> JournalSecrets {
        guard header.sealed != nil, !values.isSet(SecretOptions.noSecrets) else { return JournalSecrets() }
        let identities = try await IdentityOptions.sources(values, console.environment).identities(
            events: JobEvents(console))
        guard !identities.isEmpty else {
            console.note("without an identity the secrets of this restore stay closed; --identity names a file")
            return JournalSecrets()
        }
        return try JournalSealing.open(
            header, with: identities, subject: "\(store.path): the journal of \(header.camera)")
    }
}
