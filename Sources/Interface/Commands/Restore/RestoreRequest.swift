import Fleet
import Restore
import Snapshots

/// What one camera is to become.
struct RestoreRequest: Sendable {
    let place: FleetTarget
    /// What the store calls the camera.
    let camera: String
    let options: PlanOptions
    /// Gets the configuration that is wanted.
    let wanted: @Sendable () async throws -> NamedConfiguration
    /// Looks at the camera as it is: what the operator should know of it, in sentences. Throws why it must not be written.
    var review: @Sendable (Snapshot) throws -> [String] = { _ in [] }
    /// What was asked for and is left out by the plan, in sentences.
    var unfulfilled: @Sendable ([Omission]) -> [String] = { _ in [] }

    /// Restores the camera to one of its own snapshots, or to what else is at hand for it.
    init(
        _ place: FleetTarget, camera: String, options: PlanOptions,
        wanted: @escaping @Sendable () async throws -> NamedConfiguration
    ) {
        self.place = place
        self.camera = camera
        self.options = options
        self.wanted = wanted
    }
}
