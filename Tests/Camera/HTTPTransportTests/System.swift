import Foundation

/// Sockets that a child process of another test inherits would stay open when they are closed here.
let closedInChildren = Int32(SOCK_CLOEXEC.rawValue)

/// Whether servers can listen on `::1` here.
let hasIPv6Loopback: Bool = {
    let handle = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | closedInChildren, 0)
    guard handle >= 0 else { return false }
    defer { close(handle) }
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    return withUnsafePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(handle, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
        }
    }
}()

/// A port of 127.0.0.1 on which nobody listens: bound here, so that nobody else takes it, and never listened on.
final class UnusedPort {
    let number: UInt16
    private let handle: Int32

    init() throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | closedInChildren, 0)
        guard handle >= 0 else { throw LoopbackServer.SystemError(call: "socket") }
        number = try LoopbackServer.bindIPv4(handle)
    }

    deinit {
        close(handle)
    }
}
