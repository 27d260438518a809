import CameraClient
import CameraSchema
import CommandLineTool
import Cryptography
import Fleet
import Jobs
import Restore

/// Restores several cameras at once: looks at all of them, asks once, then writes, one camera ahead of the others.
struct FleetRestore {
    private let values: ParsedValues
    private let console: Console
    private let job: RestoreJob
    private let isJSON: Bool
    private let requests: [CameraTarget: RestoreRequest]
    private let targets: [FleetTarget]

    init(_ values: ParsedValues, _ console: Console, _ job: RestoreJob, _ requests: [RestoreRequest]) {
        self.values = values
        self.console = console
        self.job = job
        isJSON = values.isSet(RestoreCommand.json)
        targets = requests.map(\.place)
        self.requests = Dictionary(
            requests.map { ($0.place.target, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func run() async throws -> ExitCode {
        if values.isSet(RestoreSelection.dryRun) { return try await look().code }
        guard !values.isSet(RestoreSelection.yes) else { return await write(RestoreSelection.options(values), nil) }
        let look = try await look()
        guard !look.digests.isEmpty else { return look.code }
        let count = Wording.count(look.sections, "section")
        guard
            try await ConfirmationPrompt(console).ask(
                "Write \(count) to \(Wording.count(look.digests.count, "camera")), one ahead of the others?")
        else {
            console.note("nothing was written")
            return .differences
        }
        var options = RestoreSelection.options(values)
        if look.cutsConnection, !options.mayReaddress {
            options.mayReaddress = try await ConfirmationPrompt(console).ask(
                "Some of it can cut the connection to a camera. Write that, too?")
        }
        return await write(options, look.digests)
    }

    // MARK: - Looking

    /// What there is to write, without the plans themselves: memory must not grow with the fleet.
    private struct Look {
        var code: ExitCode = .success
        /// Of the plan of each camera to which something is to be written.
        var digests: [CameraTarget: ContentDigest] = [:]
        var sections = 0
        var cutsConnection = false
    }

    private func look() async throws -> Look {
        var look = Look()
        var report = FleetRestoreReport(job.reader.schema, console, targets, isJSON: isJSON)
        let ending = await fleetRun().run { [job, requests] target in
            try await job.plan(try Self.request(of: target, requests), isOneOfMany: true)
        } report: { outcome in
            if Task.isCancelled { return .interrupted }
            switch outcome.result {
            case .failure(let error): return report.failed(outcome.target, error)
            case .success(let planned):
                if !planned.plan.steps.isEmpty {
                    look.digests[outcome.target.target] = planned.digest
                    look.sections += planned.plan.steps.count
                    look.cutsConnection =
                        look.cutsConnection || planned.plan.steps.contains { $0.interrupts.contains(.connection) }
                }
                var options = RestoreSelection.options(values)
                if !values.isSet(RestoreSelection.dryRun) { options.mayReaddress = true }
                return report.planned(planned, job.prepare(planned, options), isJournalSealed: !job.recipients.isEmpty)
            }
        }
        try Task.checkCancellation()
        report.finish(duration: ending.duration)
        look.code = ending.code
        return look
    }

    // MARK: - Writing

    /// Something that the operator has not seen was about to be written.
    struct Changed: Error, CustomStringConvertible {
        let description = "it has changed since it was looked at; nothing was written"
        let hint = "run the command again"
    }

    /// What became of a camera.
    enum Written: Sendable {
        case asWanted(RestoreJob.Planned)
        case tried(RestoreJob.Planned, RestoreResult)
    }

    /// - Parameter confirmed: the plans that were agreed to; nil if all are
    private func write(_ options: RestoreOptions, _ confirmed: [CameraTarget: ContentDigest]?) async -> ExitCode {
        var report = FleetRestoreReport(job.reader.schema, console, targets, isJSON: isJSON)
        let gate = PilotGate(mostFailures: values.integer(RestoreSelection.maxFailures) ?? 1)
        let ending = await fleetRun().run { [job, requests] target -> Written in
            let planned = try await job.plan(try Self.request(of: target, requests), isOneOfMany: true)
            guard !planned.plan.steps.isEmpty else { return .asWanted(planned) }
            if let confirmed, confirmed[target.target] != planned.digest { throw Changed() }
            let result = try await gate.pass {
                try await job.write(planned, options)
            } wentWell: { result in
                // Of a camera to which nothing was sent nothing was learnt.
                result.isComplete ? (result.written > 0 ? true : nil) : false
            }
            return .tried(planned, result)
        } report: { outcome in
            switch outcome.result {
            case .failure(let error): report.failed(outcome.target, error)
            case .success(let written): report.written(written)
            }
        }
        report.finish(duration: ending.duration)
        return ending.codeOfWriting
    }

    private func fleetRun() -> FleetRun {
        FleetRun(
            targets, isFleet: true, with: FleetOptions.limits(values).runner(cameras: targets.count), console: console)
    }

    private static func request(
        of target: FleetTarget, _ requests: [CameraTarget: RestoreRequest]
    ) throws -> RestoreRequest {
        guard let request = requests[target.target] else {
            throw UsageFault(description: "\(target) is no camera of this run", hint: "name it once")
        }
        return request
    }
}
