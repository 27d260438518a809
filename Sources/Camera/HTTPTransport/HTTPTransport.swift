// HTTPTransport sends an ``HTTPRequest`` and gives back the whole ``HTTPResponse``, or a ``TransportError`` that says whether
// the request may have arrived. It knows nothing of cameras.
//
// All transfers run on one thread, over libcurl. A caller puts a command into the CommandQueue and suspends; the EventLoop
// starts a Transfer for it, which gathers headers and body within the limits, and resumes the caller. Nothing is repeated,
// followed or remembered.

import Synchronization

/// HTTP and HTTPS calls to any number of servers, over libcurl on one thread.
///
/// Calls may be made from any task at the same time; each suspends its task, no thread waits. Connections are kept and
/// used again for later calls to the same server.
///
/// What it does not do: follow redirects, use proxies (also none from the environment), keep cookies, read `.netrc`, speak
/// HTTP/2, ask for compressed answers, repeat a request of which anything was sent. TLS versions and ciphers are those
/// that the system's OpenSSL allows; an old camera may need a lower `MinProtocol` in `openssl.cnf`.
package final class HTTPTransport: Sendable {
    private let way: Way
    private let thread: Mutex<LoopThread?>

    private enum Way: Sendable {
        case curl(CommandQueue)
        case direct(Answer)
    }

    /// Answers a request in the server's place; nil leaves it without an answer, as a connection that is dropped.
    package typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse?

    /// Starts the event loop's thread.
    ///
    /// - Parameter maximumIdleConnections: how many connections are kept for later calls, to all servers together; the
    ///   oldest is closed for the next. Each takes a file descriptor.
    /// - Throws: `TransportError` with `.internalFailure` when curl or a thread cannot be started.
    package init(maximumIdleConnections: Int = 256) throws(TransportError) {
        let multi = try MultiHandle(maximumIdleConnections: maximumIdleConnections)
        let queue = CommandQueue(waking: multi)
        way = .curl(queue)
        // The thread holds the queue and not the transport, so that letting go of the transport ends it.
        thread = Mutex(try LoopThread { EventLoop(queue, multi).run() })
    }

    /// A transport without a network, for servers that exist only in this process: neither curl nor a socket is used.
    package init(answering answer: @escaping Answer) {
        way = .direct(answer)
        thread = Mutex(nil)
    }

    deinit {
        shutdown()
    }

    /// Makes one call and waits for the complete answer. Any status is an answer.
    ///
    /// Cancelling the task ends the call at once and closes its connection.
    ///
    /// - Throws: `TransportError` when there is no complete answer; `requestMayHaveArrived` in it says whether a write may
    ///   have taken effect all the same.
    package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard !Task.isCancelled else { throw TransportError(.cancelled, "the call was cancelled") }
        let queue: CommandQueue
        switch way {
        case .curl(let own): queue = own
        case .direct(let answer):
            guard let response = await answer(request) else {
                throw TransportError(
                    .connectionDropped, "the connection was closed without an answer", requestMayHaveArrived: true)
            }
            return response
        }
        let id = queue.makeTransferID()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.submit(.start(id, request, continuation))
                // The handler below may have run before the start was in the queue, to no effect.
                if Task.isCancelled { queue.submit(.cancel(id)) }
            }
        } onCancel: {
            queue.submit(.cancel(id))
        }
        return try outcome.get()
    }

    /// Ends the thread, closes all connections and fails calls under way with `.shutDown`. Later calls fail as well.
    ///
    /// Returns when that is done, which takes no network traffic. Also happens when the last reference goes.
    package func shutdown() {
        if case .curl(let queue) = way { queue.stop() }
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }
}
