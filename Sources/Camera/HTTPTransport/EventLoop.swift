import CCurl

/// Drives all transfers of a transport on one thread until it is stopped.
///
/// Not Sendable: made and run on its thread.
final class EventLoop {
    /// The longest sleep without a reason; commands, sockets and curl's timers end it earlier.
    private static let longestWait: Int32 = 60_000

    private let queue: CommandQueue
    private let multi: MultiHandle
    private var transfers: [TransferID: Transfer] = [:]

    init(_ queue: CommandQueue, _ multi: MultiHandle) {
        self.queue = queue
        self.multi = multi
    }

    /// Runs until the queue says stop or curl fails as a whole; then every waiting call has an outcome.
    func run() {
        var reason = TransportError.shutDown
        do throws(TransportError) {
            while try step() {}
        } catch {
            reason = error
        }
        queue.close(reason)
        for id in Array(transfers.keys) {
            fail(id, reason.kind, because: reason.message)
        }
    }

    /// One turn; false when the loop shall end.
    private func step() throws(TransportError) -> Bool {
        let (commands, isStopping) = queue.take()
        for command in commands {
            switch command {
            case .start(let id, let request, let continuation): start(id, request, resuming: continuation)
            case .cancel(let id): fail(id, .cancelled, because: "the call was cancelled")
            }
        }
        guard !isStopping else { return false }
        try multi.perform()
        while let (context, code) = multi.nextFinished() {
            guard let transfer = Transfer.at(context) else { continue }
            end(transfer, transfer.outcome(code))
        }
        try multi.wait(milliseconds: Self.longestWait)
        return true
    }

    private func start(_ id: TransferID, _ request: HTTPRequest, resuming continuation: TransferContinuation) {
        do throws(TransportError) {
            let transfer = try Transfer(id, request, resuming: continuation)
            try multi.add(transfer.easy)
            transfers[id] = transfer
        } catch {
            continuation.resume(returning: .failure(error))
        }
    }

    private func fail(_ id: TransferID, _ kind: TransportError.Kind, because message: String) {
        guard let transfer = transfers[id] else { return }
        end(transfer, .failure(transfer.failed(kind, message)))
    }

    private func end(_ transfer: Transfer, _ outcome: Result<HTTPResponse, TransportError>) {
        multi.remove(transfer.easy)
        transfers[transfer.id] = nil
        transfer.continuation.resume(returning: outcome)
    }
}
