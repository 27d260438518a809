import Glibc
import Synchronization

/// Where a command writes: a stream of the process, or a collector in tests.
///
/// Writing does not throw. After the reader has gone away (`camkeep log | head`), the rest is dropped silently and the command
/// ends as usual. Any other failure is kept in `failure` for the end of the program.
package protocol Output: Sendable {
    var terminal: Terminal { get }
    /// The current number of columns.
    var width: Int { get }
    /// Whether nothing written from now on will be seen.
    var isClosed: Bool { get }
    /// The `errno` of the first write that failed, except because the reader went away.
    var failure: Int32? { get }
    func write(_ bytes: [UInt8])
}

extension Output {
    package func write(_ text: String) {
        write(Array(text.utf8))
    }
}

/// Writes to a file descriptor without a buffer. A text is written whole before another begins.
///
/// The program must ignore SIGPIPE (`CommandLineProgram.main` does). The descriptor is borrowed, not closed.
package final class FileOutput: Output {
    private struct State {
        var isClosed = false
        var failure: Int32?
    }

    package let terminal: Terminal
    private let fileDescriptor: Int32
    private let environment: [String: String]
    private let state = Mutex(State())

    package init(fileDescriptor: Int32, environment: [String: String]) {
        self.fileDescriptor = fileDescriptor
        self.environment = environment
        terminal = Terminal(fileDescriptor: fileDescriptor, environment: environment)
    }

    package var width: Int { Terminal.columns(fileDescriptor: fileDescriptor, environment: environment) }
    package var isClosed: Bool { state.withLock { $0.isClosed } }
    package var failure: Int32? { state.withLock { $0.failure } }

    package func write(_ bytes: [UInt8]) {
        state.withLock { state in
            guard !state.isClosed else {
                return
            }
            bytes.withUnsafeBytes { buffer in
                var rest = buffer[...]
                while !rest.isEmpty {
                    let count = Glibc.write(
                        fileDescriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count >= 0 {
                        rest = rest.dropFirst(count)
                        continue
                    }
                    switch errno {
                    case EINTR:
                        continue
                    case EAGAIN:
                        // Another program may have made a shared terminal non-blocking.
                        var ready = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
                        _ = poll(&ready, 1, -1)
                    case EPIPE:
                        state.isClosed = true
                        return
                    case let code:
                        state.isClosed = true
                        state.failure = code
                        return
                    }
                }
            }
        }
    }
}

/// Keeps what is written, for tests.
package final class CollectedOutput: Output {
    package let terminal: Terminal
    private let bytes = Mutex<[UInt8]>([])

    package init(terminal: Terminal = Terminal(isTerminal: false)) {
        self.terminal = terminal
    }

    package var width: Int { terminal.width }
    package var isClosed: Bool { false }
    package var failure: Int32? { nil }

    /// Everything written so far.
    package var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    package func write(_ bytes: [UInt8]) {
        self.bytes.withLock { $0 += bytes }
    }
}
