import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import Configuration
import HTTPTransport
import JSONTree
import Restore
import SemanticDiff
import SimulatedCamera
import Snapshots
import Synchronization
import Testing

/// A simulated camera, a store, and what is needed to restore the camera from the store.
final class RestoreRig: Sendable {
    let served: ServedCamera
    let folder: ScratchFolder
    let store: SnapshotStore
    private let current: Mutex<CameraTarget>

    init(_ served: ServedCamera) throws {
        self.served = served
        folder = try ScratchFolder()
        store = SnapshotStore(path: folder.path("snapshots"))
        current = Mutex(served.target)
    }

    /// Where the camera is reached.
    var target: CameraTarget {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    var camera: SimulatedCamera { served.camera }

    static func section(_ text: String) throws -> SectionName {
        try #require(SectionName(text))
    }

    /// Changes a value as somebody at the camera does.
    func set(_ section: String, _ pointer: String, _ value: JSONValue) throws {
        camera.set(try Self.section(section), try #require(JSONPointer(pointer)), to: value)
    }

    func value(_ section: String, _ pointer: String = "") throws -> JSONValue? {
        let data = camera.value(of: try Self.section(section))
        return pointer.isEmpty ? data : data?[try #require(JSONPointer(pointer))]
    }

    // MARK: - Reading

    static var clientOptions: ClientOptions {
        var options = ClientOptions.test
        options.timeout = .seconds(20)
        options.sessionCallTimeout = .milliseconds(500)
        return options
    }

    func connection(_ target: CameraTarget? = nil, trust: ServerTrust = .anyKey, known: KnownCameras? = nil)
        -> CameraConnection
    {
        CameraConnection(
            target: target ?? self.target, credentials: Credentials(user: "admin", password: ServedCamera.password),
            trust: trust, knownCameras: known, transport: served.transport, schema: served.schema,
            options: Self.clientOptions)
    }

    func walk(only: [String] = []) async throws -> WalkResult {
        try await CameraSession.with(
            target, credentials: Credentials(user: "admin", password: ServedCamera.password), trust: .anyKey,
            transport: served.transport, schema: served.schema, options: Self.clientOptions
        ) { session in
            try await CameraWalk.run(
                session, schema: served.schema, filter: PathFilter(only: only), address: target.address,
                includesExport: false, fingerprintKey: FingerprintKey(bytes: Array(repeating: 9, count: 32)))
        }
    }

    func snapshot(_ walk: WalkResult) -> Snapshot {
        walk.snapshot(taken: .now(), tool: "camkeep test", schema: served.schema.digest)
    }

    func snapshot(only: [String] = []) async throws -> Snapshot {
        try await snapshot(walk(only: only))
    }

    // MARK: - Restoring

    static var options: RestoreOptions {
        var options = RestoreOptions()
        options.reconnectTimeout = .seconds(15)
        options.pause = .milliseconds(20)
        return options
    }

    struct Prepared {
        let plan: RestorePlan
        let prepared: PreparedRestore
        let live: Snapshot
    }

    /// Plans and prepares a restore from the camera as it is now.
    func prepare(
        _ desired: Snapshot, held: SecretSet = SecretSet(), only: [String] = [],
        plan options: PlanOptions = PlanOptions(),
        _ restore: RestoreOptions = RestoreRig.options
    ) async throws -> Prepared {
        let walk = try await walk(only: only)
        let live = snapshot(walk)
        let plan = try RestorePlanner(
            schema: served.schema, options: options, held: held, liveSecrets: walk.secrets
        ).plan(desired: desired, named: "desired", live: live, named: "live")
        return Prepared(
            plan: plan,
            prepared: PreparedRestore(
                plan, schema: served.schema, live: live, liveSecrets: walk.secrets, held: held, options: restore),
            live: live)
    }

    func header(_ prepared: Prepared, _ options: RestoreOptions = RestoreRig.options) -> JournalHeader {
        JournalHeader(
            prepared.prepared, of: prepared.plan, camera: "front-door", target: target, before: "front-door@before",
            onFailure: options.onFailure, tool: "camkeep test")
    }

    func execute(
        _ prepared: Prepared, _ options: RestoreOptions = RestoreRig.options,
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) async throws -> RestoreResult {
        _ = try store.save(snapshotOfNothing)
        let journal = try RestoreJournal.begin(header(prepared, options), in: store)
        let result = try await RestoreExecutor(connection(), options: options, progress: progress).run(
            prepared.prepared, journal: journal)
        target = result.target
        return result
    }

    /// Makes the store's folder, as the snapshot before a restore does.
    private var snapshotOfNothing: Snapshot {
        Snapshot(
            camera: CameraIdentity(address: "front-door"), taken: .now(), tool: "test", schema: served.schema.digest,
            sections: [:])
    }

    func restore(
        _ desired: Snapshot, held: SecretSet = SecretSet(), only: [String] = [], plan: PlanOptions = PlanOptions(),
        _ options: RestoreOptions = RestoreRig.options
    ) async throws -> RestoreResult {
        try await execute(prepare(desired, held: held, only: only, plan: plan, options), options)
    }

    var journals: [String] {
        (try? RestoreJournal.open("front-door", in: store)).map { [$0.0.path] } ?? []
    }
}

extension RestoreResult {
    func outcome(_ section: String) -> StepOutcome? {
        steps.first { $0.section == section }?.outcome
    }

    /// `event/motion verified`
    var words: [String] {
        steps.map { "\($0.section) \($0.outcome.word)" }
    }
}
