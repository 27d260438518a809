import CameraClient
import CameraSchema
import Configuration
import Fleet
import JSONTree
import Jobs
import Reports
import Restore
import Snapshots
import Vault

/// Turns a golden configuration into what each of the cameras is to become.
struct CloneRequests {
    let golden: NamedConfiguration
    let options: PlanOptions
    let secrets: SecretLookup
    let allowsDifferentModel: Bool

    /// The camera is of another kind than the golden one.
    struct OtherModel: Error, CustomStringConvertible {
        let description: String
        let hint = "--allow-different-model writes what both models have"
    }

    func request(_ one: CloneTarget) -> RestoreRequest {
        let camera = one.camera ?? one.place.name ?? one.place.target.address
        var options = options
        for value in one.values where value.field.role == .identity {
            options.identityPlaces[value.section, default: []].insert(value.pointer)
        }
        var request = RestoreRequest(one.place, camera: camera, options: options) { [golden, secrets] in
            var snapshot = golden.snapshot
            for value in one.values { try value.set(in: &snapshot) }
            return NamedConfiguration(
                name: golden.name, snapshot: snapshot, secrets: try secrets.secrets(of: golden, for: camera))
        }
        request.review = { [golden, allowsDifferentModel] live in
            try Self.remarks(live.camera, golden.snapshot.camera, one.place.target, allowsDifferentModel)
        }
        request.unfulfilled = { Self.unset(one.values, $0) }
        return request
    }

    /// What is of another kind.
    ///
    /// - Throws: ``OtherModel`` if that is too much
    private static func remarks(
        _ live: CameraIdentity, _ golden: CameraIdentity, _ target: CameraTarget, _ allowsDifferentModel: Bool
    ) throws(OtherModel) -> [String] {
        guard golden.model == live.model || allowsDifferentModel else {
            throw OtherModel(
                description: "\(target.address): it is of another model, \(live.model ?? "unknown"), where the golden "
                    + "camera is \(golden.model ?? "unknown"); nothing was written")
        }
        let facts = [
            ("model", golden.model, live.model), ("firmware", golden.firmware, live.firmware),
            ("software", golden.software, live.software),
        ]
        return facts.filter { $0.1 != $0.2 }.map { name, own, other in
            "\(name) \(other ?? "unknown"), the golden camera has \(own ?? "an unknown one")"
        }
    }

    /// The values for this camera that the plan leaves out, with the reasons: nobody gives a value to have it left out.
    private static func unset(_ values: [FieldValue], _ leftOut: [Omission]) -> [String] {
        values.compactMap { value in
            let omission = leftOut.first { omission in
                guard omission.section == value.section else { return false }
                guard let pointer = omission.pointer else { return true }
                return pointer.contains(value.pointer) || value.pointer.contains(pointer)
            }
            guard let omission else { return nil }
            let path = "\(value.section).\(value.pointer.steps.joined(separator: "."))"
            return "\(path) was not set: \(PlanWording.reason(omission.reason))"
                + (omission.reason.detail.map { " (\($0))" } ?? "")
        }
    }
}
