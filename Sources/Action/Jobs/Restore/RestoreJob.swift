import CameraClient
import CameraSchema
import CameraWalk
import Configuration
package import Cryptography
import Fleet
import JSONTree
package import Restore
package import Sealing
import SemanticDiff
package import Snapshots

/// Reads a camera, says what has to be written to it, and writes it.
package struct RestoreJob: Sendable {
    package let reader: CameraReader
    package let store: SnapshotStore
    /// For whom the camera as it was before and the journal are sealed.
    package let recipients: [Recipient]
    private let writer: StoreWriter

    /// A plan that is older is compared with the camera again, section by section.
    private static let freshness: Duration = .seconds(60)

    package init(reader: CameraReader, store: SnapshotStore, recipients: [Recipient]) {
        self.reader = reader
        self.store = store
        self.recipients = recipients
        writer = StoreWriter(store)
    }

    /// A camera that was read, and what has to be written to it.
    package struct Planned: Sendable {
        package let request: RestoreRequest
        package let plan: RestorePlan
        /// What the operator should know of the camera.
        package let remarks: [String]
        fileprivate let live: Snapshot
        fileprivate let liveSecrets: SecretSet
        fileprivate let held: SecretSet
        fileprivate let read: ContinuousClock.Instant

        /// The settings that the plan leaves out.
        package var leftOut: [Omission] { plan.omissions.filter(\.isSetting) }
        /// The values that were asked for and that the plan leaves out.
        package var unset: [UnsetValue] { request.unset(leftOut) }

        /// Equal for plans that write the same.
        package var digest: ContentDigest {
            let steps = plan.steps.map { step -> JSONValue in
                let places = (step.secrets + step.clearedSecrets).map { JSONValue.string($0.description) }
                return .array([.array(step.changes.map { .object($0.json) }), .array(places), .array(step.commands)])
            }
            return ContentDigest(of: JSONWriter.canonical(.array(steps)))
        }
    }

    /// - Parameter isOneOfMany: whether others are read at the same time
    /// - Throws: ``JournalError`` if an earlier restore of the camera has not ended; ``CameraError``; what the request throws
    package func plan(_ request: RestoreRequest, isOneOfMany: Bool) async throws -> Planned {
        let target = request.place.target
        try RestoreJournal.check(camera: request.camera, target: "\(target)", in: store)
        let wanted = try await request.wanted()
        let walk = try await reader.read(request.place, options: isOneOfMany ? .oneOfMany : [])
        let read = ContinuousClock.now
        let live = try reader.snapshot(of: walk, sealedFor: recipients)
        let remarks = try request.review(live)
        let plan = try RestorePlanner(
            schema: reader.schema, options: request.options, held: wanted.secrets, liveSecrets: walk.secrets
        ).plan(desired: wanted.snapshot, named: wanted.name, live: live, named: "\(target)")
        return Planned(
            request: request, plan: plan, remarks: remarks, live: live, liveSecrets: walk.secrets, held: wanted.secrets,
            read: read)
    }

    /// Says what of the plan will be sent, and what could not be undone.
    package func prepare(_ planned: Planned, options: RestoreOptions) -> PreparedRestore {
        PreparedRestore(
            planned.plan, schema: reader.schema, live: planned.live, liveSecrets: planned.liveSecrets,
            held: planned.held, options: options)
    }

    /// Keeps the camera as it is, opens the journal, and writes.
    ///
    /// - Parameters:
    ///   - kept: gets the reference of the camera as it was
    ///   - progress: called before each section
    /// - Throws: ``SnapshotStoreError``, ``JournalError``, ``CameraError``: nothing was written then
    package func write(
        _ planned: Planned, options: RestoreOptions, kept: @Sendable (String) -> Void = { _ in },
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) async throws -> RestoreResult {
        let isFresh = ContinuousClock.now - planned.read <= Self.freshness
        let options = options.readingFirst(!isFresh)
        let prepared = prepare(planned, options: options)
        let connection = try await reader.connection(to: planned.request.place)
        let (before, journal) = try await writer.write { store in
            let saved = try store.save(planned.live, as: planned.request.camera)
            try store.tag(saved.entry, as: ConfigurationReference.beforeRestore)
            let header = try JournalHeader(
                prepared, of: planned.plan, camera: saved.entry.camera, target: planned.request.place.target,
                before: saved.entry.reference, onFailure: options.onFailure, tool: reader.tool,
                seal: JournalSealing.seal(for: recipients))
            return (saved.entry.reference, try RestoreJournal.begin(header, in: store))
        }
        kept(before)
        return try await RestoreExecutor(connection, options: options, progress: progress).run(
            prepared, journal: journal)
    }
}

extension RestoreOptions {
    fileprivate func readingFirst(_ readsFirst: Bool) -> RestoreOptions {
        var options = self
        options.readsFirst = readsFirst
        return options
    }
}
