import Glibc
import Processes

/// Asks for a password on the terminal of the process without showing it.
///
/// Meanwhile the terminal delivers Ctrl-C as a character. So its settings are always restored first, and only then is the
/// process interrupted, as the terminal would have done.
package struct PasswordPrompt: Sendable {
    private let terminalPath: String
    private let interrupt: @Sendable () -> Void

    /// - Parameters:
    ///   - terminalPath: the terminal to ask on, whatever standard input is
    ///   - interrupt: what Ctrl-C does after the terminal is restored. A signal to this thread has been handled when the call
    ///     returns. One to the process might come when nobody handles it any more.
    package init(
        terminalPath: String = "/dev/tty", interrupt: @escaping @Sendable () -> Void = { raise(SIGINT) }
    ) {
        self.terminalPath = terminalPath
        self.interrupt = interrupt
    }

    /// - Parameter prompt: written before the cursor as it is, so it must be harmless: `Password for admin@front-door: `
    /// - Throws: `PasswordSourceError` without a terminal, at its end, or for a password that is empty, over 1024 bytes or not
    ///   UTF-8; `CancellationError` if the task is cancelled or Ctrl-C is pressed
    package func ask(_ prompt: String) async throws -> String {
        let path = terminalPath
        let outcome = try await BlockingWork.run { cancelled in
            try TerminalSession.ask(prompt, path: path, cancelled: cancelled)
        }
        switch outcome {
        case .finished(let bytes):
            return try PasswordText.checked(bytes, source: "the password")
        case .interrupted:
            interrupt()
            throw CancellationError()
        case .cancelled:
            throw CancellationError()
        case .ended:
            throw PasswordSourceError(.noInput, "the terminal gave no password")
        case .tooLong:
            throw PasswordSourceError(.tooLong, "the password is longer than \(PasswordText.longest) bytes")
        }
    }
}

/// How asking ended.
enum PromptOutcome: Sendable, Hashable {
    case finished([UInt8])
    case interrupted
    case cancelled
    case ended
    case tooLong
}

/// What has been typed so far. Erasing and giving up are handled here, because the terminal passes every character on.
struct PasswordLine {
    private var bytes: [UInt8] = []

    /// - Returns: the outcome when this byte ended the line.
    mutating func accept(_ byte: UInt8) -> PromptOutcome? {
        switch byte {
        case 0x0A, 0x0D:
            return .finished(bytes)
        case 0x03, 0x1C:  // Ctrl-C, Ctrl-\
            return .interrupted
        case 0x04:  // Ctrl-D
            return bytes.isEmpty ? .ended : nil
        case 0x08, 0x7F:  // one character, which is up to four bytes of UTF-8
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        case 0x15, 0x17:  // Ctrl-U, Ctrl-W
            bytes.removeAll()
        case 0x00..<0x20:
            break
        default:
            bytes.append(byte)
        }
        return bytes.count > PasswordText.longest ? .tooLong : nil
    }
}

private enum TerminalSession {
    static func ask(_ prompt: String, path: String, cancelled: Int32) throws -> PromptOutcome {
        let terminal = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else {
            throw noTerminal
        }
        defer { close(terminal) }
        var original = termios()
        guard tcgetattr(terminal, &original) == 0 else {
            throw noTerminal
        }
        var silent = original
        silent.c_lflag &= ~tcflag_t(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
        withUnsafeMutableBytes(of: &silent.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else {
            throw noTerminal
        }
        // Flushing keeps the rest of a long pasted text from reaching the shell.
        defer {
            send("\n", to: terminal)
            tcsetattr(terminal, TCSAFLUSH, &original)
        }
        send(prompt, to: terminal)
        return readLine(terminal, cancelled: cancelled)
    }

    private static func readLine(_ terminal: Int32, cancelled: Int32) -> PromptOutcome {
        var line = PasswordLine()
        while true {
            switch Descriptors.wait(for: terminal, cancelled: cancelled, milliseconds: -1) {
            case .cancelled: return .cancelled
            case .nothing: continue
            case .readable: break
            }
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR || errno == EAGAIN {
                continue
            }
            guard count == 1 else {
                return .ended
            }
            if let outcome = line.accept(byte) {
                return outcome
            }
        }
    }

    private static func send(_ text: String, to terminal: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR {
                return
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    private static var noTerminal: PasswordSourceError {
        PasswordSourceError(.noTerminal, "there is no terminal to ask for the password on")
    }
}
