import CameraSchema
import Configuration
import DiffTestSupport
import JSONTree
import Restore
import SemanticDiff
import Snapshots
import Testing

/// A camera as it is, the same camera as it is wanted, and the plan between them.
struct PlanCase {
    var live: ExampleCamera
    var desired: ExampleCamera
    var options = PlanOptions()
    var held = SecretSet()
    var liveSecrets = SecretSet()

    init() throws {
        live = try ExampleCamera()
        desired = live
    }

    func plan() throws -> RestorePlan {
        try plan(desired.snapshot(), live.snapshot(taken: ExampleCamera.later))
    }

    func plan(_ desired: Snapshot, _ live: Snapshot) throws -> RestorePlan {
        try RestorePlanner(schema: self.live.schema, options: options, held: held, liveSecrets: liveSecrets)
            .plan(desired: desired, named: "front-door@golden", live: live, named: "http://192.168.1.10")
    }

    /// Gives the presets the numbers 1, 2 and 3. In the document's example all are 0.
    mutating func numberPresets() throws {
        for position in 0..<3 {
            let number: JSONValue = .integer(position + 1)
            try live.set("image/ptz-ctrl", "/presetList/\(position)/presetIdx", to: number)
            try desired.set("image/ptz-ctrl", "/presetList/\(position)/presetIdx", to: number)
        }
    }

    mutating func hold(_ section: String, _ place: String, _ secret: String) throws {
        try held[#require(SectionName(section)), #require(JSONPointer(place))] = Secret(.string(secret))
    }
}

extension RestorePlan {
    var sections: [String] { steps.map(\.section.description) }

    func step(_ section: String) -> RestoreStep? {
        steps.first { $0.section.description == section }
    }

    /// `event/motion /sensitivity`
    var places: [String] {
        steps.flatMap { step in step.changes.map { "\(step.section) \($0.pointer)" } }
    }

    func reason(_ section: String, _ place: String? = nil) -> Omission.Reason? {
        omissions.first { $0.section.description == section && $0.pointer?.description == place }?.reason
    }
}
