import CameraClient
import CameraSchema
import Fleet
import JSONTree
package import Restore
import Snapshots

/// Turns a golden configuration into what each of the cameras is to become.
package struct CloneJob: Sendable {
    private let golden: NamedConfiguration
    private let options: PlanOptions
    private let secrets: SecretLookup
    private let models: Models

    /// To which models the golden configuration is written.
    package enum Models: Sendable {
        case same
        /// Also to others, what both have.
        case any
    }

    package init(golden: NamedConfiguration, options: PlanOptions, secrets: SecretLookup, models: Models) {
        self.golden = golden
        self.options = options
        self.secrets = secrets
        self.models = models
    }

    /// The camera is of another model than the golden one. Nothing was written.
    package struct OtherModel: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
        package let hint = "--allow-different-model writes what both models have"
    }

    /// Checks that the cameras' own values fit the golden configuration, before the first camera is touched.
    ///
    /// - Throws: ``CloneTemplate/Fault``
    package func check(_ targets: [CloneTarget]) throws(CloneTemplate.Fault) {
        for value in targets.flatMap(\.values) {
            var trial = golden.snapshot
            do throws(FieldValue.Fault) { try value.set(in: &trial) } catch {
                throw CloneTemplate.Fault(description: error.description)
            }
        }
    }

    /// What one of the cameras is to become.
    package func request(for target: CloneTarget) -> RestoreRequest {
        let camera = target.camera ?? target.place.name ?? target.place.target.address
        var options = options
        for value in target.values where value.field.role == .identity {
            options.identityPlaces[value.section, default: []].insert(value.pointer)
        }
        var request = RestoreRequest(target.place, camera: camera, options: options) { [golden, secrets] in
            var snapshot = golden.snapshot
            for value in target.values { try value.set(in: &snapshot) }
            return NamedConfiguration(
                name: golden.name, snapshot: snapshot, secrets: try secrets.secrets(of: golden, for: camera))
        }
        request.review = { live in try remarks(on: live.camera, at: target.place.target) }
        request.unset = { Self.unset(target.values, of: $0) }
        return request
    }

    /// What is of another kind.
    ///
    /// - Throws: ``OtherModel`` if that is too much
    private func remarks(on live: CameraIdentity, at target: CameraTarget) throws(OtherModel) -> [String] {
        let golden = golden.snapshot.camera
        guard golden.model == live.model || models == .any else {
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

    /// The values for this camera that the plan leaves out.
    private static func unset(_ values: [FieldValue], of leftOut: [Omission]) -> [UnsetValue] {
        values.compactMap { value in
            let omission = leftOut.first { omission in
                guard omission.section == value.section else { return false }
                guard let pointer = omission.pointer else { return true }
                return pointer.contains(value.pointer) || value.pointer.contains(pointer)
            }
            return omission.map { UnsetValue(path: value.path, reason: $0.reason) }
        }
    }
}
