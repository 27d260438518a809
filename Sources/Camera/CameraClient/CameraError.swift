package import HTTPTransport

/// Why a camera did not do what was asked: which camera, which endpoint, what was sent, the cause, and what to do next.
package struct CameraError: Error, Sendable {
    package enum Cause: Sendable {
        /// No complete answer came.
        case transport(TransportError)
        /// The answer has an HTTP status that is no success.
        case status(Int)
        /// A web page where JSON is expected: the endpoint does not exist on this firmware (field facts, Calls).
        case webPage
        case emptyAnswer
        /// The answer is no JSON, or has no `code`.
        case malformedAnswer(String)
        /// The camera's own `code`.
        case refused(code: String)
        /// The camera refused user name or password. It is not tried again: cameras lock the account after a few failures.
        case passwordRefused(Refusal)
        /// All sessions of the camera are taken; this says nothing about the password.
        case tooManySessions(Refusal)
        /// The session ended again right after a new login.
        case sessionLost
        /// The login offers no way that CamKeep knows.
        case unknownLogin(String)
        /// The known-cameras file cannot be used.
        case knownCameras(String)
        /// The task was cancelled between two calls.
        case cancelled
    }

    /// How a camera says no: by the API's `code`, or by an HTTP status.
    package enum Refusal: Sendable, Hashable {
        case code(String)
        case status(Int)
    }

    package let camera: String
    /// The section or endpoint: `event/motion`; nil for the camera as a whole.
    package var endpoint: String?
    package let cause: Cause
    /// The request with its secrets masked.
    package var sent: String?
    /// The cause in words.
    package let message: String
    /// What the operator can do.
    package let hint: String

    /// Whether this firmware does not have the endpoint at all.
    package var meansUnsupported: Bool {
        switch cause {
        case .webPage, .emptyAnswer: true
        case .status(let status): status == 404 || status == 405 || status == 501
        case .refused(let code): Self.unsupportedCodes.contains(code)
        default: false
        }
    }

    /// 203: known and not supported (field facts, Calls); 1003, 3001, 3002, 3003 likewise in firmware's own table.
    static let unsupportedCodes: Set<String> = ["203", "1003", "3001", "3002", "3003"]

    /// Whether the camera itself refused this request while it goes on answering others.
    package var isRefusal: Bool {
        if case .refused = cause { true } else { false }
    }

    /// Whether the camera took the request and said nothing to it.
    package var isSilence: Bool {
        guard case .transport(let error) = cause else { return false }
        return error.kind == .connectionDropped || error.kind == .timedOut
    }

    /// Whether further requests to this camera are pointless.
    package var endsWalk: Bool {
        switch cause {
        case .transport(let error):
            switch error.kind {
            case .cannotResolve, .cannotConnect, .connectTimedOut, .tlsFailed, .serverKeyChanged, .cancelled, .shutDown,
                .unsupportedURL, .internalFailure:
                true
            case .invalidHeader, .timedOut, .connectionDropped, .bodyTooLarge, .headersTooLarge, .malformedResponse:
                false
            }
        case .passwordRefused, .tooManySessions, .unknownLogin, .knownCameras, .cancelled: true
        default: false
        }
    }

    /// Whether it is worth asking again after a while: the camera may be restarting.
    package var mayPass: Bool {
        switch cause {
        case .transport(let error):
            switch error.kind {
            case .cannotConnect, .connectTimedOut, .timedOut, .connectionDropped, .tlsFailed, .malformedResponse: true
            default: false
            }
        case .status, .emptyAnswer, .webPage, .malformedAnswer, .tooManySessions, .sessionLost: true
        case .refused, .passwordRefused, .unknownLogin, .knownCameras, .cancelled: false
        }
    }

    /// Whether no further login may be tried: the next one might lock the account.
    package var forbidsLogin: Bool {
        switch cause {
        case .passwordRefused, .unknownLogin: true
        default: false
        }
    }

    package var isCancellation: Bool {
        switch cause {
        case .transport(let error): error.kind == .cancelled
        case .cancelled: true
        default: false
        }
    }
}

extension CameraError: CustomStringConvertible {
    /// `192.168.1.10: event/motion: cause (sent …)`
    package var description: String {
        let place = endpoint.map { "\(camera): \($0)" } ?? camera
        return "\(place): \(message)" + (sent.map { " (sent \($0))" } ?? "")
    }
}
