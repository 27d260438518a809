import SimulatedCamera
import SimulatedCameraServer

/// One camera of this simulator and where it listens.
struct ServedUnit: Sendable {
    /// Its number, from which its name, serial and addresses are made.
    let number: Int
    let camera: SimulatedCamera
    let listener: SimulatedListener
}
