import CameraClient
import CommandLineTool
import Fleet
import Jobs
import Restore
import Text

/// Finishes or undoes restores that were interrupted, and reports how each one ended.
struct RecoveryDialog {
    private let recovery: RestoreRecovery
    private let cameras: CameraWork
    private let writing: WritingSettings
    private let console: Console

    init(_ recovery: RestoreRecovery, cameras: CameraWork, writing: WritingSettings, console: Console) {
        self.recovery = recovery
        self.cameras = cameras
        self.writing = writing
        self.console = console
    }

    /// - Parameter selection: what the store calls the cameras, or their addresses, groups or patterns
    func run(_ selection: TargetSelection, to direction: RestoreDirection) async throws -> ExitCode {
        let waiting = try recovery.waiting(selection)
        guard !waiting.isEmpty else {
            console.note("no restore is waiting to be \(direction == .rollback ? "undone" : "finished")")
            return .success
        }
        guard waiting.count > 1 else { return try await recover(recovery.open(waiting[0]), to: direction) }
        // All are locked before the first is touched.
        var codes: [ExitCode] = []
        var opened: [RestoreRecovery.Interrupted] = []
        for name in waiting {
            codes += try await reporting(name) {
                opened.append(try recovery.open(name))
                return nil
            }
        }
        let reader = try await reader(for: opened)
        for one in opened {
            console.note(console.errorStyle.bold(HarmlessText.escaped("\(one.header.camera):")))
            codes += try await reporting(one.header.camera) { try await recover(one, to: direction, with: reader) }
        }
        return Set(codes).count > 1 ? .partial : codes.first ?? .success
    }

    /// The exit code of one of several, with what went wrong reported.
    private func reporting(_ camera: String, _ body: () async throws -> ExitCode?) async throws -> [ExitCode] {
        do {
            return try await body().map { [$0] } ?? []
        } catch {
            try Task.checkCancellation()
            console.progress.finish()
            let failure = Failures.describe(error)
            console.error(HarmlessText.escaped("\(camera): ") + failure.message, hint: failure.hint)
            return [failure.exitCode]
        }
    }

    private func reader(for interrupted: [RestoreRecovery.Interrupted]) async throws -> CameraReader {
        try await CameraReader(
            cameras.access, schema: try cameras.schema.load(), for: interrupted.map(\.place),
            events: JobEvents(console))
    }

    /// - Parameter shared: what reads the cameras; nil to make one for this camera
    private func recover(
        _ interrupted: RestoreRecovery.Interrupted, to direction: RestoreDirection, with shared: CameraReader? = nil
    ) async throws -> ExitCode {
        let schema = try cameras.schema.load()
        try recovery.check(interrupted, schema: schema)
        let reader = if let shared { shared } else { try await reader(for: [interrupted]) }
        let events = JobEvents(console)
        let sources = cameras.secrets
        let secrets = try await recovery.secrets(
            of: interrupted,
            identities: { sources.opensAny ? try await sources.identities.identities(events: events) : nil },
            events: events)
        let result = try await recovery.recover(
            interrupted, to: direction, options: writing.options, onFailure: writing.givenOnFailure, secrets: secrets,
            reader: reader, progress: RestoreReport.progress(console))
        console.progress.finish()
        return RestoreReport(schema, console).ended(
            result, of: .init(interrupted.place.target), isJSON: writing.isJSON, direction: direction)
    }
}
