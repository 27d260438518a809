import Glibc
import Processes
import Text

/// A program made of a tree of commands. It parses the command line, shows help and mistakes, runs the command, and maps
/// failures to exit codes.
package struct CommandLineProgram: Sendable {
    /// How an error of a command is reported to the user.
    package struct Failure: Sendable, Hashable {
        /// One or more lines, harmless to print.
        package let message: String
        package let hint: String?
        package let exitCode: ExitCode

        package init(_ message: String, hint: String? = nil, exitCode: ExitCode = .failure) {
            self.message = message
            self.hint = hint
            self.exitCode = exitCode
        }
    }

    private let root: Command
    private let version: String?
    private let failure: @Sendable (any Error) -> Failure

    /// - Parameters:
    ///   - root: the command named like the program. If `OptionDeclaration.color`, `.quiet` and `.log` are among its options,
    ///     they are obeyed.
    ///   - version: the text of `--version`; nil for a program without that option
    ///   - failure: words the errors that commands throw, except usage errors, interruptions and `PasswordSourceError`
    package init(root: Command, version: String? = nil, failure: @escaping @Sendable (any Error) -> Failure) {
        self.root = root
        self.version = version
        self.failure = failure
    }

    /// Runs the process's own command line, with Ctrl-C and termination requests as cancellation, and ends it.
    package func main() async -> Never {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.current()
        let output = FileOutput(fileDescriptor: STDOUT_FILENO, environment: environment)
        let errors = FileOutput(fileDescriptor: STDERR_FILENO, environment: environment)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let code = await withInterruptCancellation {
            await run(arguments: arguments, environment: environment, output: output, errors: errors)
        }
        exit(code.rawValue)
    }

    /// Runs one command line.
    ///
    /// - Parameter arguments: the words after the program's name.
    package func run(
        arguments: [String], environment: [String: String], output: any Output, errors: any Output
    ) async -> ExitCode {
        let parser = CommandParser(root: root, environment: environment, hasVersion: version != nil)
        var console = Console(name: root.name, output: output, errors: errors, environment: environment)
        let parsed: ParsedCommand
        do throws(UsageError) {
            parsed = try parser.parse(arguments)
        } catch {
            if error.code == .missingCommand, arguments.isEmpty {
                errors.write(help(for: [parser.root], on: errors, style: console.errorStyle))
            } else {
                console.error(error.message, hint: error.hint)
            }
            return .usage
        }
        let code: ExitCode
        switch parsed {
        case .version:
            output.write((version ?? "") + "\n")
            code = .success
        case .help(let path):
            output.write(help(for: path, on: output, style: console.outputStyle))
            code = .success
        case .run(let path, let values):
            console = Console(
                name: root.name, output: output, errors: errors,
                color: values.choice(.color, as: ColorChoice.self) ?? .auto, isQuiet: values.isSet(.quiet),
                log: values.choice(.log, as: LogFormat.self) ?? .text, environment: environment)
            code = await run(path.last?.run, values: values, console: console)
        }
        if let error = output.failure {
            console.error("cannot write the output: \(SystemMessage.text(error))")
            return code == .interrupted ? code : .failure
        }
        return code
    }

    private func run(_ body: Command.Run?, values: ParsedValues, console: Console) async -> ExitCode {
        do {
            let code = try await body?(values, console) ?? .success
            console.progress.finish()
            return code
        } catch {
            console.progress.finish()
            if error is CancellationError || Task.isCancelled || isInterrupted {
                console.interrupted()
                return .interrupted
            }
            let reported =
                switch error {
                case let error as UsageError: Failure(error.message, hint: error.hint, exitCode: .usage)
                case let error as PasswordSourceError: Failure(error.message, hint: error.hint)
                default: failure(error)
                }
            console.error(reported.message, hint: reported.hint)
            return reported.exitCode
        }
    }

    private func help(for path: [Command], on stream: any Output, style: OutputStyle) -> String {
        HelpText(path: path, hasVersion: version != nil, width: stream.width, style: style).text()
    }
}

/// The environment variables of the process.
package enum ProcessEnvironment {
    /// A copy of them. Of several variables with one name, the first counts.
    package static func current() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "="), variables[String(text[..<equals])] == nil {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }
}
