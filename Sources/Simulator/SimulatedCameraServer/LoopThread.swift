import Glibc
import Synchronization

/// One POSIX thread that runs a closure to its end; the accept loop must not occupy a thread of the Swift runtime.
final class LoopThread: Sendable {
    private let handle = Mutex<pthread_t?>(nil)

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts the thread; false when the system has none left.
    func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        guard result == 0 else {
            work.release()
            return false
        }
        handle.withLock { $0 = thread }
        return true
    }

    /// Waits for the end of the thread; the first caller only.
    func join() {
        let thread = handle.withLock { handle -> pthread_t? in
            defer { handle = nil }
            return handle
        }
        if let thread {
            pthread_join(thread, nil)
        }
    }
}
