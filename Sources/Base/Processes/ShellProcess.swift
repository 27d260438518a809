import Glibc

/// A command line that `/bin/sh -c` runs.
package struct ShellProcess {
    package enum Status: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// It could not be started, for this `errno`.
    package struct Fault: Error {
        package let code: Int32
    }

    private let identifier: pid_t
    private let leadsGroup: Bool

    /// Starts the command. The descriptors stay the caller's.
    ///
    /// - Parameters:
    ///   - input: what it reads; this program's own standard input if nil
    ///   - output: where it writes
    ///   - errors: where its errors go; to this program's own standard error if nil
    ///   - environment: its variables; this program's own if nil
    ///   - leadsGroup: whether it gets a process group of its own, so that it can be ended with all that it starts
    package init(
        _ command: String, input: Int32? = nil, output: Int32, errors: Int32? = nil,
        environment: [String: String]? = nil,
        leadsGroup: Bool = false
    ) throws(Fault) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }

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
        let group = leadsGroup ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group))

        let texts: [String] = ["sh", "-c", command]
        let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        let variables = environment.map { $0.map { strdup("\($0)=\($1)") } + [nil] }
        defer { variables?.forEach { free($0) } }
        var identifier = pid_t()
        let result =
            if let variables {
                posix_spawn(&identifier, "/bin/sh", &actions, &attributes, words, variables)
            } else {
                posix_spawn(&identifier, "/bin/sh", &actions, &attributes, words, environ)
            }
        guard result == 0 else { throw Fault(code: result) }
        self.identifier = identifier
        self.leadsGroup = leadsGroup
    }

    /// How it ended, or nil while it runs. Not to be asked again after an answer.
    package func exitStatus() -> Status? {
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

    /// Asks it, and its group if it leads one, to end, makes them end after a second, and waits until it has.
    package func end() {
        let receiver = leadsGroup ? -identifier : identifier
        kill(receiver, SIGTERM)
        let deadline = ContinuousClock.now + .seconds(1)
        while !hasEnded, ContinuousClock.now < deadline { usleep(5_000) }
        // Before its status is taken, so that its number cannot be another's by now. What it started may have ignored the request.
        kill(receiver, SIGKILL)
        while exitStatus() == nil { usleep(1_000) }
    }

    /// Its status is left to be taken.
    private var hasEnded: Bool {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return true }
        return information.si_signo == SIGCHLD
    }
}
