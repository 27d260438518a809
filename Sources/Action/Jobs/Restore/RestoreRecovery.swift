import CameraClient
package import CameraSchema
package import Fleet
package import Restore
package import Sealing
package import Snapshots
import Text

/// Finishes or undoes restores that were interrupted.
package struct RestoreRecovery: Sendable {
    private let store: SnapshotStore
    private let resolver: TargetResolver

    package init(store: SnapshotStore, resolver: TargetResolver) {
        self.store = store
        self.resolver = resolver
    }

    /// What each name stands for: itself, or of many cameras those whose restore has not ended.
    ///
    /// - Parameter selection: what the store calls the cameras, or their addresses, groups or patterns
    /// - Throws: ``RequestFault``, ``TargetError``, ``UnknownTarget``
    package func waiting(_ selection: TargetSelection) throws -> [String] {
        let open = RestoreJournal.pins(in: store).map(\.camera).sorted()
        if selection.isAll {
            guard selection.names.isEmpty else {
                throw RequestFault(description: "--all is every camera already", hint: "leave out --all or the camera")
            }
            return open
        }
        guard !selection.names.isEmpty else {
            throw RequestFault(
                description: "the camera is missing", hint: "name it, or give --all for every restore that is waiting")
        }
        var waiting: [String] = []
        for name in selection.names {
            let isMany = name.hasPrefix("@") || TextPattern.hasWildcard(name, .starAndQuestionMark)
            let own = isMany ? try resolver.targets([name]).compactMap(\.name).filter(open.contains) : [name]
            waiting += own.filter { !waiting.contains($0) }
        }
        return waiting
    }

    /// A restore that was interrupted, locked.
    package struct Interrupted: Sendable {
        fileprivate let journal: RestoreJournal
        fileprivate let record: JournalRecord
        /// Where the camera is reached now.
        package let place: FleetTarget
        /// Where it was reached before the restore.
        fileprivate let former: CameraTarget

        package var header: JournalHeader { record.header }
    }

    /// Opens and locks the restore of a camera.
    ///
    /// - Parameter name: what the store calls the camera, or its address
    /// - Throws: ``JournalError``, ``TargetError``, ``UnknownTarget``
    package func open(_ name: String) throws -> Interrupted {
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

    /// Checks that the restore was begun by the schema that would finish it.
    ///
    /// - Throws: ``RequestFault``
    package func check(_ interrupted: Interrupted, schema: CameraSchema) throws(RequestFault) {
        guard schema.digest == interrupted.header.schema else {
            throw RequestFault(
                description: "the interrupted restore understood the camera by another schema",
                hint: "use the same CamKeep (it was \(interrupted.header.tool)), and the same --schema")
        }
    }

    /// The secrets that were sealed into the journal before the first write; none if nothing was, or nothing is to be opened.
    ///
    /// - Parameter identities: gets what opens them; nil if nothing is to be opened. It is called only if something was sealed.
    /// - Throws: ``VaultError``, and what getting the identities throws
    package func secrets(
        of interrupted: Interrupted, identities: () async throws -> [Identity]?, events: JobEvents
    ) async throws -> JournalSecrets {
        guard interrupted.header.sealed != nil, let opening = try await identities() else { return JournalSecrets() }
        guard !opening.isEmpty else {
            events.note("without an identity the secrets of this restore stay closed; --identity names a file")
            return JournalSecrets()
        }
        return try JournalSealing.open(
            interrupted.header, with: opening, subject: "\(store.path): the journal of \(interrupted.header.camera)")
    }

    /// Finishes or undoes a restore.
    ///
    /// - Parameters:
    ///   - onFailure: what a failure of a section leads to; nil for what the restore began with
    ///   - reader: knows how the camera is reached
    /// - Throws: ``RestoreExecutor/takeOver(_:_:secrets:to:)`` says what
    package func recover(
        _ interrupted: Interrupted, to direction: RestoreDirection, options: RestoreOptions,
        onFailure: RestoreOptions.OnFailure?, secrets: JournalSecrets, reader: CameraReader,
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) async throws -> RestoreResult {
        var options = options
        options.mayReaddress = true
        options.onFailure = onFailure ?? interrupted.header.onFailure
        let connection = try await reader.connection(to: interrupted.place, formerly: interrupted.former)
        return try await RestoreExecutor(connection, options: options, progress: progress).takeOver(
            interrupted.journal, interrupted.record, secrets: secrets, to: direction)
    }
}
