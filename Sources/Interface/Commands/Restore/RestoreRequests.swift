import CameraClient
import CommandLineTool
import Fleet
import Jobs
import Restore
import SemanticDiff
import Snapshots

/// Turns what the command line names into what each camera is to become.
struct RestoreRequests {
    let values: ParsedValues
    let store: SnapshotStore
    let reader: CameraReader
    let secrets: SecretLookup

    /// - Throws: ``UsageFault``, ``SnapshotReferenceError``, ``SnapshotStoreError``
    func requests(_ source: RestoreSource) throws -> [RestoreRequest] {
        switch source {
        case .configuration(let reference, let place):
            try reference.checkIsWanted(in: store)
            let camera = try name(reference, place)
            let loader = loader(place)
            return [
                RestoreRequest(place, camera: camera, options: try PlanSelection.options(values, reader.schema)) {
                    try await loader.load(reference)
                }
            ]
        case .plan(let file, let path, let place): return [planned(file, path, place)]
        case .own(let selector, let places):
            let options = try PlanSelection.options(values, reader.schema)
            return places.map { place in
                let camera = CameraFolder.name(for: place.name ?? place.target.address)
                let loader = loader(place)
                return RestoreRequest(place, camera: camera, options: options) { [store] in
                    let reference = ConfigurationReference.snapshot(
                        try SnapshotReference(camera + selector), text: camera + selector)
                    try reference.checkIsWanted(in: store)
                    return try await loader.load(reference)
                }
            }
        }
    }

    private func loader(_ place: FleetTarget) -> ConfigurationLoader {
        ConfigurationLoader(store: store, reader: reader, secrets: secrets.of(place))
    }

    private func planned(_ file: RestorePlanFile, _ path: String, _ place: FleetTarget) -> RestoreRequest {
        let opener = secrets.of(place)
        var request = RestoreRequest(
            place, camera: values.string(RestoreCommand.name) ?? place.name ?? place.target.address,
            options: file.options
        ) {
            // The plan calls it as the store did: CAMERA@TIME.
            let camera = file.desiredName.split(separator: "@").first.map(String.init) ?? file.desired.camera.address
            let stored = StoredSnapshot(file.desired, file: path, camera: camera)
            return NamedConfiguration(
                name: file.desiredName, snapshot: file.desired, secrets: try opener.secrets(of: stored))
        }
        request.review = { [schema = reader.schema] live in
            let staleness = file.staleness(against: live, named: "\(place.target)", schema: schema)
            guard staleness.changes.isEmpty, staleness.unreadSections.isEmpty else {
                throw StalePlan(path, staleness.changes, unread: staleness.unreadSections)
            }
            return []
        }
        return request
    }

    /// What the store calls the camera: by its option, by the inventory, by the snapshot if that is one of this camera, or by its address.
    private func name(_ reference: ConfigurationReference, _ place: FleetTarget) throws -> String {
        if let name = values.string(RestoreCommand.name) ?? place.name { return name }
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
