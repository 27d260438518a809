import Glibc
import Processes
import Synchronization

// A C signal handler is given nothing but the signal's number, so what it needs has to be process-wide.
// Waiting for signals with sigwait instead would need them blocked in every thread, but the main thread of an async
// program without Foundation ends in dispatch_main, which waits with all signals unblocked.
private let handlerDescriptor = Atomic<Int32>(-1)
private let interruptCount = Atomic<Int32>(0)
private let hasSignalCome = Atomic(false)

/// Whether a signal asked the work that is being watched to stop. It is known at once, also to work that has not paused since it
/// began: its task is cancelled at its first pause.
var isInterrupted: Bool {
    hasSignalCome.load(ordering: .sequentiallyConsistent)
}

/// Runs `body` so that SIGINT, SIGTERM and SIGHUP cancel it instead of ending the process at once.
///
/// The body should clean up and return; the result then is `.interrupted`, whatever it returned. A second Ctrl-C
/// (SIGINT) ends the process at once with 130. Signals that are ignored when it begins (`nohup`, background jobs)
/// stay ignored. Only one such region watches at a time; one within another just runs its body.
package func withInterruptCancellation(_ body: @escaping @Sendable () async -> ExitCode) async -> ExitCode {
    guard let watch = InterruptWatch.begin() else {
        return await body()
    }
    let work = StoppableWork()
    let isWatched = watch.listen { work.cancel() }
    if !isWatched {
        _ = watch.end()
    }
    // It begins on this thread, so that a command which waits for nothing needs no other.
    let task = Task.immediate { await body() }
    work.isDone(by: task)
    let code = await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
    return isWatched && watch.end() ? .interrupted : code
}

/// Work that can be cancelled before its task is known: the task begins to run before whoever starts it gets hold of it.
private final class StoppableWork: Sendable {
    private struct State {
        var task: Task<ExitCode, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    func cancel() {
        let task = state.withLock { state in
            state.isCancelled = true
            return state.task
        }
        task?.cancel()
    }

    func isDone(by task: Task<ExitCode, Never>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled {
            task.cancel()
        }
    }
}

/// The installed handlers, and the thread that turns what they report into a call.
private struct InterruptWatch {
    private let pipe: WakePipe
    private let previous: [(signal: Int32, action: sigaction)]

    /// Installs the handlers; signals are kept until `listen`.
    ///
    /// - Returns: nil when another watch is in place or no pipe is left.
    static func begin() -> InterruptWatch? {
        guard let pipe = try? WakePipe() else {
            return nil
        }
        let (isFirst, _) = handlerDescriptor.compareExchange(
            expected: -1, desired: pipe.writeEnd, ordering: .sequentiallyConsistent)
        guard isFirst else {
            return nil
        }
        interruptCount.store(0, ordering: .sequentiallyConsistent)
        return InterruptWatch(pipe: pipe, previous: install())
    }

    /// Starts the thread that calls `onSignal` for each signal.
    ///
    /// - Returns: false when no thread is left.
    func listen(onSignal: @escaping @Sendable () -> Void) -> Bool {
        BlockingWork.start { [pipe] in
            var byte: UInt8 = 0
            while true {
                let count = read(pipe.readEnd, &byte, 1)
                if count < 0, errno == EINTR {
                    continue
                }
                guard count == 1, byte != 0 else {
                    return
                }
                onSignal()
            }
        }
    }

    /// Puts the former handlers back.
    ///
    /// - Returns: whether a signal came.
    func end() -> Bool {
        for entry in previous {
            var action = entry.action
            sigaction(entry.signal, &action, nil)
        }
        handlerDescriptor.store(-1, ordering: .sequentiallyConsistent)
        pipe.wake(0)
        return hasSignalCome.exchange(false, ordering: .sequentiallyConsistent)
    }

    private static func install() -> [(signal: Int32, action: sigaction)] {
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { signal in
            // Only calls that are safe in a signal handler: atomics, _exit, write.
            if signal == SIGINT, interruptCount.add(1, ordering: .relaxed).oldValue > 0 {
                _exit(ExitCode.interrupted.rawValue)
            }
            hasSignalCome.store(true, ordering: .sequentiallyConsistent)
            let savedError = errno
            var byte = UInt8(truncatingIfNeeded: signal)
            _ = write(handlerDescriptor.load(ordering: .relaxed), &byte, 1)
            errno = savedError
        }
        var previous: [(signal: Int32, action: sigaction)] = []
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var old = sigaction()
            sigaction(signal, nil, &old)
            let isIgnored = unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1
            if !isIgnored {
                sigaction(signal, &action, &old)
                previous.append((signal, old))
            }
        }
        return previous
    }
}
