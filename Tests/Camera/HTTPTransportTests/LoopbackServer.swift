import Foundation
import Synchronization

/// A request that a `LoopbackServer` received.
struct ReceivedRequest: Sendable {
    /// Counts the server's connections from 0.
    let connection: Int
    /// Counts the requests of one connection from 0.
    let indexOnConnection: Int
    /// The request line and header lines.
    let lines: [String]
    let body: [UInt8]

    var line: String { lines.first ?? "" }

    func header(_ name: String) -> String? {
        lines.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}

/// A server on the loopback interface that answers byte for byte what a test says, right or wrong.
///
/// Each connection has a thread. `with` ends them all before it returns.
final class LoopbackServer: Sendable {
    /// What to do with a request; true keeps the connection for the next one.
    typealias Answer = @Sendable (ReceivedRequest, LoopbackConnection) -> Bool

    struct SystemError: Error {
        let call: String
        let number = errno
    }

    let port: UInt16
    private let listener: Int32
    private let host: String
    private let answer: Answer
    private let threads = DispatchGroup()
    private let state = Mutex(State())

    private struct State {
        var requests: [ReceivedRequest] = []
        var connectionCount = 0
        var open: Set<Int32> = []
        var isStopping = false
    }

    /// Everything received so far, in the order in which it was complete.
    var requests: [ReceivedRequest] { state.withLock(\.requests) }

    /// How many connections were accepted so far.
    var connectionCount: Int { state.withLock(\.connectionCount) }

    /// Suspends until the server has closed every connection that it accepted.
    func untilAllConnectionsAreClosed() async {
        while !state.withLock(\.open.isEmpty) { await Task.yield() }
    }

    /// Suspends until so many requests have arrived.
    func untilRequests(_ count: Int) async {
        while requests.count < count { await Task.yield() }
    }

    /// The URL of a path on this server.
    func url(_ path: String = "/") -> String { "http://\(host):\(port)\(path)" }

    /// Runs a server while `body` runs.
    static func with<Value>(
        ipv6: Bool = false, answer: @escaping Answer, _ body: (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let server = try LoopbackServer(ipv6: ipv6, answer: answer)
        server.spawn { server.acceptConnections() }
        do {
            let value = try await body(server)
            await server.stop()
            return value
        } catch {
            await server.stop()
            throw error
        }
    }

    private init(ipv6: Bool, answer: @escaping Answer) throws {
        self.answer = answer
        host = ipv6 ? "[::1]" : "127.0.0.1"
        listener = socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | closedInChildren, 0)
        guard listener >= 0 else { throw SystemError(call: "socket") }
        port = try ipv6 ? Self.bindIPv6(listener) : Self.bindIPv4(listener)
        guard listen(listener, 128) == 0 else { throw SystemError(call: "listen") }
    }

    private func spawn(_ work: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread { [threads] in
            work()
            threads.leave()
        }.start()
    }

    private func acceptConnections() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { break }
            let number: Int? = state.withLock { state in
                guard !state.isStopping else { return nil }
                state.open.insert(socket)
                defer { state.connectionCount += 1 }
                return state.connectionCount
            }
            guard let number else {
                close(socket)
                break
            }
            spawn { self.serve(LoopbackConnection(socket: socket), number) }
        }
        close(listener)
    }

    private func serve(_ connection: LoopbackConnection, _ number: Int) {
        var index = 0
        while let (lines, body) = connection.readRequest() {
            let request = ReceivedRequest(connection: number, indexOnConnection: index, lines: lines, body: body)
            state.withLock { $0.requests.append(request) }
            guard answer(request, connection) else { break }
            index += 1
        }
        state.withLock { state in
            _ = state.open.remove(connection.socket)
            // Closing alone would not end it if a child process of another test had inherited the socket meanwhile.
            shutdown(connection.socket, Int32(SHUT_RDWR))
            close(connection.socket)
        }
    }

    private func stop() async {
        state.withLock { state in
            state.isStopping = true
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
    }

    static func bindIPv4(_ socket: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { address in
            try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(socket, address, size) == 0 else { throw SystemError(call: "bind") }
                guard getsockname(socket, address, &size) == 0 else { throw SystemError(call: "getsockname") }
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func bindIPv6(_ socket: Int32) throws -> UInt16 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        try withUnsafeMutablePointer(to: &address) { address in
            try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(socket, address, size) == 0 else { throw SystemError(call: "bind") }
                guard getsockname(socket, address, &size) == 0 else { throw SystemError(call: "getsockname") }
            }
        }
        return UInt16(bigEndian: address.sin6_port)
    }
}
