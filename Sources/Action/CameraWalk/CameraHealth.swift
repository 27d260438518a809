import CameraClient

/// Notices when a camera stops giving usable answers in the middle of a walk.
struct CameraHealth {
    /// A firmware may drop the connection for each endpoint that it does not have (field facts, Calls).
    private static let patience = 3
    private var unusable = 0
    private var hasAnswered = false
    private var firstError: CameraError?

    /// Why nothing at all could be read; nil if something could. A login page in place of every answer looks like a firmware
    /// that supports nothing, but is no configuration.
    var emptySectionError: CameraError? { hasAnswered ? nil : firstError }

    mutating func noteAnswer() {
        unusable = 0
        hasAnswered = true
    }

    /// Whether it is time to ask if the camera is still there. At once when a session is lost: each further section would
    /// cost the camera another login.
    mutating func isInDoubt(after error: CameraError) -> Bool {
        firstError = firstError ?? error
        unusable = error.isUnusable ? unusable + 1 : 0
        if case .sessionLost = error.cause { return true }
        return unusable >= Self.patience
    }
}

extension CameraError {
    /// Whether no usable answer came at all; a camera that says no is well.
    var isUnusable: Bool {
        switch cause {
        case .transport, .malformedAnswer, .sessionLost: true
        case .status(let status): status >= 500 && !meansUnsupported
        default: false
        }
    }
}
