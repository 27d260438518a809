import Synchronization

/// Tells the transfers of one transport apart.
typealias TransferID = UInt64

/// Where the outcome of a transfer goes: resumed exactly once, by the queue or the event loop.
typealias TransferContinuation = CheckedContinuation<Result<HTTPResponse, TransportError>, Never>

/// What the callers want from the event loop's thread: the only thing that both sides touch.
final class CommandQueue: Sendable {
    enum Command: Sendable {
        case start(TransferID, HTTPRequest, TransferContinuation)
        /// Ends a transfer; one that is not there (any more) is no error.
        case cancel(TransferID)
    }

    private struct State {
        var commands: [Command] = []
        var lastID: TransferID = 0
        var isStopping = false
        /// The loop to wake; nil once it takes no more commands.
        var loop: MultiHandle?
    }

    private let state: Mutex<State>

    init(waking loop: MultiHandle) {
        state = Mutex(State(loop: loop))
    }

    /// A number for the next transfer, which `cancel` can name even before it has been started.
    func makeTransferID() -> TransferID {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Hands a command to the loop. After the end a start fails at once.
    func submit(_ command: Command) {
        let isAccepted = state.withLock { state in
            guard let loop = state.loop else { return false }
            state.commands.append(command)
            loop.wakeUp()
            return true
        }
        if !isAccepted { Self.refuse([command], .shutDown) }
    }

    /// Asks the loop to end.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.loop?.wakeUp()
        }
    }

    /// The commands since the last call in the order given, and whether the loop shall end. For the loop.
    func take() -> (commands: [Command], isStopping: Bool) {
        state.withLock { state in
            defer { state.commands = [] }
            return (state.commands, state.isStopping)
        }
    }

    /// Takes no more commands and fails those still waiting. For the loop, at its end.
    func close(_ error: TransportError) {
        let waiting = state.withLock { state in
            defer { state.commands = [] }
            state.loop = nil
            return state.commands
        }
        Self.refuse(waiting, error)
    }

    private static func refuse(_ commands: [Command], _ error: TransportError) {
        for case .start(_, _, let continuation) in commands {
            continuation.resume(returning: .failure(error))
        }
    }
}

extension TransportError {
    /// The error of calls that are made after the end, or interrupted by it before anything was sent.
    static let shutDown = TransportError(.shutDown, "the transport has been shut down")
}
