import CameraClient
import CameraSchema
import CameraTestSupport
import Fleet
import JSONTree
import Jobs
import Restore
import Sealing
import SimulatedCamera
import Snapshots
import Synchronization
import Testing
import Vault

/// Simulated cameras `gate-1`, `gate-2`, … of an inventory, a store, and what a program needs to run jobs with them.
final class JobsRig: Sendable {
    let folder: ScratchFolder
    let store: SnapshotStore
    let schema: CameraSchema
    let cameras: [ServedCamera]
    let targets: [FleetTarget]
    /// For whom the store is sealed, and who opens it.
    let identity: Identity
    private let said = Mutex<[String]>([])

    init(_ count: Int = 1, model: CameraModel = .motorZoom) throws {
        folder = try ScratchFolder()
        store = SnapshotStore(path: folder.path("snapshots"))
        cameras = try (0..<count).map { unit in
            try ServedCamera(model: model, options: .changed { $0.unit = unit })
        }
        targets = cameras.enumerated().map { number, camera in
            var known = InventoryCamera(name: "gate-\(number + 1)", target: camera.target)
            known.groups = ["gate"]
            return FleetTarget(known)
        }
        schema = try CameraSchema(files: SchemaFile.embedded)
        identity = try Identity.generate()
    }

    // MARK: - Jobs

    /// Notes and warnings of all jobs.
    var notes: [String] { said.withLock { $0 } }

    var events: JobEvents {
        JobEvents(
            note: { text in self.said.withLock { $0.append(text) } },
            warn: { text, _ in self.said.withLock { $0.append(text) } })
    }

    private struct Unasked: Error {}

    func access(
        given: PasswordSource? = nil, usual: String? = ServedCamera.password, environment: [String: String] = [:],
        ask: @escaping @Sendable (String) async throws -> String = { _ in throw Unasked() }
    ) -> CameraAccess {
        var access = CameraAccess(
            trust: .insecure, fingerprintKey: FingerprintKeyFile(path: folder.path("fingerprint-key")),
            passwords: PasswordAccess(
                given: given, usual: usual, environment: environment, vault: Vault(of: store), ask: ask,
                identities: { [self.identity] }),
            tool: "jobs test")
        access.timeout.given = .seconds(60)
        access.connectTimeout.given = .seconds(60)
        return access
    }

    func reader(_ targets: [FleetTarget]? = nil, access: CameraAccess? = nil) async throws -> CameraReader {
        let targets = targets ?? self.targets
        return try await CameraReader(
            access ?? self.access(), schema: schema, for: targets, jobs: targets.count, events: events)
    }

    var secrets: SecretLookup {
        SecretLookup(vault: Vault(of: store), identities: [identity], fingerprintKey: nil, events: events)
    }

    func restoreJob() async throws -> RestoreJob {
        RestoreJob(reader: try await reader(), store: store, recipients: secrets.recipients)
    }

    /// What `@golden` makes of each of the cameras.
    func requests(_ reference: String = "@golden", job: RestoreJob) throws -> [RestoreRequest] {
        let resolver = TargetResolver(nil)
        let source =
            targets.count == 1
            ? RestoreSource.configuration(
                try ConfigurationReference(reference, for: targets[0], in: store, with: resolver), for: targets[0])
            : .ownSnapshots(reference, of: targets)
        return try RestoreRequests(
            store: store, reader: job.reader, secrets: secrets, name: nil, options: PlanOptions()
        ).requests(for: source)
    }

    /// Works on all cameras, as a program does.
    ///
    /// - Returns: how it ended with each of them, in their order
    func onAll<Value: Sendable>(
        _ work: @escaping @Sendable (FleetTarget) async throws -> Value
    ) async -> [Result<Value, any Error>] {
        var results: [String: Result<Value, any Error>] = [:]
        let runner = FleetRunner(jobs: cameras.count, retry: RetryPolicy(retries: 0))
        await runner.run(
            targets,
            tell: { (event: FleetEvent<Value>) in
                if case .finished(let outcome) = event { results[outcome.target.title] = outcome.result }
            }, work: work)
        return targets.compactMap { results[$0.title] }
    }

    // MARK: - Cameras

    /// Keeps every camera as it is.
    func keep(tag: String) async throws {
        let reader = try await reader()
        var options = SnapshotJob.Options()
        options.tag = tag
        options.archive = .notFetched
        let job = SnapshotJob(reader: reader, store: store, options: options)
        for target in targets { _ = try await job.run(target, isOneOfMany: true) }
    }

    /// Changes three settings of every camera.
    func drift() throws {
        for camera in cameras {
            try set(camera, "event/motion", "/enable", false)
            try set(camera, "image/osd", "/ircutSwitchTime", 9)
            try set(camera, "video/audio", "/inputVolume", 33)
        }
    }

    func set(_ camera: ServedCamera, _ section: String, _ pointer: String, _ value: JSONValue) throws {
        camera.camera.set(try #require(SectionName(section)), try #require(JSONPointer(pointer)), to: value)
    }

    func value(_ camera: ServedCamera, _ section: String, _ member: String) -> JSONValue? {
        SectionName(section).flatMap { camera.camera.value(of: $0)?[member] }
    }

    /// The settings that drift, of all cameras.
    var values: [[JSONValue?]] {
        cameras.map { camera in
            [
                value(camera, "event/motion", "enable"), value(camera, "image/osd", "ircutSwitchTime"),
                value(camera, "video/audio", "inputVolume"),
            ]
        }
    }

    var writes: [Int] { cameras.map(\.camera.counters.appliedWrites) }

    func tagged(_ tag: String) throws -> [SnapshotEntry] { try store.list().filter { $0.tags.contains(tag) } }
}
