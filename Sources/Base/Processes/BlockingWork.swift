import Glibc

/// Runs calls that block on threads of their own, as the threads of Swift's tasks must never wait.
package enum BlockingWork {
    private final class Job: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts a detached thread.
    ///
    /// - Returns: false when the system has no thread to give.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        // The new thread inherits this mask, so that signals go to the threads that Swift and the system chose.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let job = Unmanaged.passRetained(Job(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument {
                    Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            }, job.toOpaque())
        if result != 0 {
            job.release()
        }
        return result == 0
    }

    /// Runs `body` on a thread of its own and waits for it. `body` sees `cancelled` become readable when the task is
    /// cancelled, and must then return soon.
    ///
    /// - Throws: what `body` throws, or ``SystemFault`` when the system has no pipe or no thread left.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable (_ cancelled: Int32) throws -> Value
    ) async throws -> Value {
        let pipe = try WakePipe()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isStarted = start {
                    continuation.resume(with: Result { try body(pipe.readEnd) })
                }
                if !isStarted {
                    continuation.resume(throwing: SystemFault("no thread is left", code: EAGAIN))
                }
            }
        } onCancel: {
            pipe.wake()
        }
    }
}
