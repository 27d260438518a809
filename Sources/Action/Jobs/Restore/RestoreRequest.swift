import CameraClient
package import CameraSchema
import CameraWalk
package import Fleet
package import Restore
package import SemanticDiff
package import Snapshots

/// What one camera is to become.
package struct RestoreRequest: Sendable {
    package let place: FleetTarget
    /// What the store calls the camera.
    package let camera: String
    package let options: PlanOptions
    /// Gets the configuration that is wanted.
    package let wanted: @Sendable () async throws -> NamedConfiguration
    /// Looks at the camera as it is: what the operator should know of it, in sentences. Throws why it must not be written.
    package var review: @Sendable (Snapshot) throws -> [String] = { _ in [] }
    /// The values that were asked for and that the plan leaves out.
    package var unset: @Sendable ([Omission]) -> [UnsetValue] = { _ in [] }

    /// Restores the camera to one of its own snapshots, or to what else is at hand for it.
    package init(
        _ place: FleetTarget, camera: String, options: PlanOptions,
        wanted: @escaping @Sendable () async throws -> NamedConfiguration
    ) {
        self.place = place
        self.camera = camera
        self.options = options
        self.wanted = wanted
    }
}

/// A value that somebody gave for a camera and that is not written. Nobody gives a value to have it left out.
package struct UnsetValue: Sendable, Hashable {
    /// `network/interfaces.ip`
    package let path: String
    package let reason: Omission.Reason
}

/// Turns what somebody names into what each camera is to become.
package struct RestoreRequests: Sendable {
    private let store: SnapshotStore
    private let reader: CameraReader
    private let secrets: SecretLookup
    private let name: String?
    private let options: PlanOptions

    /// - Parameters:
    ///   - name: what the store calls the camera; nil for what the inventory or the snapshot says
    ///   - options: of the plans that are made; a plan that was kept has its own
    package init(
        store: SnapshotStore, reader: CameraReader, secrets: SecretLookup, name: String?, options: PlanOptions
    ) {
        self.store = store
        self.reader = reader
        self.secrets = secrets
        self.name = name
        self.options = options
    }

    /// - Throws: ``RequestFault``, ``SnapshotReferenceError``, ``SnapshotStoreError``
    package func requests(for source: RestoreSource) throws -> [RestoreRequest] {
        switch source {
        case .configuration(let reference, let place):
            try reference.checkIsWanted(in: store)
            try options.checkPatterns(reader.schema)
            let loader = loader(for: place)
            return [
                RestoreRequest(place, camera: camera(at: place, restoredTo: reference), options: options) {
                    try await loader.load(reference)
                }
            ]
        case .plan(let file, let path, let place): return [request(for: place, from: file, at: path)]
        case .ownSnapshots(let selector, let places):
            try options.checkPatterns(reader.schema)
            return places.map { request(for: $0, from: selector) }
        }
    }

    private func loader(for place: FleetTarget) -> ConfigurationLoader {
        ConfigurationLoader(store: store, reader: reader, secrets: secrets.of(place))
    }

    /// To the snapshot that the selector names of the camera itself.
    private func request(for place: FleetTarget, from selector: String) -> RestoreRequest {
        let camera = CameraFolder.name(for: place.name ?? place.target.address)
        let loader = loader(for: place)
        return RestoreRequest(place, camera: camera, options: options) { [store] in
            let reference = ConfigurationReference.snapshot(
                try SnapshotReference(camera + selector), text: camera + selector)
            try reference.checkIsWanted(in: store)
            return try await loader.load(reference)
        }
    }

    /// To what a plan says that was kept.
    private func request(
        for place: FleetTarget, from file: RestorePlanFile, at path: String
    ) -> RestoreRequest {
        let secrets = secrets.of(place)
        var request = RestoreRequest(
            place, camera: name ?? place.name ?? place.target.address, options: file.options
        ) {
            // The plan calls it as the store did: CAMERA@TIME.
            let camera = file.desiredName.split(separator: "@").first.map(String.init) ?? file.desired.camera.address
            let stored = StoredSnapshot(file.desired, file: path, camera: camera)
            return NamedConfiguration(
                name: file.desiredName, snapshot: file.desired, secrets: try secrets.secrets(of: stored))
        }
        request.review = { [schema = reader.schema] live in
            let staleness = file.staleness(against: live, named: "\(place.target)", schema: schema)
            guard staleness.changes.isEmpty, staleness.unreadSections.isEmpty else {
                throw StalePlan(path: path, changes: staleness.changes, unread: staleness.unreadSections)
            }
            return []
        }
        return request
    }

    /// What the store calls the camera: by its option, by the inventory, by the snapshot if that is one of this camera, or by its address.
    private func camera(at place: FleetTarget, restoredTo reference: ConfigurationReference) -> String {
        if let name = name ?? place.name { return name }
        let address = place.target.address
        if case .snapshot(.stored(let camera, let selector), _) = reference,
            let entry = try? store.resolve(camera: camera, selector), let snapshot = try? store.load(entry),
            snapshot.camera.address == address
        {
            return entry.camera
        }
        return address
    }
}

/// The camera is not as it was when the plan was made. Nothing was written.
package struct StalePlan: Error, Sendable {
    /// The file of the plan.
    package let path: String
    package let changes: [Change]
    /// Sections that can no longer be read.
    package let unread: [String]

    /// What the operator can do.
    package let hint = "make a new plan: camkeep plan -o"
}

extension PlanOptions {
    /// Checks that every pattern fits something: one that does not is most likely misspelled, and what it was meant to keep would be
    /// written.
    ///
    /// - Throws: ``RequestFault``
    package func checkPatterns(_ schema: CameraSchema) throws(RequestFault) {
        for pattern in only + except {
            let section = String(pattern.prefix { $0 != "." })
            guard PathFilter(only: [section]).strayPatterns(schema).isEmpty else {
                throw RequestFault(
                    description: "no section fits the pattern \(pattern)", hint: "camkeep schema list shows them all")
            }
        }
    }
}
