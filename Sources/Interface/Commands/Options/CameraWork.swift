import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Snapshots

/// What every command that works on cameras is told: where its files lie, how cameras are reached, what opens secrets, how many at once.
struct CameraWork: Sendable {
    let store: SnapshotStore
    let inventory: InventorySource
    let schema: SchemaSource
    let access: CameraAccess
    let secrets: SecretSources
    let limits: FleetLimits

    /// What the options say; nothing is read or asked yet.
    init(_ values: ParsedValues, _ console: Console) {
        store = StoreOptions.store(values)
        inventory = InventoryOptions.source(values)
        schema = SchemaOptions.source(values)
        access = CameraOptions.access(values, console)
        secrets = SecretOptions.sources(values, console.environment)
        limits = FleetOptions.limits(values)
    }

    /// - Parameters:
    ///   - targets: the cameras that will be read
    ///   - others: one that is read besides, to know what is wanted
    /// - Throws: what concerns all cameras
    func reader(
        _ schema: CameraSchema, for targets: [FleetTarget], and others: [FleetTarget] = [], console: Console
    ) async throws -> CameraReader {
        try await CameraReader(
            access, schema: schema, for: targets + others,
            jobs: targets.count > 1 ? limits.runner(cameras: targets.count).jobs : 1, events: JobEvents(console))
    }

    /// Asks for the passphrase of a protected identity.
    ///
    /// - Throws: ``SealingError``, ``UsageFault``, `PasswordSourceError`, `CancellationError`
    func secretLookup(_ console: Console) async throws -> SecretLookup {
        try await secrets.lookup(events: JobEvents(console))
    }
}
