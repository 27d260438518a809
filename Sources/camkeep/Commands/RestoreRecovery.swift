import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
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
        let given = try? CameraTarget(name)
        let (journal, record) = try RestoreJournal.open(given?.description ?? name, in: store)
        let former = try CameraTarget(record.header.target)
        let target = try given ?? CameraTarget(record.target)
        let schema = try SchemaOptions.schema(values)
        guard schema.digest == record.header.schema else {
            throw UsageFault(
                description: "the interrupted restore understood the camera by another schema",
                hint: "use the same CamKeep (it was \(record.header.tool)), and the same --schema")
        }
        let reader = try await CameraReader(values, schema, console)
        var options = RestoreSelection.options(values)
        options.mayReaddress = true
        if !values.wasGiven(RestoreSelection.onFailure) { options.onFailure = record.header.onFailure }
        let connection = try await reader.connection(to: target, formerly: former)
        let result = try await RestoreExecutor(
            connection, options: options, progress: RestoreReport.progress(console)
        ).takeOver(journal, record, secrets: await secrets(record.header, reader), isRollback: isRollback)
        console.progress.finish()
        return RestoreReport(schema, console).tell(
            result, nil, target, isJSON: values.isSet(RestoreCommand.json), isUndone: isRollback)
    }

    /// Those of the configuration that was restored, as far as they are at hand.
    private func secrets(_ header: JournalHeader, _ reader: CameraReader) async -> JournalSecrets {
        var secrets = JournalSecrets()
        guard let reference = try? ConfigurationReference(header.desired), !reference.isLive else { return secrets }
        let loader = ConfigurationLoader(store: store, reader: reader)
        if let desired = try? await loader.load(reference) { secrets.wanted = desired.secrets }
        return secrets
    }
}
