package import Cryptography

/// Why a call has no complete answer.
package struct TransportError: Error, Hashable, Sendable {
    /// What went wrong, for deciding what to do next.
    package enum Kind: Hashable, Sendable {
        /// The URL is not `http` or `https`, holds a user or password, or cannot be read.
        case unsupportedURL
        /// A header of the request has an illegal name, or a value with control characters.
        case invalidHeader
        /// The host name has no address.
        case cannotResolve
        /// Nobody listens there, or the network has no way to it.
        case cannotConnect
        /// Resolving, connecting and the TLS handshake took longer than allowed.
        case connectTimedOut
        /// The server was reached and its answer did not arrive in time.
        case timedOut
        /// The connection ended before the answer was complete, or the body's framing broke off.
        case connectionDropped
        /// No TLS connection came about for another reason than the server's key.
        case tlsFailed
        /// The server has another key than the pinned one; `found` is nil if its certificate could not be read.
        case serverKeyChanged(found: PublicKeyPin?)
        /// The body is longer than `limit` bytes, or says that it will be.
        case bodyTooLarge(limit: Int)
        /// The status line and headers are longer than allowed.
        case headersTooLarge
        /// What came back is not HTTP.
        case malformedResponse
        /// The task was cancelled.
        case cancelled
        /// The transport was shut down before the answer was there.
        case shutDown
        /// curl or the system failed in a way that no server causes.
        case internalFailure
    }

    /// What went wrong.
    package let kind: Kind

    /// What curl said, or the reason in words. May quote the URL's host; never headers or bodies of the request.
    package let message: String

    /// Whether any byte of the request left, so that a write may have taken effect although no answer came.
    ///
    /// False is certain: nothing was sent. True is not: the bytes may have been lost on the way.
    package let requestMayHaveArrived: Bool

    init(_ kind: Kind, _ message: String, requestMayHaveArrived: Bool = false) {
        self.kind = kind
        self.message = message
        self.requestMayHaveArrived = requestMayHaveArrived
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String { message }
}
