package import JSONTree
package import Text

/// How a command talks to its user: results go to standard output, everything else to standard error.
///
/// Every line clears the progress line first, so that they do not mix. Text is written as it is: text from cameras and files
/// must pass `HarmlessText` before.
package struct Console: Sendable {
    /// The program's name, before each message on standard error.
    package let name: String
    package let output: any Output
    package let errors: any Output
    package let outputStyle: OutputStyle
    package let errorStyle: OutputStyle
    package let isQuiet: Bool
    /// How standard error is written.
    package let log: LogFormat
    package let progress: any ProgressLine
    package let environment: [String: String]

    package init(
        name: String, output: any Output, errors: any Output, color: ColorChoice = .auto, isQuiet: Bool = false,
        log: LogFormat = .text, environment: [String: String] = [:]
    ) {
        self.name = name
        self.output = output
        self.errors = errors
        self.isQuiet = isQuiet
        self.log = log
        self.environment = environment
        outputStyle = output.terminal.style(color, environment: environment)
        errorStyle = errors.terminal.style(color, environment: environment)
        progress =
            if isQuiet || log == .json {
                SilentProgress()
            } else if errors.terminal.canRewriteLine {
                RewrittenProgress(output: errors)
            } else {
                PlainProgress(output: errors)
            }
    }

    /// Writes a result and a line break to standard output.
    package func print(_ text: String) {
        progress.withLineCleared { output.write(text + "\n") }
    }

    /// Writes a result as it is to standard output.
    package func write(_ bytes: [UInt8]) {
        progress.withLineCleared { output.write(bytes) }
    }

    /// Writes a line to standard error, unless the user asked for quiet.
    package func note(_ text: String) {
        guard !isQuiet else { return }
        switch log {
        case .text: progress.withLineCleared { errors.write(text + "\n") }
        case .json: errors.write(LogLine.now(.info, text))
        }
    }

    /// Writes `camkeep: warning: …` to standard error, and a hint if there is one.
    package func warn(_ message: String, hint: String? = nil) {
        report(.warning, message, mark: errorStyle.yellow("warning:"), hint: hint)
    }

    /// Writes `camkeep: error: …` to standard error, and a hint if there is one.
    package func error(_ message: String, hint: String? = nil) {
        report(.error, message, mark: errorStyle.red("error:"), hint: hint)
    }

    /// Writes another program's line to standard error, even if the user asked for quiet: the other program can be silenced by
    /// its own options.
    package func relay(_ line: String, from source: String) {
        switch log {
        case .text: progress.withLineCleared { errors.write(line + "\n") }
        case .json: errors.write(LogLine.now(.info, line, fields: JSONObject([("source", .string(source))])))
        }
    }

    /// Writes that the user ended the program.
    package func interrupted() {
        switch log {
        case .text: errors.write("\(name): interrupted\n")
        case .json: errors.write(LogLine.now(.error, "interrupted"))
        }
    }

    /// Writes a line of the structured log. A text log omits it, because it has the progress line and the results.
    ///
    /// - Parameters:
    ///   - message: harmless, as everywhere
    ///   - fields: data for programs, beside time, level, message and hint
    package func event(_ level: LogLevel, _ message: String, hint: String? = nil, fields: JSONObject) {
        guard log == .json, !isQuiet || level != .info else { return }
        errors.write(LogLine.now(level, message, hint: hint, fields: fields))
    }

    private func report(_ level: LogLevel, _ message: String, mark: String, hint: String?) {
        guard log == .text else { return errors.write(LogLine.now(level, message, hint: hint)) }
        let hintLine = hint.map { "\(name): \(errorStyle.cyan("hint:")) \($0)\n" } ?? ""
        progress.withLineCleared { errors.write("\(name): \(errorStyle.bold(mark)) \(message)\n\(hintLine)") }
    }
}
