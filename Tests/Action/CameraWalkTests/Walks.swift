import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import SimulatedCamera
import Snapshots
import Testing

extension ServedCamera {
    /// Walks the camera in a session of its own.
    func walk(
        only: [String] = [], except: [String] = [], export: Bool = false, options: ClientOptions = .test,
        progress: @escaping (WalkProgress) -> Void = { _ in }
    ) async throws -> WalkResult {
        try await session(options: options) { session in
            try await CameraWalk.run(
                session, schema: schema, filter: PathFilter(only: only, except: except), address: target.address,
                includesExport: export, progress: progress)
        }
    }

    /// The names of the sections that the camera has and a walk reads.
    var walkedSections: Set<SectionName> {
        Set(camera.sections.keys.filter { schema.endpoint(of: $0)?.isWalked == true })
    }
}

extension WalkResult {
    /// The snapshot as of one fixed moment.
    func snapshot(_ schema: CameraSchema) throws -> Snapshot {
        let time = try #require(SnapshotTime("2026-03-06T10:47:05Z"))
        return snapshot(taken: time, tool: "camkeep test", schema: schema.digest)
    }

    func sections(where matches: (RecordStatus) -> Bool) -> Set<SectionName> {
        Set(sections.filter { matches($0.value.status) }.keys)
    }

    var readSections: Set<SectionName> { sections { $0 == .ok } }

    var unsupportedSections: Set<SectionName> {
        sections { if case .unsupported = $0 { true } else { false } }
    }

    func record(_ name: String) throws -> SectionRecord {
        try #require(SectionName(name).flatMap { sections[$0] })
    }
}
