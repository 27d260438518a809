package import Fleet
package import Restore
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
    /// What was asked for and is left out by the plan, in sentences.
    package var unfulfilled: @Sendable ([Omission]) -> [String] = { _ in [] }

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
