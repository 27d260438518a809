import CCurl

extension TransportError {
    /// How far a failed transfer had come, as far as curl's result codes need it to be told apart.
    struct Progress {
        /// A connection was there and the request about to be sent.
        var connected = false
        /// The first line of an answer arrived.
        var answered = false
        /// The headers of an answer are complete.
        var headersComplete = false
    }

    /// A failure that curl reports when it is handed an option, or that makes its event loop useless.
    static func internalFailure(_ operation: String, _ reason: UnsafePointer<CChar>?) -> TransportError {
        TransportError(.internalFailure, "\(operation): \(reason.map { String(cString: $0) } ?? "unknown reason")")
    }
}

extension TransportError.Kind {
    /// The kind of failure that a result code means (libcurl-errors(3)). The cases that depend on limits and pins are
    /// decided before, where those are known.
    init(_ code: CURLcode, after progress: TransportError.Progress) {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED:
            self = .unsupportedURL
        case CURLE_UNSUPPORTED_PROTOCOL:
            // The same code stands for a scheme that is not allowed and for an answer without a status line (HTTP/0.9).
            self = progress.connected ? .malformedResponse : .unsupportedURL
        case CURLE_COULDNT_RESOLVE_HOST:
            self = .cannotResolve
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            self = .cannotConnect
        case CURLE_OPERATION_TIMEDOUT:
            self = progress.connected ? .timedOut : .connectTimedOut
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_ABORTED_BY_CALLBACK:
            // Aborted by callback: see Transfer.mayBeginRequest.
            self = .connectionDropped
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_SHUTDOWN_FAILED:
            self = .tlsFailed
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2, CURLE_TOO_MANY_REDIRECTS:
            self = .malformedResponse
        case CURLE_OUT_OF_MEMORY where progress.connected && !progress.headersComplete:
            // curl's answer to a header line longer than its own 100 kB buffer.
            self = .headersTooLarge
        default:
            self = .internalFailure
        }
    }
}
