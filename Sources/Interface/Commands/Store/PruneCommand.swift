import CameraSchema
import CommandLineTool
import History
import JSONTree
import Reports
import Restore
import Snapshots

/// `camkeep prune [CAMERA…]`
enum PruneCommand {
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
        "forget-tags", help: "Remove snapshots with tags, too, if no rule keeps them; they are named in a warning.")
    private static let dryRun = OptionDeclaration.flag(
        "dry-run", short: "n", help: "Say what would be removed, and remove nothing.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per camera.")

    static let command = Command(
        "prune", abstract: "Remove old snapshots that no rule keeps",
        discussion: """
            For each camera, a snapshot is kept if at least one rule keeps it. Whatever the rules say, never removed are the last \
            good one (without failed sections), snapshots that an unfinished restore needs and, unless --forget-tags is given, those with a \
            tag. Vendor archives and notes go with their snapshot; archives that a killed run left alone go, too.

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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let rules = RetentionRules(
            last: values.integer(last), daily: values.integer(daily), weekly: values.integer(weekly),
            monthly: values.integer(monthly), keepsTagged: !values.isSet(forgetTags))
        guard !rules.isEmpty else {
            throw UsageFault(
                description: "it is not said what is to be kept",
                hint:
                    "give --keep-last, --keep-daily, --keep-weekly or --keep-monthly; nothing is removed without a rule"
            )
        }
        let store = StoreOptions.store(values)
        let named = try values.strings(cameras).map { try store.resolve(camera: $0, .back(0)).camera }
        let all = try store.cameras()
        let wanted = named.isEmpty ? all : all.filter(named.contains)
        let pruner = Pruner(store: store, rules: rules, schema: try CameraSchema(files: SchemaFile.embedded)) {
            RestoreJournal.pins(in: store)
        }
        let isDryRun = values.isSet(dryRun)
        let report = PruneReport(console, isDryRun: isDryRun, isJSON: values.isSet(json))
        var failures = 0
        for camera in wanted {
            do {
                report.print(try isDryRun ? pruner.preview(camera) : pruner.prune(camera))
            } catch let error as SnapshotStoreError {
                failures += 1
                let failure = Failures.tell(error)
                console.error(failure.message, hint: failure.hint)
            }
        }
        report.close()
        return failures == 0 ? .success : failures == wanted.count ? .failure : .partial
    }
}
