import CameraClient
import CommandLineTool
import Fleet
import JSONTree
import Monitoring

/// A run over the cameras of a command line as its user sees it: a progress line or a log, and one exit code.
struct FleetRun {
    let targets: [FleetTarget]
    /// Whether it is shown as a run over many: with progress over all of them and a table at the end.
    let isFleet: Bool
    private let runner: FleetRunner
    private let console: Console

    init(_ targets: [FleetTarget], isFleet: Bool, with runner: FleetRunner, console: Console) {
        self.targets = targets
        self.isFleet = isFleet
        self.runner = runner
        self.console = console
    }

    /// How a run ended.
    struct Ending {
        fileprivate(set) var codes: Set<ExitCode> = []
        /// Whether work on any camera came to its end.
        fileprivate(set) var hasFinishedAny = false
        fileprivate(set) var duration: Duration = .zero

        /// Of cameras that were only read: as ``codeOfWriting``, but differences if nothing is wrong besides.
        var code: ExitCode {
            codes == [.success, .differences] ? .differences : codeOfWriting
        }

        /// Of one camera its own. Of several the one that they share, and partial if they went differently.
        var codeOfWriting: ExitCode {
            if codes.contains(.interrupted) { return .interrupted }
            return codes.count > 1 ? .partial : codes.first ?? .success
        }
    }

    /// - Parameters:
    ///   - work: one try with one camera
    ///   - report: says how it ended with a camera; called once for each, also for those that were interrupted
    func run<Value: Sendable>(
        work: @escaping @Sendable (FleetTarget) async throws -> Value,
        report: (FleetOutcome<Value>) -> ExitCode
    ) async -> Ending {
        var progress = FleetProgress(console, total: targets.count)
        var log = FleetLog(console)
        var ending = Ending()
        let start = ContinuousClock.now
        await runner.run(targets) { (event: FleetEvent<Value>) in
            if isFleet { progress.note(event) }
            switch event {
            case .started(let target, _): log.started(target)
            case .postponed(let target, let error, let pause): log.postponed(target, error, pause: pause)
            case .finished(let outcome):
                let code = report(outcome)
                log.finished(outcome, code)
                ending.codes.insert(code)
            }
        } work: { target in
            try await work(target)
        }
        console.progress.finish()
        ending.hasFinishedAny = progress.hasFinishedAny
        ending.duration = .now - start
        return ending
    }
}

/// The progress of a run over many cameras: one line, and where lines cannot be rewritten one every few seconds.
private struct FleetProgress {
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

/// The events of a run in the structured log.
private struct FleetLog {
    private let console: Console
    /// The next try of those that were tried before.
    private var attempts: [String: Int] = [:]

    init(_ console: Console) {
        self.console = console
    }

    mutating func started(_ target: FleetTarget) {
        console.event(
            .info, "started", fields: fields("started", of: target, [("attempt", .integer(attempt(of: target)))]))
    }

    mutating func postponed(_ target: FleetTarget, _ error: any Error, pause: Duration) {
        attempts[target.title, default: 1] += 1
        console.event(
            .info, Failures.reason(error),
            fields: fields("retry", of: target, [("attempt", .integer(attempt(of: target))), ("pause", pause.json)]))
    }

    mutating func finished<Value>(_ outcome: FleetOutcome<Value>, _ code: ExitCode) {
        attempts[outcome.target.title] = nil
        let level: LogLevel =
            switch code {
            case .success, .differences, .interrupted: .info
            case .partial: .warning
            default: .error
            }
        var message = "finished"
        var hint: String?
        if case .failure(let error) = outcome.result {
            (message, hint) = (Failures.reason(error), Failures.describe(error).hint)
        }
        console.event(
            level, message, hint: hint,
            fields: fields(
                "finished", of: outcome.target,
                [
                    ("attempt", .integer(outcome.attempts)), ("duration", outcome.duration.json),
                    ("outcome", .string(Self.word(code))),
                ]))
    }

    private func attempt(of target: FleetTarget) -> Int { attempts[target.title] ?? 1 }

    private static func word(_ code: ExitCode) -> String {
        switch code {
        case .success: "done"
        case .differences: "differs"
        case .partial: "partial"
        case .interrupted: "interrupted"
        default: "failed"
        }
    }

    private func fields(_ event: String, of target: FleetTarget, _ more: [(String, JSONValue)]) -> JSONObject {
        JSONObject(
            [("event", .string(event)), ("camera", .string(target.title)), ("address", .string(target.target.address))]
                + more)
    }
}
