import CameraClient

/// Notices when a camera falls silent in the middle of a walk.
struct CameraHealth {
    /// A firmware may drop the connection for each endpoint that it does not have (field facts, Calls).
    private static let patience = 3
    private var silences = 0

    mutating func noteAnswer() {
        silences = 0
    }

    /// Whether it is time to ask if the camera is still there.
    mutating func isInDoubt(after error: CameraError) -> Bool {
        silences = error.isSilence ? silences + 1 : 0
        return silences >= Self.patience
    }
}

extension CameraError {
    /// Whether no usable answer came at all.
    var isSilence: Bool {
        if case .transport = cause { true } else { false }
    }
}
