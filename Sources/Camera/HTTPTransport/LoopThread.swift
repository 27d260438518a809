import Glibc

/// A thread that runs one function, for C code that blocks and so must not run on Swift's cooperative threads.
struct LoopThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let handle: pthread_t

    /// Starts the thread.
    init(_ body: @escaping @Sendable () -> Void) throws(TransportError) {
        var handle = pthread_t()
        let context = Unmanaged.passRetained(Body(body))
        let code = pthread_create(
            &handle, nil,
            { context in
                // All signals: SIGPIPE, which OpenSSL raises by writing to a closed socket, must not end the process,
                // and others (Ctrl-C) belong to the threads that wait for them. curl's resolver threads inherit this.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            throw .internalFailure("starting a thread", strerror(code))
        }
        self.handle = handle
    }

    /// Waits until the function has returned. Call this once. On the thread itself it only lets go of it.
    func join() {
        if pthread_equal(pthread_self(), handle) != 0 {
            pthread_detach(handle)
        } else {
            pthread_join(handle, nil)
        }
    }
}
