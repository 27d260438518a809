/// What a command talks to its user with: results to standard output, everything else to standard error.
///
/// All of it goes through the progress line, so nothing garbles anything. Text is written as it is: text from cameras
/// and files passes `HarmlessText` first.
package struct Console: Sendable {
    /// The program's name, before each message on standard error.
    package let name: String
    package let output: any Output
    package let errors: any Output
    package let outputStyle: OutputStyle
    package let errorStyle: OutputStyle
    package let isQuiet: Bool
    package let progress: any ProgressLine
    package let environment: [String: String]

    package init(
        name: String, output: any Output, errors: any Output, color: ColorChoice = .auto, isQuiet: Bool = false,
        environment: [String: String] = [:]
    ) {
        self.name = name
        self.output = output
        self.errors = errors
        self.isQuiet = isQuiet
        self.environment = environment
        outputStyle = output.terminal.style(color, environment: environment)
        errorStyle = errors.terminal.style(color, environment: environment)
        progress =
            if isQuiet {
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
        if !isQuiet {
            progress.withLineCleared { errors.write(text + "\n") }
        }
    }

    /// Writes `camkeep: warning: …` to standard error, and a hint if there is one.
    package func warn(_ message: String, hint: String? = nil) {
        report(errorStyle.bold(errorStyle.yellow("warning:")), message, hint: hint)
    }

    /// Writes `camkeep: error: …` to standard error, and a hint if there is one.
    package func error(_ message: String, hint: String? = nil) {
        report(errorStyle.bold(errorStyle.red("error:")), message, hint: hint)
    }

    private func report(_ kind: String, _ message: String, hint: String?) {
        let hintLine = hint.map { "\(name): \(errorStyle.cyan("hint:")) \($0)\n" } ?? ""
        progress.withLineCleared { errors.write("\(name): \(kind) \(message)\n\(hintLine)") }
    }
}
