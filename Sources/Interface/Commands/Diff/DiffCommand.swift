import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Reports
import SemanticDiff
import Snapshots

/// `camkeep diff [OLD] NEW`
enum DiffCommand {
    private static let references = ArgumentDeclaration(
        "REF", kind: .reference("compared configuration"), help: InventoryOptions.referenceHelp,
        count: .any)
    private static let format = OptionDeclaration.value(
        "format", short: "f", "FORMAT", kind: .choices("text", "json", "markdown", "html", "summary"),
        help: "How to say it: text, json, markdown, html or summary.", defaultValue: "text")

    static let command = Command(
        "diff", abstract: "Say what changed between two configurations",
        discussion: """
            Compares the first configuration with the second and says what changed, in the words of the settings: schedules, \
            switches, codecs, regions. With one REF that names a camera, its previous snapshot is compared with the latest.

            Names, addresses and other things that differ between units by nature, clocks, signals, versions and ranges are left \
            out; --include brings them back. Of secrets only that they changed is said.

            With TARGET... live (or --all live), the latest snapshot of each camera is compared with the camera as it is now. \
            \(FleetOptions.discussion) Of several cameras those that differ are shown, and a table of all at the end.

            \(MonitoringOptions.discussion)

            As git's external diff it takes git's seven arguments: git config diff.camkeep.command "camkeep diff".
            """,
        arguments: [references],
        options: [StoreOptions.store, format] + DiffSelection.all + [SchemaOptions.schema] + FleetOptions.options
            + MonitoringOptions.all
            + CameraOptions.all,
        examples: [
            .init("What the last snapshot changed", "camkeep diff front-door"),
            .init("Has the camera drifted since yesterday?", "camkeep diff front-door live:http://192.168.1.10"),
            .init("Which cameras have drifted?", "camkeep diff --all live"),
            .init("Two cameras, for a ticket", "camkeep diff -f markdown front-door back-door"),
            .init("A page to send around", "camkeep diff -f html front-door@~2 front-door > changes.html"),
        ],
        exitStatuses: [
            ExitStatus(.success, "No differences."), ExitStatus(.differences, "There are differences."), .usage,
            .failure,
            ExitStatus(
                .partial,
                "Some cameras failed, or no differences were found, but some sections could not be read."),
            .verification,
            .interrupted,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let texts = values.strings(references)
        if let git = GitExternalDiff(texts) { return try git.run(values, console) }
        let resolver = try InventoryOptions.resolver(values)
        if texts.last == "live" {
            let targets = try FleetOptions.targets(values, named: texts.dropLast(), with: resolver)
            let format = values.choice(format, as: DiffReport.Format.self) ?? .text
            return try await FleetDiff(values, console, format).run(targets)
        }
        guard !values.isSet(FleetOptions.all) else {
            throw UsageFault(description: "--all needs live", hint: "camkeep diff --all live")
        }
        guard !MonitoringOptions.areGiven(values) else {
            throw UsageFault(
                description: "hooks, webhooks and metrics are for cameras as they are now",
                hint: "camkeep diff NAME live")
        }
        let pair = try references(texts, resolver)
        let options = try DiffSelection.options(values)
        let live = [pair.old, pair.new].compactMap(\.liveTarget)
        let reader =
            live.isEmpty
            ? nil
            : try await CameraReader(
                CameraOptions.access(values, console), schema: SchemaOptions.schema(values), for: live,
                events: JobEvents(console))
        let loader = ConfigurationLoader(store: StoreOptions.store(values), reader: reader)
        let (old, new) = try await loader.load(pair.old, pair.new)
        let schema = try reader?.schema ?? SchemaOptions.schema(values, describing: old.snapshot, new.snapshot)
        let difference = Differ(schema: schema, options: options).difference(
            old.snapshot, named: old.name, new.snapshot, named: new.name)
        if !console.isQuiet {
            DiffReport(difference, schema, console).print(values.choice(format, as: DiffReport.Format.self) ?? .text)
        }
        if !difference.changes.isEmpty { return .differences }
        return difference.unreadSections.isEmpty ? .success : .partial
    }

    /// The two sides: given both, or the previous and latest snapshot of one camera.
    private static func references(
        _ texts: [String], _ resolver: TargetResolver
    ) throws -> (old: ConfigurationReference, new: ConfigurationReference) {
        switch texts.count {
        case 0: throw UsageFault(description: "REF is missing", hint: "diff compares two configurations")
        case 1:
            guard !texts[0].contains("@"), case .stored? = try? SnapshotReference(texts[0]) else {
                throw UsageFault(
                    description: "one configuration cannot be compared with itself",
                    hint: "name two, or a camera of the store alone for its previous and latest snapshot")
            }
            return (
                try ConfigurationReference(texts[0] + "@previous", with: resolver),
                try ConfigurationReference(texts[0] + "@latest", with: resolver)
            )
        case 2:
            return (
                try ConfigurationReference(texts[0], with: resolver),
                try ConfigurationReference(texts[1], with: resolver)
            )
        default:
            throw UsageFault(description: "\(texts.count) configurations", hint: "diff compares two")
        }
    }
}
