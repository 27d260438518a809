import Synchronization
import Text

/// Shows how far a piece of work is.
package protocol ProgressLine: Sendable {
    /// - Parameters:
    ///   - done: steps finished.
    ///   - total: all steps; nil while unknown.
    ///   - text: the current step; it is made harmless here.
    func update(done: Int, total: Int?, text: String)
    /// Removes the line from the terminal. A later update shows it again.
    func finish()
    /// Lets `body` write elsewhere on the same terminal; it must not call this object.
    func withLineCleared(_ body: () -> Void)
}

/// A progress line that shows nothing: `--quiet`.
package struct SilentProgress: ProgressLine {
    package init() {}
    package func update(done: Int, total: Int?, text: String) {}
    package func finish() {}
    package func withLineCleared(_ body: () -> Void) { body() }
}

/// One plain line for each step, for files, pipes and terminals that cannot rewrite a line.
package final class PlainProgress: ProgressLine {
    private let output: any Output
    private let last = Mutex("")

    package init(output: any Output) {
        self.output = output
    }

    package func update(done: Int, total: Int?, text: String) {
        let line = progressText(done: done, total: total, text: text)
        last.withLock { last in
            if line != last {
                output.write(line + "\n")
                last = line
            }
        }
    }

    package func finish() {}

    package func withLineCleared(_ body: () -> Void) {
        last.withLock { _ in body() }
    }
}

/// One line on a terminal that is rewritten at most 15 times a second and leaves no trace.
package final class RewrittenProgress: ProgressLine {
    private struct State {
        var line = ""
        var isShown = false
        var drawn: ContinuousClock.Instant?
    }

    private let output: any Output
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())
    private static let interval: Duration = .seconds(1) / 15

    /// - Parameter now: the clock, so that tests can set the time.
    package init(output: any Output, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.output = output
        self.now = now
    }

    package func update(done: Int, total: Int?, text: String) {
        state.withLock { state in
            state.line = progressText(done: done, total: total, text: text)
            let time = now()
            if let drawn = state.drawn, time - drawn < Self.interval {
                return
            }
            draw(&state)
            state.drawn = time
        }
    }

    package func finish() {
        state.withLock { state in
            clear(&state)
            state.line = ""
            state.drawn = nil
        }
    }

    package func withLineCleared(_ body: () -> Void) {
        state.withLock { state in
            let wasShown = state.isShown
            clear(&state)
            body()
            if wasShown {
                draw(&state)
            }
        }
    }

    /// The last column stays free: many terminals wrap the line when it is filled.
    private func draw(_ state: inout State) {
        output.write("\r" + DisplayWidth.truncated(state.line, to: max(1, output.width - 1)) + "\u{1B}[K")
        state.isShown = true
    }

    private func clear(_ state: inout State) {
        if state.isShown {
            output.write("\r\u{1B}[K")
            state.isShown = false
        }
    }
}

private func progressText(done: Int, total: Int?, text: String) -> String {
    let step = HarmlessText.escaped(text, limit: 200)
    guard let total else {
        return "[\(done)] \(step)"
    }
    let totalText = String(total)
    return "[\(DisplayWidth.leftPadded(String(done), to: totalText.count))/\(totalText)] \(step)"
}
