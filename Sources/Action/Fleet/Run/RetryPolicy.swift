import CameraClient
import HTTPTransport

/// Which failures are worth another try, and after which pause.
package struct RetryPolicy: Sendable, Hashable {
    /// How often a camera is tried again.
    package var retries: Int
    /// The first pause; it doubles with every try and is spread by chance.
    package var firstPause: Duration

    private static let longestPause: Duration = .seconds(60)

    package init(retries: Int, firstPause: Duration = .seconds(2)) {
        self.retries = retries
        self.firstPause = firstPause
    }

    /// The pause before the next try, or nil if there is to be none.
    ///
    /// - Parameter attempts: how often it was tried so far, from 1
    func pause(after error: any Error, attempts: Int) -> Duration? {
        guard attempts <= retries, let error = error as? CameraError, error.mayPassSoon(attempts: attempts) else {
            return nil
        }
        let doubled = firstPause * (1 << min(attempts - 1, 10))
        return min(doubled, Self.longestPause) * Double.random(in: 0.75...1.25)
    }
}

extension CameraError {
    /// Whether the camera is likely to be busy or restarting. A refused password never is: the next try might lock the account.
    fileprivate func mayPassSoon(attempts: Int) -> Bool {
        switch cause {
        case .transport(let error):
            switch error.kind {
            case .cannotConnect, .connectionDropped: true
            // A camera that restarts may be silent, but each try takes the whole time limit.
            case .connectTimedOut: attempts < 2
            default: false
            }
        case .status(let status): status == 503
        case .tooManySessions, .sessionLost: true
        default: false
        }
    }
}
