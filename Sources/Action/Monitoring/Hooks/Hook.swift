import Processes
import Text

/// A command of the operator's that is told about runs.
package struct Hook: Sendable {
    /// It was not told, or did not do what it should.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The option that names it, for messages.
    package let name: String
    private let command: String
    private let environment: [String: String]
    private let timeout: Duration

    private static let outputLimit = 64 << 10

    /// - Parameters:
    ///   - command: for `/bin/sh -c`
    ///   - environment: all its variables
    package init(
        _ name: String, _ command: String, environment: [String: String], timeout: Duration = .seconds(60)
    ) {
        self.name = name
        self.command = command
        self.environment = environment
        self.timeout = timeout
    }

    /// Runs the command with the text on its standard input. What it writes is passed on line by line, as cron would do it.
    ///
    /// - Parameter relay: gets each line, harmless to print, and the name of the hook
    /// - Throws: ``Fault``, `CancellationError`
    package func run(_ input: String, relay: (_ line: String, _ source: String) -> Void) async throws {
        let outcome: ShellCommand.Outcome
        do {
            outcome = try await ShellCommand.run(
                command, input: Array(input.utf8), environment: environment, timeout: timeout,
                outputLimit: Self.outputLimit)
        } catch let error as ShellCommand.StartFault {
            throw Fault(description: "the command of \(name) \(error)")
        }
        for line in String(decoding: outcome.output, as: UTF8.self).split(whereSeparator: \.isNewline) {
            relay(HarmlessText.escaped(String(line)), name)
        }
        if outcome.isCut { relay("… and more than \(Self.outputLimit / 1024) kB", name) }
        switch outcome.end {
        case .exited(0): return
        case .exited(let status): throw Fault(description: "the command of \(name) failed with exit status \(status)")
        case .signalled(let signal): throw Fault(description: "the command of \(name) was ended by signal \(signal)")
        case .timedOut:
            throw Fault(
                description: "the command of \(name) took longer than \(timeout.components.seconds) s and was ended")
        }
    }
}
