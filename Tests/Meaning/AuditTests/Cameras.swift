import Audit
import CameraSchema
import DiffTestSupport
import JSONTree
import SemanticDiff
import Snapshots

/// Cameras that are alike but for what a test does to some of them.
struct Cameras {
    private(set) var all: [AuditedCamera] = []
    let schema: CameraSchema

    init(_ all: [AuditedCamera], schema: CameraSchema) {
        self.all = all
        self.schema = schema
    }

    /// - Parameter edits: what is done to each camera; their number is that of the cameras
    init(_ edits: [(inout ExampleCamera) throws -> Void], groups: [String: [String]] = [:]) throws {
        let example = try ExampleCamera()
        schema = example.schema
        for (position, edit) in edits.enumerated() {
            var camera = example
            try edit(&camera)
            let name = Self.name(position)
            all.append(
                AuditedCamera(
                    name: name, groups: groups[name] ?? [], source: "\(name)@latest", snapshot: camera.snapshot()))
        }
    }

    /// Several cameras, of which those at the positions named are edited.
    init(_ count: Int, edited: [Int: (inout ExampleCamera) throws -> Void]) throws {
        try self.init((0..<count).map { edited[$0] ?? { _ in } })
    }

    /// `camera-000`
    static func name(_ position: Int) -> String {
        let digits = String(position)
        return "camera-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }

    func audit(
        _ reference: Auditor.Reference? = .majority, policies: [Policy] = [], waivers: [Waiver] = [],
        filter: PathFilter = PathFilter(), unread: [UnreadCamera] = []
    ) -> AuditResult {
        var auditor = Auditor(schema: schema, now: ExampleCamera.time)
        auditor.reference = reference
        auditor.policies = policies
        auditor.waivers = waivers
        auditor.filter = filter
        return auditor.audit(all, unread: unread)
    }

    func golden(_ position: Int = 0) -> Auditor.Reference {
        .golden(name: all[position].source, all[position].snapshot)
    }
}

extension AuditResult {
    /// `camera-003 network/ftp/enable`, for every finding that no waiver silences.
    var places: [String] {
        cameras.flatMap { camera in
            camera.findings.filter { $0.waiver == nil }.map { "\(camera.name) \($0.section)\($0.pointer)" }
        }
    }

    func camera(_ position: Int) -> CameraAudit? {
        cameras.first { $0.name == Cameras.name(position) }
    }
}
