import Glibc
import Processes
import Synchronization

// A C signal handler gets only the signal's number, so everything it needs has to be process-wide. Waiting for signals with
// sigwait instead would need them blocked in every thread, but the main thread of an async program without Foundation ends in
// dispatch_main, which waits with all signals unblocked.
private let handlerDescriptor = Atomic<Int32>(-1)
private let interruptCount = Atomic<Int32>(0)
private let hasSignalCome = Atomic(false)

/// Whether a signal asked the watched work to stop. This is known at once. The work's task, however, is only cancelled after its
/// first pause.
var isInterrupted: Bool {
    hasSignalCome.load(ordering: .sequentiallyConsistent)
}

/// Runs `body`. SIGINT, SIGTERM and SIGHUP cancel it instead of ending the process at once.
///
/// After a signal the body should clean up and return; the result is then `.interrupted`, whatever it returned. A second Ctrl-C
/// (SIGINT) ends the process at once with 130. Signals that are ignored at the start (`nohup`, background jobs) stay ignored.
/// Only one such region watches at a time. A region within another just runs its body.
package func withInterruptCancellation(_ body: @escaping @Sendable () async -> ExitCode) async -> ExitCode {
    guard let watch = InterruptWatch.begin() else {
        return await body()
    }
    let work = StoppableWork()
    let isWatched = watch.listen { work.cancel() }
    if !isWatched {
        _ = watch.end()
    }
    // It begins on this thread, so that a command which waits for nothing needs no other thread.
    let task = Task.immediate { await body() }
    work.run(by: task)
    let code = await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
    return isWatched && watch.end() ? .interrupted : code
}

/// Work that can be cancelled before its task is known, because the task begins to run before its starter has it.
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

    func run(by task: Task<ExitCode, Never>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.isCancelled
        }
        if isCancelled {
            task.cancel()
        }
    }
}

/// The installed handlers, and the thread that turns their reports into calls.
private struct InterruptWatch {
    private let pipe: WakePipe
    private let previous: [(signal: Int32, action: sigaction)]

    /// Installs the handlers. Signals are kept until `listen`.
    ///
    /// - Returns: nil if another watch is in place or no pipe is left
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
    /// - Returns: false if no thread is left
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
