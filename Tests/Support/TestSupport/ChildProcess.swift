import Foundation
package import Glibc
import Synchronization

/// A started program, whose output is read while it runs.
///
/// Foundation's `Process` is no help here: it reads past the end of a buffer, and sometimes of the mapped memory, when this
/// process has a thousand open descriptors; a child that is started from a task inherits a signal mask that blocks
/// SIGTERM; and a pipe that is read after the end blocks a child that writes more than the pipe holds.
package final class ChildProcess: Sendable {
    /// What the program's standard streams are.
    package enum Streams: Sendable {
        /// Pipes; the bytes stand on standard input, then it ends.
        case pipes(input: [UInt8])
        /// Pipes; standard input has nothing to read and does not end before the program.
        case openInput
        /// Pipes, where nobody reads standard output.
        case deafReader
        /// All three are a terminal, which also controls the process.
        case terminal(PseudoTerminal)
    }

    /// How it ended.
    package enum End: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    package struct Result: Sendable {
        package let end: End
        package let output: [UInt8]
        package let errors: [UInt8]
    }

    package struct SpawnFailure: Error {
        package let call: String
        package let code: Int32
    }

    /// It did not end in time and was killed.
    package struct TimeLimitExceeded: Error {
        package let command: [String]
        package let output: String
        package let errors: String
    }

    private struct State {
        var end: End?
        /// Streams that are still read.
        var open: Int
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isOverTime = false

        var isComplete: Bool { end != nil && open == 0 }
    }

    private static let launching = NSLock()

    package let identifier: pid_t
    private let command: [String]
    private let state: Mutex<State>

    /// Starts a program with this environment and nothing else of this process: no descriptors, no blocked or ignored
    /// signals.
    ///
    /// - Parameter limit: how long it may run; then it is killed.
    /// - Throws: ``SpawnFailure``
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String,
        streams: Streams = .pipes(input: []), limit: Duration = .seconds(120)
    ) throws {
        command = [executable] + arguments
        var launch = Launch()
        defer { launch.destroy() }
        var readers: [(descriptor: Int32, isError: Bool)] = []
        var writer: (descriptor: Int32, bytes: [UInt8])?
        var heldInput: Int32?
        // No other child is started between the making of a pipe and its mark for closing.
        Self.launching.lock()
        defer { Self.launching.unlock() }
        switch streams {
        case .pipes(let input):
            writer = (try launch.pipeIn(STDIN_FILENO), input)
            readers = [(try launch.pipeOut(STDOUT_FILENO), false), (try launch.pipeOut(STDERR_FILENO), true)]
        case .openInput:
            heldInput = try launch.pipeIn(STDIN_FILENO)
            readers = [(try launch.pipeOut(STDOUT_FILENO), false), (try launch.pipeOut(STDERR_FILENO), true)]
        case .deafReader:
            writer = (try launch.pipeIn(STDIN_FILENO), [])
            close(try launch.pipeOut(STDOUT_FILENO))
            readers = [(try launch.pipeOut(STDERR_FILENO), true)]
        case .terminal(let terminal):
            launch.attach(terminal)
        }
        state = Mutex(State(open: readers.count))
        identifier = try launch.start(["/usr/bin/env", "-C", folder, executable] + arguments, environment)
        if let writer { Self.write(writer.bytes, to: writer.descriptor) }
        for reader in readers { read(reader.descriptor, isError: reader.isError) }
        waitForEnd(closing: heldInput)
        Task.detached { [weak self] in
            try? await Task.sleep(for: limit)
            self?.killOverTime()
        }
    }

    /// Runs a program to its end, with its output kept apart from this process.
    ///
    /// - Throws: ``SpawnFailure``, ``TimeLimitExceeded``
    package static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = ["PATH": "/usr/bin:/bin"]
    ) async throws -> Result {
        try await ChildProcess(executable, arguments, environment: environment, folder: "/").result()
    }

    // MARK: - Signals

    /// Does nothing when it has ended.
    package func send(_ signal: Int32) {
        state.withLock { state in
            if state.end == nil { kill(identifier, signal) }
        }
    }

    private func killOverTime() {
        state.withLock { state in
            guard state.end == nil else { return }
            state.isOverTime = true
            kill(identifier, SIGKILL)
        }
    }

    // MARK: - The end

    package var hasEnded: Bool { state.withLock { $0.end != nil } }

    /// What it has written so far to standard output.
    package var outputSoFar: [UInt8] { state.withLock { $0.output } }

    /// Waits for the end of the program and of its output.
    ///
    /// - Throws: ``TimeLimitExceeded``
    package func result() async throws -> Result {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isComplete = state.withLock { state in
                if !state.isComplete { state.waiting.append(continuation) }
                return state.isComplete
            }
            if isComplete { continuation.resume() }
        }
        let last = state.withLock { $0 }
        if last.isOverTime {
            throw TimeLimitExceeded(
                command: command, output: String(decoding: last.output, as: UTF8.self),
                errors: String(decoding: last.errors, as: UTF8.self))
        }
        return Result(end: last.end ?? .exited(-1), output: last.output, errors: last.errors)
    }

    private func note(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            guard state.isComplete else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    // MARK: - Threads, as these calls block

    private func waitForEnd(closing heldInput: Int32?) {
        Thread.detachNewThread { [self] in
            // WNOWAIT leaves the number taken, so that no signal can reach another process by mistake.
            var information = siginfo_t()
            while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            if let heldInput { close(heldInput) }
            note { state in
                var status: Int32 = 0
                while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                state.end = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
            }
        }
    }

    private func read(_ descriptor: Int32, isError: Bool) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                state.withLock { state in
                    if isError { state.errors += buffer[..<count] } else { state.output += buffer[..<count] }
                }
            }
            close(descriptor)
            note { $0.open -= 1 }
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        guard !bytes.isEmpty else {
            close(descriptor)
            return
        }
        Thread.detachNewThread {
            // A program that does not read its input must not end the tests.
            var pipeSignal = sigset_t()
            sigemptyset(&pipeSignal)
            sigaddset(&pipeSignal, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                rest = rest.dropFirst(count)
            }
            close(descriptor)
        }
    }
}

