import CameraSchema
import CameraWalk
package import Fleet
package import Restore
import Snapshots

/// Reads a camera, and says what a restore would write to it. Nothing is written or kept.
package struct PlanJob: Sendable {
    private let reader: CameraReader
    private let loader: ConfigurationLoader

    package init(reader: CameraReader, loader: ConfigurationLoader) {
        self.reader = reader
        self.loader = loader
    }

    /// What a restore would write, and the file that it can be kept in.
    package struct Planned: Sendable {
        package let plan: RestorePlan
        package let file: RestorePlanFile
    }

    /// - Throws: ``CameraError``, ``MissingSecrets``, and what loading the configuration throws
    package func plan(
        _ reference: ConfigurationReference, for target: FleetTarget, options: PlanOptions
    ) async throws -> Planned {
        let desired = try await loader.load(reference)
        let walk = try await reader.read(target)
        let live = reader.snapshot(of: walk)
        let plan = try RestorePlanner(
            schema: reader.schema, options: options, held: desired.secrets, liveSecrets: walk.secrets
        ).plan(desired: desired.snapshot, named: desired.name, live: live, named: "\(target)")
        let file = RestorePlanFile(
            tool: reader.tool, target: "\(target)", options: options, desired: desired.snapshot, named: desired.name,
            live: live, schema: reader.schema)
        return Planned(plan: plan, file: file)
    }
}
