import Glibc

/// Reads a password from a command that the user configured.
package enum PasswordCommand {
    /// The first line that `/bin/sh -c COMMAND` writes, without its line break.
    ///
    /// The command shares the terminal, standard input and standard error, so a password manager can ask for its own
    /// password. It stays in the foreground group for that; when it takes too long or the task is cancelled, the shell
    /// is asked to end and after a second made to.
    ///
    /// - Parameter timeout: how long the command may take.
    /// - Throws: `PasswordSourceError` when the command fails, takes too long, writes more than 64 kB or no text;
    ///   `CancellationError`.
    package static func read(command: String, timeout: Duration) async throws -> String {
        try await BlockingWork.run { cancelled in
            let (readEnd, writeEnd) = try WakePipe.makePipe()
            defer { close(readEnd) }
            _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
            let child: ChildProcess
            do {
                defer { close(writeEnd) }
                child = try ChildProcess.shell(command, standardOutput: writeEnd)
            }
            return try collect(
                from: child, output: readEnd, cancelled: cancelled, deadline: .now + timeout)
        }
    }

    private static func collect(
        from child: ChildProcess, output: Int32, cancelled: Int32, deadline: ContinuousClock.Instant
    ) throws -> String {
        var reader = BoundedReader(descriptor: output, limit: PasswordFile.limit)
        while true {
            // Asked before reading: what an ended command wrote is in the pipe by then, while a process it left behind
            // may keep the pipe open.
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
            // After its output has ended the command is only waited for; -1 makes poll look at the other end alone.
            let waited = Descriptors.wait(for: reader.isAtEnd ? -1 : output, cancelled: cancelled, milliseconds: 10)
            if waited == .cancelled {
                child.end()
                throw CancellationError()
            }
        }
    }

    private static func password(in bytes: [UInt8], status: ChildProcess.Status) throws -> String {
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

/// A started program.
private struct ChildProcess {
    enum Status {
        case exited(Int32)
        case signalled(Int32)
    }

    private let identifier: pid_t

    static func shell(_ command: String, standardOutput: Int32) throws(PasswordSourceError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardOutput, STDOUT_FILENO)

        // The child starts with the signals any program expects: none blocked, SIGPIPE not ignored.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var ordinary = sigset_t()
        sigemptyset(&ordinary)
        sigaddset(&ordinary, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &ordinary)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let texts: [String] = ["sh", "-c", command]
        let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var identifier = pid_t()
        let result = posix_spawn(&identifier, "/bin/sh", &actions, &attributes, words, environ)
        guard result == 0 else {
            throw .system("cannot start the password command", result)
        }
        return ChildProcess(identifier: identifier)
    }

    /// How it ended, or nil while it runs. Not to be asked again after an answer.
    func exitStatus() -> Status? {
        var status: Int32 = 0
        let result = waitpid(identifier, &status, WNOHANG)
        if result == 0 || result < 0 && errno == EINTR {
            return nil
        }
        guard result == identifier else {
            return .exited(127)
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    /// Asks it to end, makes it end after a second, and waits until it has.
    func end() {
        kill(identifier, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(1)
        var isKilled = false
        while exitStatus() == nil {
            if !isKilled, ContinuousClock.now >= deadline {
                kill(identifier, SIGKILL)
                isKilled = true
            }
            usleep(5_000)
        }
    }
}
