import Glibc
package import Text

/// When to use colours, the value of `--color`.
package enum ColorChoice: String, Sendable, Hashable, CaseIterable {
    case auto
    case always
    case never
}

/// What is known about the target of a stream.
package struct Terminal: Sendable, Hashable {
    /// Whether the stream is a terminal at all.
    package let isTerminal: Bool
    /// Columns; 80 if unknown.
    package let width: Int
    /// Whether it cannot move its cursor or show colours (`TERM` is `dumb` or not set).
    package let isDumb: Bool

    package init(isTerminal: Bool, width: Int = 80, isDumb: Bool = false) {
        self.isTerminal = isTerminal
        self.width = width
        self.isDumb = isDumb
    }

    /// Asks the system about a file descriptor. `COLUMNS` takes precedence over the terminal's own answer.
    package init(fileDescriptor: Int32, environment: [String: String]) {
        let type = environment["TERM"] ?? ""
        self.init(
            isTerminal: isatty(fileDescriptor) == 1,
            width: Self.columns(fileDescriptor: fileDescriptor, environment: environment),
            isDumb: type.isEmpty || type == "dumb")
    }

    /// The current number of columns, which changes when a window is resized.
    package static func columns(fileDescriptor: Int32, environment: [String: String]) -> Int {
        if let text = environment["COLUMNS"], let columns = Int(text), 1...10_000 ~= columns {
            return columns
        }
        var size = winsize()
        if ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return Int(size.ws_col)
        }
        return 80
    }

    /// Whether a line can be rewritten in place.
    package var canRewriteLine: Bool { isTerminal && !isDumb }

    /// The styles to use on this stream. `--color` takes precedence over `NO_COLOR` (no-color.org: any non-empty value).
    package func style(_ choice: ColorChoice, environment: [String: String]) -> OutputStyle {
        switch choice {
        case .always: OutputStyle(usesColor: true)
        case .never: OutputStyle(usesColor: false)
        case .auto:
            OutputStyle(usesColor: isTerminal && !isDumb && (environment["NO_COLOR"] ?? "").isEmpty)
        }
    }
}