/// The arguments of `posix_spawn`.
private struct Launch {
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()
    private var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    /// `POSIX_SPAWN_SETSID` of glibc's spawn.h, which Swift sees only with GNU extensions switched on.
    private let newSession: Int32 = 0x80
    /// The child's ends, closed here once it has them.
    private var childEnds: [Int32] = []

    init() {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        sigdelset(&all, SIGKILL)
        sigdelset(&all, SIGSTOP)
        posix_spawnattr_setsigdefault(&attributes, &all)
    }

    mutating func destroy() {
        for end in childEnds { close(end) }
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    /// - Returns: the end to write to.
    mutating func pipeIn(_ descriptor: Int32) throws -> Int32 {
        let ends = try makePipe()
        childEnds.append(ends.read)
        posix_spawn_file_actions_adddup2(&actions, ends.read, descriptor)
        return ends.write
    }

    /// - Returns: the end to read from.
    mutating func pipeOut(_ descriptor: Int32) throws -> Int32 {
        let ends = try makePipe()
        childEnds.append(ends.write)
        posix_spawn_file_actions_adddup2(&actions, ends.write, descriptor)
        return ends.read
    }

    /// Other children must not inherit an end, or its pipe never ends.
    private func makePipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ChildProcess.SpawnFailure(call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// The first terminal that the leader of a new session opens controls it.
    mutating func attach(_ terminal: PseudoTerminal) {
        flags |= newSession
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal.path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    }

    mutating func start(_ command: [String], _ environment: [String: String]) throws -> pid_t {
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var identifier = pid_t()
        let result = posix_spawn(&identifier, command[0], &actions, &attributes, &words, &variables)
        guard result == 0 else { throw ChildProcess.SpawnFailure(call: "posix_spawn", code: result) }
        return identifier
    }
}
