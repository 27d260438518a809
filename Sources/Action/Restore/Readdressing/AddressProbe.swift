import CameraClient
import Dispatch
import Glibc
import Text

/// Asks the network about a place before a camera is sent there.
enum AddressProbe {
    enum Finding: Sendable, Hashable {
        /// Nothing answers there.
        case free
        /// Something answers there already.
        case taken
        /// This computer has no route there, or the text is not an address.
        case unreachable(String)
    }

    /// Tries to connect by TCP, without sending anything.
    ///
    /// - Parameter isSameHost: whether the place is another port of the camera, so that a refusal is the camera's own
    static func probe(_ target: CameraTarget, isSameHost: Bool, timeout: Duration) async -> Finding {
        let milliseconds = Int32(clamping: timeout.milliseconds)
        // A blocking call must not occupy one of the few threads of Swift's tasks.
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: connect(to: target, isSameHost: isSameHost, milliseconds: milliseconds))
            }
        }
    }

    private static func connect(to target: CameraTarget, isSameHost: Bool, milliseconds: Int32) -> Finding {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let fault = getaddrinfo(target.host, String(target.port), &hints, &list)
        guard fault == 0, let list else { return .unreachable(String(cString: gai_strerror(fault))) }
        defer { freeaddrinfo(list) }
        let descriptor = socket(
            list.pointee.ai_family, list.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return .unreachable(SystemMessage.text(errno)) }
        defer { close(descriptor) }
        if Glibc.connect(descriptor, list.pointee.ai_addr, list.pointee.ai_addrlen) == 0 { return .taken }
        guard errno == EINPROGRESS else { return finding(errno, at: target, isSameHost: isSameHost) }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return .free }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return code == 0 ? .taken : finding(code, at: target, isSameHost: isSameHost)
    }

    private static func finding(_ code: Int32, at target: CameraTarget, isSameHost: Bool) -> Finding {
        switch code {
        // A refusal from another address shows that a device has it. All loopback addresses belong to this computer.
        case ECONNREFUSED: isSameHost || target.isLoopback ? .free : .taken
        // No device in this network has the address.
        case EHOSTUNREACH, ETIMEDOUT, EHOSTDOWN: .free
        default: .unreachable(SystemMessage.text(code))
        }
    }
}

extension CameraTarget {
    fileprivate var isLoopback: Bool {
        host.hasPrefix("127.") || host == "::1"
    }
}

extension Duration {
    var milliseconds: Int64 {
        let parts = components
        return parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    }
}
