package import SimulatedCamera

/// Serves any number of simulated cameras, each at its own port, with few threads.
///
/// Threads: one that accepts connections for all listeners and runs the timers, and `threads` that serve all plain
/// connections (plus as many for each HTTPS certificate). A delayed reply suspends its connection and holds no
/// thread, so a thousand cameras, slow ones among them, need two threads.
package final class SimulatedServer: Sendable {
    /// Decides what happens to one request. It is called on a serving thread and must not block.
    package typealias Answer = @Sendable (SimulatedRequest) -> SimulatedReply

    private let core: ServerCore

    /// Makes a server without listeners.
    ///
    /// - Parameters:
    ///   - threads: serving threads for all plain connections, and for each HTTPS certificate.
    ///   - bodyLimit: the largest request body in bytes; a larger one is answered with status 413.
    /// - Throws: `cannotStart` when the system has no descriptors or threads left.
    package init(threads: Int = 1, bodyLimit: Int = 64 << 20) throws(SimulatedServerError) {
        core = try ServerCore(threads: max(1, min(threads, 64)), bodyLimit: bodyLimit)
    }

    deinit {
        core.stop()
    }

    /// Starts answering at an address.
    ///
    /// - Parameters:
    ///   - address: IPv4 or IPv6; loopback unless told otherwise, because a simulated camera protects nothing.
    ///   - port: 0 takes a free one.
    ///   - certificate: HTTPS with this certificate; plain HTTP when nil.
    ///   - answer: called for each complete request.
    /// - Throws: `badAddress`, `cannotListen`, `cannotStart`, or `stopped` after `stop`.
    package func listen(
        address: String = "127.0.0.1", port: Int = 0, certificate: ServerCertificate? = nil,
        answer: @escaping Answer
    ) throws(SimulatedServerError) -> SimulatedListener {
        guard let number = UInt16(exactly: port) else {
            throw SimulatedServerError(code: .cannotListen, message: "\(port) is not a port number")
        }
        return try core.add(address: address, port: number, certificate: certificate, answer: answer)
    }

    /// Starts answering for a camera, and follows the camera when it restarts or moves without a request.
    ///
    /// A camera with `CameraOptions.reportsAddress` learns where it listens.
    ///
    /// - Parameter answer: called instead of the camera; nil for the camera itself
    /// - Throws: as `listen(address:port:certificate:answer:)`.
    package func listen(
        for camera: SimulatedCamera, address: String = "127.0.0.1", port: Int = 0,
        certificate: ServerCertificate? = nil, answer: Answer? = nil
    ) throws(SimulatedServerError) -> SimulatedListener {
        let listener = try listen(
            address: address, port: port, certificate: certificate, answer: answer ?? camera.answer)
        if camera.options.reportsAddress {
            camera.reportAddress(
                listener.address, port: listener.port, isSecure: listener.isSecure)
        }
        camera.observe { offline, move in
            if let offline {
                listener.goOffline(for: offline, then: move)
            } else if let move {
                listener.move(move)
            }
        }
        return listener
    }

    /// Closes all listeners and connections and ends the threads. A second call does nothing.
    package func stop() {
        core.stop()
    }
}

/// The certificate and key of an HTTPS listener, both as PEM texts.
package struct ServerCertificate: Sendable, Hashable {
    package var certificatePEM: String
    package var keyPEM: String

    /// Makes a pair from PEM texts.
    package init(certificatePEM: String, keyPEM: String) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }
}

/// Why a simulated server could not start or listen.
package struct SimulatedServerError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Code: Sendable, Hashable {
        /// The text is not an IPv4 or IPv6 address.
        case badAddress
        /// The address or port cannot be used (taken, not allowed, not on this machine).
        case cannotListen
        /// The HTTP library did not start, which for HTTPS mostly means an unusable certificate or key.
        case cannotStart
        /// The server has been stopped.
        case stopped
    }

    package let code: Code

    /// One sentence that names what was tried.
    package let message: String

    package var description: String { message }
}
