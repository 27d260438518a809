/// What a simulated camera does with one request: an HTTP answer, or something that goes wrong on the wire.
package struct SimulatedReply: Sendable {
    /// What the client gets to see.
    package var outcome: Outcome

    /// How long the camera waits before that. Other connections are served meanwhile.
    package var delay: Duration

    /// What happens to the connection after a complete answer.
    package var connection: ConnectionHandling

    /// When set, the camera refuses connections for this long after the reply, and its open connections are closed.
    package var offline: Duration?

    /// When set, the camera moves: after the reply, or once it is back when it also goes offline.
    package var move: AddressMove?

    /// Makes a reply that comes at once and leaves the connection open.
    package init(_ outcome: Outcome) {
        self.outcome = outcome
        self.delay = .zero
        self.connection = .keep
        self.offline = nil
        self.move = nil
    }

    /// Makes an HTTP answer.
    package init(status: Int = 200, headers: [HTTPField] = [], body: Body) {
        self.init(.answer(HTTPAnswer(status: status, headers: headers, body: body)))
    }

    /// What the client gets to see.
    package enum Outcome: Sendable {
        /// A well-formed HTTP answer (its body may still be cut short).
        case answer(HTTPAnswer)
        /// The connection is closed without an answer.
        case drop
        /// These bytes instead of an HTTP answer, then the connection is closed. On HTTPS they break the TLS stream.
        case raw([UInt8])
    }

    /// An HTTP status, headers and a body.
    package struct HTTPAnswer: Sendable {
        package var status: Int
        package var headers: [HTTPField]
        package var body: Body

        /// Makes an answer; `Content-Length` or chunking follow from the body.
        package init(status: Int = 200, headers: [HTTPField] = [], body: Body) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// The bytes of an answer.
    package enum Body: Sendable {
        /// All bytes, with their true `Content-Length`.
        case bytes([UInt8])
        /// `Content-Length: announced`, but the connection is closed after these fewer bytes.
        case truncated([UInt8], announced: Int)
        /// `head`, then `unit` `count` times (for ever when nil), then `tail`; made while it is sent, so it needs no
        /// memory. It is chunked when `count` is nil, else it has a `Content-Length`.
        case repeating(head: [UInt8], unit: [UInt8], count: Int?, tail: [UInt8])
    }

    /// What happens to the connection after a complete answer.
    package enum ConnectionHandling: Sendable {
        /// It stays open for the next request if the client wants that.
        case keep
        /// The answer says `Connection: close`, and the connection is closed.
        case closeAnnounced
        /// The answer does not say so, but the connection is closed right after it.
        case closeSilently
    }
}
