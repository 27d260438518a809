import Glibc

/// Reads a password from a command that the user configured.
package enum PasswordCommand {
    /// The first line that `/bin/sh -c COMMAND` writes, without its line break.
    ///
    /// The command shares the terminal, standard input and standard error, so that a password manager can ask for its own
    /// password. For that, it stays in the foreground group. If it takes too long or the task is cancelled, the shell is asked
    /// to end, and killed after a second.
    ///
    /// - Parameter timeout: how long the command may take
    /// - Throws: `PasswordSourceError` if the command fails, takes too long, or writes no text or more than 64 kB;
    ///   `CancellationError`
    package static func read(command: String, timeout: Duration) async throws -> String {
        try await BlockingWork.run { cancelled in
            let (readEnd, writeEnd) = try WakePipe.makePipe()
            defer { close(readEnd) }
            _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
            let child: ShellProcess
            do throws(ShellProcess.Fault) {
                defer { close(writeEnd) }
                child = try ShellProcess(command, output: writeEnd)
            } catch {
                throw PasswordSourceError.system("cannot start the password command", error.code)
            }
            return try collect(
                from: child, output: readEnd, cancelled: cancelled, deadline: .now + timeout)
        }
    }

    private static func collect(
        from child: ShellProcess, output: Int32, cancelled: Int32, deadline: ContinuousClock.Instant
    ) throws -> String {
        var reader = BoundedReader(descriptor: output, limit: PasswordFile.limit)
        while true {
            // The status comes before reading: after the command has ended, all its output is in the pipe, although a process
            // it left behind may keep the pipe open.
            let status = child.exitStatus()
            while !reader.isAtEnd {
                let before = reader.bytes.count
                if let code = reader.readOnce() {
                    child.end()
                    throw PasswordSourceError.system("cannot read from the password command", code)
                }
                if reader.bytes.count == before {
                    break
                }
            }
            if reader.isTooLong {
                child.end()
                throw PasswordSourceError(.tooLong, "the password command wrote more than 64 kB")
            }
            if let status {
                return try password(in: reader.bytes, status: status)
            }
            if ContinuousClock.now >= deadline {
                child.end()
                throw PasswordSourceError(.timeout, "the password command took too long")
            }
            // After its output has ended, only the end of the command is awaited: poll ignores a descriptor of -1.
            let waited = Descriptors.wait(for: reader.isAtEnd ? -1 : output, cancelled: cancelled, milliseconds: 10)
            if waited == .cancelled {
                child.end()
                throw CancellationError()
            }
        }
    }

    private static func password(in bytes: [UInt8], status: ShellProcess.Status) throws -> String {
        switch status {
        case .exited(0):
            return try PasswordText.firstLine(of: bytes, source: "the output of the password command")
        case .exited(let code):
            throw PasswordSourceError(
                .commandFailed, "the password command failed with exit status \(code)",
                hint: "it is run with /bin/sh -c; try it in a shell")
        case .signalled(let signal):
            throw PasswordSourceError(.commandFailed, "the password command was ended by signal \(signal)")
        }
    }
}
