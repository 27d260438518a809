import CameraSchema
import CommandLineTool
import History
import JSONTree
import Jobs
import Reports
import Restore
import Snapshots

/// `camkeep prune [CAMERA…]`
struct PruneCommand {
    private static let cameras = ArgumentDeclaration(
        "CAMERA", kind: .reference("camera"), help: "Cameras of the store; without any, all.", count: .any)
    private static let counts = ValueKind.integer(1...100_000)
    private static let last = OptionDeclaration.value(
        "keep-last", "N", kind: counts, help: "Keep the newest N snapshots.")
    private static let daily = OptionDeclaration.value(
        "keep-daily", "N", kind: counts, help: "Keep the newest snapshot of each of the last N days that have one.")
    private static let weekly = OptionDeclaration.value(
        "keep-weekly", "N", kind: counts, help: "Likewise for weeks, which begin on Monday.")
    private static let monthly = OptionDeclaration.value(
        "keep-monthly", "N", kind: counts, help: "Likewise for months.")
    private static let keepTags = OptionDeclaration.flag(
        "keep-tags", help: "Keep every snapshot with a tag; this is the default.", conflicts: ["forget-tags"])
    private static let forgetTags = OptionDeclaration.flag(
        "forget-tags", help: "Remove snapshots with tags, too, if no rule keeps them; a warning names them.")
    private static let dryRun = OptionDeclaration.flag(
        "dry-run", short: "n", help: "Say what would be removed, and remove nothing.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    static let command = Command(
        "prune", abstract: "Remove old snapshots that no rule keeps",
        discussion: """
            For each camera, a snapshot is kept if at least one rule keeps it. Whatever the rules say, these are never removed: the \
            last good one (without failed sections), those that an unfinished restore needs and, unless --forget-tags is given, those \
            with a tag. Vendor archives and notes go with their snapshot; archives that a killed run left alone go, too.

            The store holds a snapshot where something changed: a day without one was like the day before. Days are in UTC.
            """,
        arguments: [cameras],
        options: [StoreOptions.store, last, daily, weekly, monthly, keepTags, forgetTags, dryRun, json],
        examples: [
            .init("What would go?", "camkeep prune --keep-daily 14 --keep-monthly 12 --dry-run"),
            .init("One camera, the last ten", "camkeep prune front-door --keep-last 10"),
        ],
        exitStatuses: [
            .success, .usage, .failure,
            ExitStatus(.partial, "Some cameras failed; the others were pruned."),
        ],
        run: { values, console in try PruneCommand(options: Options(values), console: console).run() })

    struct Options {
        let store: SnapshotStore
        /// Names of cameras; none for all.
        let cameras: [String]
        let rules: RetentionRules
        let isDryRun: Bool
        let isJSON: Bool

        init(_ values: ParsedValues) throws {
            store = StoreOptions.store(values)
            cameras = values.strings(PruneCommand.cameras)
            rules = RetentionRules(
                last: values.integer(last), daily: values.integer(daily), weekly: values.integer(weekly),
                monthly: values.integer(monthly), keepsTagged: !values.isSet(forgetTags))
            guard !rules.isEmpty else {
                throw UsageFault(
                    description: "no option says what to keep",
                    hint: "give --keep-last, --keep-daily, --keep-weekly or --keep-monthly; "
                        + "nothing is removed without a rule")
            }
            isDryRun = values.isSet(dryRun)
            isJSON = values.isSet(json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let store = options.store
        let named = try options.cameras.map { try store.resolve(camera: $0, .back(0)).camera }
        let all = try store.cameras()
        let wanted = named.isEmpty ? all : all.filter(named.contains)
        let pruner = Pruner(
            store: store, rules: options.rules, schema: try CameraSchema(files: SchemaFile.embedded)
        ) {
            RestoreJournal.pins(in: store)
        }
        var report = PruneReport(
            console, mode: options.isDryRun ? .preview : .removal, format: options.isJSON ? .json : .text)
        var failures = 0
        for camera in wanted {
            do {
                report.print(try options.isDryRun ? pruner.preview(camera) : pruner.prune(camera))
            } catch let error as SnapshotStoreError {
                failures += 1
                console.report(error)
            }
        }
        report.finish()
        return failures == 0 ? .success : failures == wanted.count ? .failure : .partial
    }
}
