import CameraClient
import CommandLineTool
import Fleet
import JSONTree
import Monitoring

/// The events of a run in the structured log.
struct FleetLog {
    private let console: Console
    /// The next try of those that were tried before.
    private var attempts: [String: Int] = [:]

    init(_ console: Console) {
        self.console = console
    }

    mutating func started(_ target: FleetTarget) {
        console.event(
            .info, "started",
            fields: fields("started", target, [("attempt", .integer(attempts[target.title] ?? 1))]))
    }

    mutating func postponed(_ target: FleetTarget, _ error: any Error, pause: Duration) {
        attempts[target.title, default: 1] += 1
        console.event(
            .info, Failures.reason(error),
            fields: fields(
                "retry", target, [("attempt", .integer(attempts[target.title] ?? 1)), ("pause", pause.json)]))
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
            (message, hint) = (Failures.reason(error), Failures.tell(error).hint)
        }
        console.event(
            level, message, hint: hint,
            fields: fields(
                "finished", outcome.target,
                [
                    ("attempt", .integer(outcome.attempts)), ("duration", outcome.duration.json),
                    ("outcome", .string(Self.word(code))),
                ]))
    }

    private static func word(_ code: ExitCode) -> String {
        switch code {
        case .success: "done"
        case .differences: "differs"
        case .partial: "partial"
        case .interrupted: "interrupted"
        default: "failed"
        }
    }

    private func fields(_ event: String, _ target: FleetTarget, _ more: [(String, JSONValue)]) -> JSONObject {
        JSONObject(
            [("event", .string(event)), ("camera", .string(target.title)), ("address", .string(target.target.address))]
                + more)
    }
}

extension Console {
    /// Says why a camera of a run failed; the structured log has it from the run already.
    func error(ofCamera failure: CommandLineProgram.Failure) {
        if log == .text { error(failure.message, hint: failure.hint) }
    }
}
