import Glibc
import Text

/// Runs a command that the user configured, and tells it something.
package enum ShellCommand {
    package enum End: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
        /// It took too long and was ended.
        case timedOut
    }

    package struct Outcome: Sendable, Hashable {
        package let end: End
        /// What it wrote to standard output and standard error, in the order of writing, up to the limit.
        package let output: [UInt8]
        /// Whether it wrote more than that.
        package let isCut: Bool
    }

    /// It could not be started.
    package struct StartFault: Error, Sendable, Hashable, CustomStringConvertible {
        /// One line, harmless to print.
        package let description: String
    }

    /// Runs `/bin/sh -c COMMAND` to its end, in a process group of its own. A command that takes too long, and one whose caller is
    /// cancelled, is ended with its group. What a command that ended by itself left running is left alone.
    ///
    /// - Parameters:
    ///   - input: what it can read from standard input; it need not
    ///   - environment: all its variables
    ///   - outputLimit: how many bytes of its output are kept; the rest is read and dropped
    /// - Throws: ``StartFault``, `CancellationError`; ``SystemFault`` when the system has no pipe or no thread left.
    package static func run(
        _ command: String, input: [UInt8], environment: [String: String], timeout: Duration, outputLimit: Int
    ) async throws -> Outcome {
        try await BlockingWork.run { cancelled in
            var pipes = try Pipes(input: input, outputLimit: outputLimit)
            let process = try pipes.start(command, environment)
            defer { pipes.close() }
            let deadline = ContinuousClock.now + timeout
            while true {
                // Asked before reading: what an ended command wrote is in the pipe by then, while a process it left behind
                // may keep the pipe open.
                let status = process.exitStatus()
                pipes.move()
                switch status {
                case .exited(let code)?: return pipes.outcome(.exited(code))
                case .signalled(let signal)?: return pipes.outcome(.signalled(signal))
                case nil: break
                }
                if ContinuousClock.now >= deadline {
                    process.end()
                    pipes.move()
                    return pipes.outcome(.timedOut)
                }
                if pipes.wait(cancelled: cancelled) {
                    process.end()
                    throw CancellationError()
                }
            }
        }
    }
}

/// Both ends of what a command reads and writes.
private struct Pipes {
    /// This program's ends; -1 once they are closed.
    private var inputEnd: Int32
    private var outputEnd: Int32
    private let commandInput: Int32
    private let commandOutput: Int32
    private var rest: ArraySlice<UInt8>
    private let limit: Int
    private var output: [UInt8] = []
    private var isCut = false

    init(input: [UInt8], outputLimit: Int) throws(SystemFault) {
        (commandInput, inputEnd) = try WakePipe.makePipe()
        do throws(SystemFault) {
            (outputEnd, commandOutput) = try WakePipe.makePipe()
        } catch {
            Glibc.close(commandInput)
            Glibc.close(inputEnd)
            throw error
        }
        for end in [inputEnd, outputEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        rest = input[...]
        limit = outputLimit
    }

    /// Starts the command, which holds its own ends from then on.
    mutating func start(
        _ command: String, _ environment: [String: String]
    ) throws(ShellCommand.StartFault) -> ShellProcess {
        defer {
            Glibc.close(commandInput)
            Glibc.close(commandOutput)
        }
        do throws(ShellProcess.Fault) {
            return try ShellProcess(
                command, input: commandInput, output: commandOutput, errors: commandOutput, environment: environment,
                leadsGroup: true)
        } catch {
            close()
            throw ShellCommand.StartFault(description: "cannot be started: \(SystemMessage.text(error.code))")
        }
    }

    func outcome(_ end: ShellCommand.End) -> ShellCommand.Outcome {
        ShellCommand.Outcome(end: end, output: output, isCut: isCut)
    }

    /// Writes and reads what is possible now. The thread of blocking work has every signal blocked, so that a command which does not
    /// read its input does no harm.
    mutating func move() {
        while inputEnd >= 0 {
            let count = rest.withUnsafeBytes { Glibc.write(inputEnd, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN { break }
            if count < 0, errno == EINTR { continue }
            rest = rest.dropFirst(max(0, count))
            if count < 0 || rest.isEmpty { Self.close(&inputEnd) }
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while outputEnd >= 0 {
            let count = Glibc.read(outputEnd, &buffer, buffer.count)
            if count < 0, errno == EAGAIN { break }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Self.close(&outputEnd) }
            let kept = min(count, limit - output.count)
            output += buffer[..<kept]
            isCut = isCut || kept < count
            // One that writes without end is looked at for its time again.
            if isCut { break }
        }
    }

    /// Until something can be moved, or for a moment: the end of a command makes no noise.
    ///
    /// - Returns: whether the work was cancelled
    func wait(cancelled: Int32) -> Bool {
        // Negative descriptors are left out.
        var waiting = [
            pollfd(fd: cancelled, events: Int16(POLLIN), revents: 0),
            pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0),
        ]
        return poll(&waiting, nfds_t(waiting.count), 10) > 0 && waiting[0].revents != 0
    }

    mutating func close() {
        Self.close(&inputEnd)
        Self.close(&outputEnd)
    }

    private static func close(_ descriptor: inout Int32) {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }
}
