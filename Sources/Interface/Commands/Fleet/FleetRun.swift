import CommandLineTool
import Fleet

/// A run over the cameras of a command line as its user sees it: a progress line or a log, and one exit code.
struct FleetRun {
    let targets: [FleetTarget]
    /// Whether it is told as a run over many: with progress over all of them and a table at the end.
    let isFleet: Bool
    private let runner: FleetRunner
    private let console: Console

    init(_ targets: [FleetTarget], isFleet: Bool, _ runner: FleetRunner, _ console: Console) {
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

        /// Of cameras that were only looked at: as ``codeOfWriting``, but differences if nothing is wrong besides.
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
    ///   - tell: says how it ended with a camera; called once for each, also for those that were interrupted
    func run<Value: Sendable>(
        work: @escaping @Sendable (FleetTarget) async throws -> Value,
        tell: (FleetOutcome<Value>) -> ExitCode
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
                let code = tell(outcome)
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
