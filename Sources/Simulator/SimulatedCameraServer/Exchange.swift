import CMicroHTTPD
import Glibc
import SimulatedCamera

/// One request and its reply; used on the thread of its connection only.
final class Exchange {
    private let connection: OpaquePointer
    private let descriptor: Int32
    private let core: ServerCore
    private var request: SimulatedRequest
    private var bodyTooLarge = false
    private var reply: SimulatedReply?
    private var hasWaited = false
    private var isOffline = false
    private var hasMoved = false

    init(connection: OpaquePointer, method: String, path: String, core: ServerCore) {
        self.connection = connection
        self.core = core
        descriptor = camkeep_mhd_socket(connection)
        let counter = camkeep_mhd_context(connection).map {
            Unmanaged<RequestCounter>.fromOpaque($0).takeUnretainedValue()
        }
        request = SimulatedRequest(
            method: method, path: path, headers: Self.headers(of: connection), numberOnConnection: counter?.next() ?? 1)
    }

    /// Adds a piece of the request body. A body over the limit is thrown away, and the request is refused later.
    func append(_ bytes: UnsafeRawBufferPointer) {
        if request.body.count + bytes.count > core.bodyLimit {
            bodyTooLarge = true
            request.body = []
        } else if !bodyTooLarge {
            request.body.append(contentsOf: bytes)
        }
    }

    /// The request is complete, or its delay is over: answers, or suspends the connection until it is time.
    func proceed() -> MHD_Result {
        guard let answer = core.answer(for: descriptor) else { return .NO }
        let reply = self.reply ?? (bodyTooLarge ? SimulatedReply(status: 413, body: .bytes([])) : answer(request))
        self.reply = reply
        if reply.delay > .zero, !hasWaited {
            hasWaited = true
            MHD_suspend_connection(connection)
            let suspended = SuspendedConnection(connection)
            if !core.scheduleResume(of: suspended, after: reply.delay) {
                suspended.resume()
            }
            return .YES
        }
        return perform(reply)
    }

    /// The reply is on its way, or the connection broke.
    func completed() {
        guard let reply else { return }
        goOffline(reply)
        moveAway(reply)
        if reply.offline != nil { return }
        if hasMoved {
            core.shutDown(descriptor)
        } else if case .closeSilently = reply.connection {
            core.shutDown(descriptor)
        }
    }

    private func goOffline(_ reply: SimulatedReply) {
        guard !isOffline, let offline = reply.offline, let listener = core.listener(of: descriptor) else { return }
        isOffline = true
        core.takeOffline(listener, for: offline, then: reply.move)
    }

    /// An immediate move happens before the client has the answer, so that it never finds the camera at the old place.
    private func moveAway(_ reply: SimulatedReply) {
        guard !hasMoved, reply.offline == nil, let move = reply.move, let listener = core.listener(of: descriptor)
        else { return }
        hasMoved = true
        core.move(listener, by: move, sparing: descriptor)
    }

    private func perform(_ reply: SimulatedReply) -> MHD_Result {
        if case .answer = reply.outcome {
        } else {
            // Before the client notices: it must not get a new connection once this one has broken.
            goOffline(reply)
        }
        moveAway(reply)
        switch reply.outcome {
        case .drop:
            return .NO
        case .raw(let bytes):
            // Our own bytes go out before the library closes the connection, which it does because of MHD_NO.
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            return .NO
        case .answer(let answer):
            guard let response = ResponseBody.response(for: answer.body) else { return .NO }
            defer { MHD_destroy_response(response) }
            for field in answer.headers {
                MHD_add_response_header(response, field.name, field.value)
            }
            if reply.connection == .closeAnnounced || hasMoved {
                MHD_add_response_header(response, "Connection", "close")
            }
            return MHD_queue_response(connection, UInt32(clamping: answer.status), response)
        }
    }

    private static func headers(of connection: OpaquePointer) -> [HTTPField] {
        var fields: [HTTPField] = []
        withUnsafeMutablePointer(to: &fields) { pointer in
            _ = MHD_get_connection_values(
                connection, .HEADER_KIND,
                { context, _, name, value in
                    guard let context, let name else { return .YES }
                    let fields = context.assumingMemoryBound(to: [HTTPField].self)
                    fields.pointee.append(
                        HTTPField(String(cString: name), value.map { String(cString: $0) } ?? ""))
                    return .YES
                }, pointer)
        }
        return fields
    }
}
