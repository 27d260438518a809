package import CameraClient

/// A camera that a command is to work on.
package struct FleetTarget: Sendable, Equatable {
    package let target: CameraTarget
    /// What the inventory says of it; nil for an address that is in none.
    package let camera: InventoryCamera?

    package init(_ target: CameraTarget) {
        self.target = target
        camera = nil
    }

    package init(_ camera: InventoryCamera) {
        target = camera.target
        self.camera = camera
    }

    /// A camera of the inventory that is reached elsewhere.
    package init(_ target: CameraTarget, as camera: InventoryCamera?) {
        self.target = target
        self.camera = camera
    }

    /// What the store calls it; nil if that is its address.
    package var name: String? { camera?.name }

    /// What messages call it.
    package var title: String { name ?? target.address }
}

extension FleetTarget: CustomStringConvertible {
    /// Its URL.
    package var description: String { target.description }
}
