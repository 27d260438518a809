import CommandLineTool
import Drill
import Jobs
import Snapshots
import Text

/// `camkeep drill [REF…]`
struct DrillCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"),
        help: "Snapshots to prove; without any, the latest of every camera in the store.", count: .any)
    private static let strict = OptionDeclaration.flag(
        "strict",
        help:
            "Fail as well for what no backup brings back: undocumented fields, presets, secrets that cannot be compared."
    )
    private static let verbose = OptionDeclaration.flag(
        "verbose", short: "v", help: "Name also what no backup brings back.", conflicts: ["json"])
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per snapshot.")

    static let command = Command(
        "drill", abstract: "Prove that snapshots can be restored, without touching a camera",
        discussion: """
            Restores each snapshot onto a simulated camera of the same kind that was reset to its defaults: with the real client, \
            planner and read-back, inside this process and without a network. Then compares the two, and says what would not come \
            back: secrets that nobody holds, sections that could not be read, values that do not arrive.

            Secrets are restored as well if there is an identity that opens them. What a drill cannot know is what a real camera \
            would refuse beyond the ranges that it names itself.
            """,
        arguments: [references],
        options: [strict, verbose, json, StoreOptions.store] + SecretOptions.all
            + [CameraOptions.fingerprintKey, SchemaOptions.schema],
        examples: [
            .init("Every camera, every night", "camkeep drill --quiet"),
            .init("One snapshot, with everything that there is to say", "camkeep drill -v front-door@golden"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Everything comes back."), ExitStatus(.differences, "Something would not come back."),
            .usage, ExitStatus(.failure, "The store failed, or no identity opens what is sealed."),
            ExitStatus(.verificationFailed, "A snapshot, or what is sealed with it, is damaged."), .interrupted,
        ],
        run: { values, console in
            try await DrillCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options: Sendable {
        /// None for the latest snapshot of every camera in the store.
        let references: [String]
        let rule: DrillRule
        let isVerbose: Bool
        let isJSON: Bool
        let store: SnapshotStore
        let schema: SchemaSource
        let secrets: SecretSources

        init(_ values: ParsedValues, _ environment: [String: String]) {
            references = values.strings(DrillCommand.references)
            rule = values.isSet(strict) ? .strict : .lenient
            isVerbose = values.isSet(verbose)
            isJSON = values.isSet(json)
            store = StoreOptions.store(values)
            schema = SchemaOptions.source(values)
            secrets = SecretOptions.sources(values, environment)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let store = options.store
        let schema = try options.schema.load()
        let secrets = try await options.secrets.lookup(events: JobEvents(console))
        let job = DrillJob(store: store, schema: schema, secrets: secrets)
        let references = options.references.isEmpty ? try store.cameras() : options.references
        if references.isEmpty { console.note("no snapshots in \(HarmlessText.escaped(store.path))") }
        let report: any DrillReport =
            options.isJSON
            ? DrillJSONReport(console, rule: options.rule)
            : DrillTextReport(console, rule: options.rule, isVerbose: options.isVerbose)
        var codes: [ExitCode] = []
        for (position, reference) in references.enumerated() {
            console.progress.update(done: position, total: references.count, text: reference)
            do {
                let result = try await job.run(reference)
                console.progress.finish()
                report.drilled(result)
                codes.append(result.isEnough(options.rule) ? .success : .differences)
            } catch {
                try Task.checkCancellation()
                console.progress.finish()
                let failure = Failures.describe(error)
                report.failed(reference, failure)
                codes.append(failure.exitCode)
            }
        }
        console.progress.finish()
        return Self.worst(codes)
    }

    /// Damage is worse than anything else, and what was not tried worse than what would not come back.
    private static func worst(_ codes: [ExitCode]) -> ExitCode {
        let order: [ExitCode] = [.verificationFailed, .usage, .failure, .differences]
        return order.first(where: codes.contains) ?? codes.first { $0 != .success } ?? .success
    }
}

/// How much has to come back of a snapshot.
enum DrillRule: Sendable {
    /// What a restore writes.
    case lenient
    /// As well what no backup brings back, unless the camera does not have it at all.
    case strict
}

extension DrillResult {
    func isEnough(_ rule: DrillRule) -> Bool {
        comesBack && !(rule == .strict && limits.contains { $0.kind != .unsupported })
    }
}
