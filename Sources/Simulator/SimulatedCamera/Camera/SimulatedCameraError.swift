/// Why a simulated camera cannot be made.
package struct SimulatedCameraError: Error, Sendable, CustomStringConvertible {
    /// One sentence.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
