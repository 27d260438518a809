import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import Configuration
import Drill
import Foundation
import JSONTree
import SimulatedCamera
import Snapshots
import TestSupport
import Testing
import Vault

/// A snapshot to drill, with the secrets that are held for it.
struct DrilledSnapshot {
    var snapshot: Snapshot
    var held = SecretSet()

    static let key = FingerprintKey(bytes: Array(repeating: 7, count: 32))

    /// The snapshot of a simulated camera that was changed from its defaults, with its secrets.
    static func simulated(
        firmware: Int = 1, model: CameraModel = .motorZoom, change: (SimulatedCamera) throws -> Void = { _ in }
    ) async throws -> DrilledSnapshot {
        let served = try ServedCamera(firmware: firmware, model: model)
        try change(served.camera)
        let walk = try await served.session { session in
            try await CameraWalk.run(
                session, schema: served.schema, address: served.target.address, includesExport: false,
                fingerprintKey: key)
        }
        let snapshot = walk.snapshot(
            taken: SnapshotTime(secondsSince1970: 0), tool: "test", schema: served.schema.digest)
        var drilled = DrilledSnapshot(snapshot: snapshot, held: walk.secrets)
        for need in SecretInventory(of: snapshot, schema: served.schema, vault: [], sealed: walk.secrets).missing {
            drilled.held[need.name.section, need.name.place] = Secret("Wels&4")
        }
        return drilled
    }

    /// An example snapshot of the repository.
    static func example(_ tag: String) throws -> DrilledSnapshot {
        let folder = Repository.file("snapshots").path(percentEncoded: false)
        let store = SnapshotStore(path: folder)
        let reference = try SnapshotReference("front-door@\(tag)")
        return DrilledSnapshot(snapshot: try store.load(reference) { [] })
    }

    func drill(missing: [(SectionName, JSONPointer)] = []) async throws -> DrillResult {
        try await Drill(schema: Self.schema.get(), fingerprintKey: Self.key).run(
            snapshot, named: "front-door", held: held,
            missing: missing.map { (section: $0.0, place: $0.1, title: "") })
    }

    static let schema = Result { try CameraSchema(files: SchemaFile.embedded) }
}

extension SimulatedCamera {
    /// Changes a value as somebody at the camera does.
    func set(_ section: String, _ pointer: String, _ value: JSONValue) throws {
        set(try #require(SectionName(section)), try #require(JSONPointer(pointer)), to: value)
    }
}
