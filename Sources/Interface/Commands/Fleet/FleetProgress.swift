import CommandLineTool
import Fleet

/// The progress of a run over many cameras: one line, and where lines cannot be rewritten one every few seconds.
struct FleetProgress {
    private let console: Console
    private var tally: FleetTally
    private var lastLine: ContinuousClock.Instant = .now

    private static let interval: Duration = .seconds(5)

    init(_ console: Console, total: Int) {
        self.console = console
        tally = FleetTally(total: total)
    }

    var hasFinishedAny: Bool { tally.done > 0 }

    mutating func note<Value>(_ event: FleetEvent<Value>) {
        tally.note(event)
        let isEnd = tally.finished == tally.total
        guard console.errors.terminal.canRewriteLine || isEnd || .now - lastLine >= Self.interval else { return }
        lastLine = .now
        console.progress.update(done: tally.finished, total: tally.total, text: tally.text())
    }
}
