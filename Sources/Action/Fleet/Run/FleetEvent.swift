/// What happens in a run, told one after the other.
package enum FleetEvent<Value: Sendable>: Sendable {
    case started(FleetTarget, isRetry: Bool)
    /// It failed in a way that may pass, and waits for its next try.
    case postponed(FleetTarget, any Error, pause: Duration)
    case finished(FleetOutcome<Value>)
}

/// How it ended with one camera.
package struct FleetOutcome<Value: Sendable>: Sendable {
    package let target: FleetTarget
    package let result: Result<Value, any Error>
    /// How often it was tried; 0 if its turn never came.
    package let attempts: Int
    /// From its first start to the end, pauses included.
    package let duration: Duration
    /// Whether it ended while it waited for its next try.
    let wasWaiting: Bool
}

/// Why a camera was not finished though nothing was wrong with it.
package enum FleetFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// It took longer than one camera may.
    case cameraDeadline(Duration)
    /// The time for the whole run was over.
    case deadline
    /// The run was interrupted.
    case interrupted
    /// So many others went wrong that this one was not begun.
    case stopped(failures: Int)

    package var description: String {
        switch self {
        case .cameraDeadline(let limit): "took longer than the \(limit.components.seconds) s of --camera-deadline"
        case .deadline: "the time limit of --deadline was reached"
        case .interrupted: "interrupted"
        case .stopped(let failures):
            "left alone, because writing \(failures == 1 ? "a camera" : "\(failures) cameras") failed"
        }
    }
}
