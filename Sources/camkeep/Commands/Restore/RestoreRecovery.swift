import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Fleet
import Restore
import Snapshots

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

    /// - Parameter name: what the store calls the camera, or its address
    func run(_ name: String, isRollback: Bool) async throws -> ExitCode {
        let resolver = try InventoryOptions.resolver(values)
        let given = try? resolver.target(name).target
        let (journal, record) = try RestoreJournal.open(
            resolver.isName(name) ? name : given?.description ?? name, in: store)
        let former = try CameraTarget(record.header.target)
        let target = try resolver.isName(name) ? CameraTarget(record.target) : given ?? CameraTarget(record.target)
        // Its address may have been changed by the restore; who it is for the inventory has not.
        let known = try resolver.isName(name) ? resolver.target(name).camera : resolver.target(at: former).camera
        let place = FleetTarget(target, as: known)
        let schema = try SchemaOptions.schema(values)
        guard schema.digest == record.header.schema else {
            throw UsageFault(
                description: "the interrupted restore understood the camera by another schema",
                hint: "use the same CamKeep (it was \(record.header.tool)), and the same --schema")
        }
        let reader = try await CameraReader(values, schema, console, for: [place])
        var options = RestoreSelection.options(values)
        options.mayReaddress = true
        if !values.wasGiven(RestoreSelection.onFailure) { options.onFailure = record.header.onFailure }
        let connection = try await reader.connection(to: place, formerly: former)
        let result = try await RestoreExecutor(
            connection, options: options, progress: RestoreReport.progress(console)
        ).takeOver(journal, record, secrets: try await secrets(record.header), isRollback: isRollback)
        console.progress.finish()
        return RestoreReport(schema, console).tell(
            result, nil, target, isJSON: values.isSet(RestoreCommand.json), isUndone: isRollback)
    }

    /// Those that were sealed into the journal before the first write; none without an identity, and that is said.
    private func secrets(_ header: JournalHeader) async throws -> JournalSecrets {
        guard header.sealed != nil, !values.isSet(SecretOptions.noSecrets) else { return JournalSecrets() }
        let identities = try await IdentityOptions.identities(values, console)
        guard !identities.isEmpty else {
            console.note("without an identity the secrets of this restore stay closed; --identity names a file")
            return JournalSecrets()
        }
        return try JournalSealing.open(
            header, with: identities, subject: "\(store.path): the journal of \(header.camera)")
    }
}
