import CMicroHTTPD
import Glibc
import Text

/// Socket calls behind a listener: making it, pausing it and accepting.
enum ListeningSocket {
    private static let backlog: Int32 = 256

    /// Opens a listening, non-blocking socket.
    ///
    /// Port 0 takes a free port and binds it by number: only a port bound by number stays ours while the socket is
    /// paused (`pause`), so a camera that reboots comes back at its own port.
    static func open(address: String, port: UInt16) throws(SimulatedServerError) -> (descriptor: Int32, port: UInt16) {
        guard port == 0 else {
            return (try bound(address: address, port: port), port)
        }
        for _ in 0..<20 {
            let probe = try bound(address: address, port: 0, listening: false)
            let free = localPort(of: probe)
            close(probe)
            if let descriptor = try? bound(address: address, port: free) {
                return (descriptor, free)
            }
        }
        throw SimulatedServerError(code: .cannotListen, message: "no free port could be bound on \(address)")
    }

    /// Stops listening so that new connections are refused; the port stays taken.
    static func pause(_ descriptor: Int32) {
        shutDown(descriptor)
    }

    /// Ends both directions; the descriptor stays open until its owner closes it.
    static func shutDown(_ descriptor: Int32) {
        camkeep_shut_down(descriptor)
    }

    /// Listens again after `pause`.
    static func resume(_ descriptor: Int32) {
        _ = listen(descriptor, backlog)
    }

    /// The next waiting connection, or -1.
    static func accept(_ descriptor: Int32) -> Int32 {
        let connection = camkeep_accept(descriptor)
        if connection < 0, errno == EMFILE || errno == ENFILE {
            // The connection stays in the queue: without a pause the accept loop would spin until a descriptor is free.
            usleep(5000)
        }
        return connection
    }

    private static func bound(
        address: String, port: UInt16, listening: Bool = true
    ) throws(SimulatedServerError) -> Int32 {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        let family: Int32
        if inet_pton(AF_INET, address, &v4.sin_addr) == 1 {
            family = AF_INET
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
        } else if inet_pton(AF_INET6, address, &v6.sin6_addr) == 1 {
            family = AF_INET6
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
        } else {
            throw SimulatedServerError(code: .badAddress, message: "\(address) is not an IPv4 or IPv6 address")
        }
        let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, flags, 0)
        guard descriptor >= 0 else {
            throw failure("open a socket", on: address, port: port)
        }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let result =
            family == AF_INET
            ? withUnsafeBytes(of: &v4) { bindBytes($0, to: descriptor) }
            : withUnsafeBytes(of: &v6) { bindBytes($0, to: descriptor) }
        guard result == 0, !listening || listen(descriptor, backlog) == 0 else {
            let error = failure("listen", on: address, port: port)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func bindBytes(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        guard let base = bytes.baseAddress else { return -1 }
        return bind(descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }

    private static func localPort(of descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutableBytes(of: &storage) { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return -1 }
            return getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard result == 0 else { return 0 }
        // The port is at the same place in IPv4 and IPv6 addresses.
        return withUnsafeBytes(of: &storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }

    private static func failure(_ what: String, on address: String, port: UInt16) -> SimulatedServerError {
        let reason = SystemMessage.text(errno)
        return SimulatedServerError(
            code: .cannotListen, message: "cannot \(what) on \(address) port \(port): \(reason)")
    }
}
