import Glibc
import Processes

/// Asks a yes-or-no question on the terminal.
package struct ConfirmationPrompt: Sendable {
    private let console: Console
    private static let longestAnswer = 1000

    package init(_ console: Console) {
        self.console = console
    }

    /// Whether somebody can answer: standard input and standard error are terminals.
    package static var isPossible: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// - Parameter question: written as it is, so it must be harmless
    /// - Returns: true for `y` and `yes`, false for everything else and for the end of the input
    /// - Throws: `CancellationError`
    package func ask(_ question: String) async throws -> Bool {
        console.progress.finish()
        console.errors.write(question + " [y/N] ")
        let answer = try await BlockingWork.run { cancelled in Self.line(cancelled: cancelled) }
        guard let answer else {
            console.errors.write("\n")
            throw CancellationError()
        }
        return ["y", "yes"].contains(answer.lowercased())
    }

    /// Nil if the task was cancelled.
    private static func line(cancelled: Int32) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < longestAnswer {
            switch Descriptors.wait(for: STDIN_FILENO, cancelled: cancelled, milliseconds: -1) {
            case .cancelled: return nil
            case .nothing: continue
            case .readable: break
            }
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count == 1, byte != UInt8(ascii: "\n") else { break }
            bytes.append(byte)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.filter { !$0.isWhitespace })
    }
}
