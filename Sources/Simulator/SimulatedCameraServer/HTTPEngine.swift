import CMicroHTTPD
import Glibc
import Synchronization

/// One libmicrohttpd daemon without a listening socket of its own: it serves the connections it is handed.
///
/// The daemon pointer and the context live from `init` to `stop`.
final class HTTPEngine: Sendable {
    /// The daemon's address as a number; libmicrohttpd itself locks every call made with it.
    private let daemon: Mutex<UInt>

    /// Keeps the core alive for the callbacks.
    private let context: EngineContext

    private static let connectionLimit: UInt32 = 16_384
    private static let idleSeconds: UInt32 = 120

    init(core: ServerCore, threads: Int, certificate: ServerCertificate?) throws(SimulatedServerError) {
        context = EngineContext(core: core)
        let pointer = Unmanaged.passUnretained(context).toOpaque()
        let started: OpaquePointer?
        if let certificate {
            started = camkeep_mhd_start(
                UInt32(threads), Self.connectionLimit, Self.idleSeconds, certificate.certificatePEM,
                certificate.keyPEM, engineHandlesRequest, engineCompletedRequest, engineNotifiesConnection, pointer)
        } else {
            started = camkeep_mhd_start(
                UInt32(threads), Self.connectionLimit, Self.idleSeconds, nil, nil, engineHandlesRequest,
                engineCompletedRequest, engineNotifiesConnection, pointer)
        }
        guard let started else {
            throw SimulatedServerError(
                code: .cannotStart,
                message: certificate == nil
                    ? "the HTTP library did not start" : "the HTTPS certificate and key cannot be used")
        }
        daemon = Mutex(UInt(bitPattern: started))
    }

    /// Serves an accepted connection, and closes its descriptor in the end; false when it could not be taken.
    func take(_ descriptor: Int32) -> Bool {
        guard let daemon = OpaquePointer(bitPattern: daemon.withLock { $0 }) else {
            close(descriptor)
            return false
        }
        // The address is not used by our callbacks, but libmicrohttpd wants one.
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        return withUnsafeBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress else { return false }
            let socketAddress = base.assumingMemoryBound(to: sockaddr.self)
            return MHD_add_connection(daemon, descriptor, socketAddress, socklen_t(bytes.count)) == .YES
        }
    }

    /// Closes all connections and ends the threads. No connection may be suspended any more.
    func stop() {
        let pointer = daemon.withLock { daemon in
            defer { daemon = 0 }
            return OpaquePointer(bitPattern: daemon)
        }
        if let pointer {
            MHD_stop_daemon(pointer)
        }
    }
}

/// What the callbacks of a daemon work with.
final class EngineContext: Sendable {
    let core: ServerCore

    init(core: ServerCore) {
        self.core = core
    }
}

/// A connection that waits for its delayed reply.
///
/// libmicrohttpd keeps a suspended connection alive until it is resumed, and each is resumed exactly once (`ServerCore`
/// takes it out of its set first), so the number always stands for a live connection.
struct SuspendedConnection: Sendable, Hashable {
    private let bits: UInt

    init(_ connection: OpaquePointer) {
        bits = UInt(bitPattern: connection)
    }

    func resume() {
        if let connection = OpaquePointer(bitPattern: bits) {
            MHD_resume_connection(connection)
        }
    }
}
