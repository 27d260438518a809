import CCurl

/// Owns curl's multi handle: the sockets, timers, kept connections and DNS cache that all transfers share.
///
/// Unchecked: `wakeUp` alone may be called from any thread (curl_multi_wakeup(3)); everything else is called by the
/// event loop's thread only, which `EventLoop`, not being Sendable, keeps to itself.
final class MultiHandle: @unchecked Sendable {
    private let pointer: UnsafeMutableRawPointer

    /// - Parameter maximumIdleConnections: how many connections are kept for later calls, to all servers together; at least
    ///   one.
    init(maximumIdleConnections: Int) throws(TransportError) {
        if let problem = camkeep_curl_load() { throw .internalFailure("loading libcurl", problem) }
        // Counted and thread safe since curl 7.84; never undone, because other code may use curl too.
        let code = camkeep_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard code == CURLE_OK else { throw .internalFailure("starting curl", camkeep_easy_strerror(code)) }
        guard let pointer = camkeep_multi_init() else { throw .internalFailure("starting curl", nil) }
        self.pointer = pointer
        let result = camkeep_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, max(1, maximumIdleConnections))
        guard result == CURLM_OK else { throw .internalFailure("starting curl", camkeep_multi_strerror(result)) }
    }

    deinit {
        camkeep_multi_cleanup(pointer)
    }

    /// Makes `wait` return, now or the next time. Callable from any thread.
    func wakeUp() {
        camkeep_multi_wakeup(pointer)
    }

    /// Takes a transfer on; it makes progress in `perform`.
    func add(_ easy: EasyHandle) throws(TransportError) {
        try check(camkeep_multi_add_handle(pointer, easy.pointer))
    }

    /// Lets go of a transfer; an unfinished one ends and its connection is closed.
    func remove(_ easy: EasyHandle) {
        camkeep_multi_remove_handle(pointer, easy.pointer)
    }

    /// Does everything that can be done without waiting.
    func perform() throws(TransportError) {
        var running: Int32 = 0
        try check(camkeep_multi_perform(pointer, &running))
    }

    /// Waits for the network, a timer of curl's, `wakeUp` or the end of the time.
    func wait(milliseconds: Int32) throws(TransportError) {
        try check(camkeep_multi_poll(pointer, nil, 0, milliseconds, nil))
    }

    /// The context of the next transfer that has ended, and how it ended; nil when there is no other.
    func nextFinished() -> (context: UnsafeMutableRawPointer, code: CURLcode)? {
        var left: Int32 = 0
        while let message = camkeep_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            var context: UnsafeMutableRawPointer?
            camkeep_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
            if let context { return (context, code) }
        }
        return nil
    }

    private func check(_ code: CURLMcode) throws(TransportError) {
        guard code == CURLM_OK else { throw .internalFailure("curl's event loop", camkeep_multi_strerror(code)) }
    }
}
