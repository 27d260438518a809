package import Cryptography

/// One header field.
package struct HTTPHeader: Hashable, Sendable {
    /// The name; servers and `HTTPResponse` compare it without regard to case.
    package var name: String
    /// The value, without line breaks.
    package var value: String

    /// A header field. Whether name and value are legal is checked when the request is sent.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What is asked of the server.
package enum HTTPMethod: Hashable, Sendable {
    /// GET, without a body.
    case get
    /// POST with these bytes as the body; the caller states their `Content-Type`.
    case post(body: [UInt8])
}

/// How much time and memory one call may take.
package struct HTTPLimits: Hashable, Sendable {
    /// For resolving the name, connecting and the TLS handshake. From 1 ms to 24 days.
    package var connectTimeout: Duration
    /// For the whole call, connecting included. From 1 ms to 24 days.
    package var totalTimeout: Duration
    /// The most bytes of the response's body; one more and the call fails.
    package var maximumBodyBytes: Int
    /// The most bytes of the response's status line and headers together. A single line is limited to 100 kB by curl.
    package var maximumHeaderBytes: Int

    /// Limits of one call.
    package init(connectTimeout: Duration, totalTimeout: Duration, maximumBodyBytes: Int, maximumHeaderBytes: Int) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumHeaderBytes = maximumHeaderBytes
    }
}

/// Which server is believed on `https`. Certificates of cameras are self-signed, so of them authorities, names and dates are
/// not checked, only the public key. Plain `http` has no key: there this says nothing.
package enum ServerTrust: Hashable, Sendable {
    /// Any server, for `--insecure`.
    case anyKey
    /// The server with this key; with another one the call fails before a byte of the request is sent.
    case pinned(PublicKeyPin)
    /// Any server, and the response reports its key. For the first contact: the request must hold no secret.
    /// Always takes a connection of its own, which is closed afterwards.
    case recordKey
    /// A server whose certificate an authority vouches for, with the name in the URL, as browsers do it. For what is no camera.
    /// The authorities are those in the file, in PEM, or else the system's.
    case authorities(file: String?)
}

/// One call to a server.
package struct HTTPRequest: Sendable {
    /// What is asked.
    package var method: HTTPMethod
    /// `http://` or `https://`, a host (name, IPv4, or IPv6 in brackets), a port if need be, a path. No user, no password.
    package var url: String
    /// Sent as they are. Cookies are the caller's own: nothing is remembered between calls.
    package var headers: [HTTPHeader]
    /// How much time and memory the call may take.
    package var limits: HTTPLimits
    /// Which server is believed on `https`.
    package var trust: ServerTrust
    /// Whether a kept connection to the same server must not be used.
    package var freshConnection: Bool

    /// One call to a server.
    package init(
        _ method: HTTPMethod, url: String, headers: [HTTPHeader] = [], limits: HTTPLimits, trust: ServerTrust,
        freshConnection: Bool = false
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.limits = limits
        self.trust = trust
        self.freshConnection = freshConnection
    }
}
