import CommandLineTool
import Drill
import Jobs
import Snapshots
import Text

/// `camkeep drill [REF…]`
enum DrillCommand {
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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let schema = try SchemaOptions.schema(values)
        let store = StoreOptions.store(values)
        let job = DrillJob(
            store: store, schema: schema,
            secrets: try await SecretOptions.sources(values, console.environment).lookup(events: JobEvents(console)))
        let texts = try subjects(values, store)
        if texts.isEmpty { console.note("no snapshots in \(HarmlessText.escaped(store.path))") }
        let isStrict = values.isSet(strict)
        let report: any DrillReport =
            values.isSet(json)
            ? DrillJSONReport(console, isStrict: isStrict)
            : DrillTextReport(console, isStrict: isStrict, isVerbose: values.isSet(verbose))
        var codes: [ExitCode] = []
        for (position, text) in texts.enumerated() {
            console.progress.update(done: position, total: texts.count, text: text)
            do {
                let result = try await job.run(text)
                console.progress.finish()
                report.tell(result)
                codes.append(result.isEnough(isStrict: isStrict) ? .success : .differences)
            } catch {
                try Task.checkCancellation()
                console.progress.finish()
                let failure = Failures.describe(error)
                report.failed(text, failure)
                codes.append(failure.exitCode)
            }
        }
        console.progress.finish()
        return worst(codes)
    }

    private static func subjects(_ values: ParsedValues, _ store: SnapshotStore) throws -> [String] {
        let texts = values.strings(references)
        return texts.isEmpty ? try store.cameras() : texts
    }

    /// Damage is worse than anything else, and what was not tried worse than what would not come back.
    private static func worst(_ codes: [ExitCode]) -> ExitCode {
        let order: [ExitCode] = [.verificationFailed, .usage, .failure, .differences]
        return order.first(where: codes.contains) ?? codes.first { $0 != .success } ?? .success
    }
}

extension DrillResult {
    func isEnough(isStrict: Bool) -> Bool {
        comesBack && !(isStrict && limits.contains { $0.kind != .unsupported })
    }
}
