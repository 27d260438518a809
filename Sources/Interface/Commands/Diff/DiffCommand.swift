import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Reports
import SemanticDiff
import Snapshots

/// `camkeep diff [OLD] NEW`, `camkeep diff TARGET… live`, and git's external diff
struct DiffCommand {
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

            Left out are names, addresses and other things that differ between units by nature, and clocks, signals, versions and \
            ranges; --include includes them. Of secrets it says only that they changed.

            With TARGET... live (or --all live), the latest snapshot of each camera is compared with the camera as it is now. \
            \(FleetOptions.discussion) Of several cameras it shows those that differ, and a table of all at the end.

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
        run: { values, console in
            let options = try Options(values, console)
            switch options.subject {
            case .git(let git): return try git.run(options, console)
            case .cameras(let targets): return try await CameraDiff(options, console).run(targets)
            case .configurations(let names):
                return try await DiffCommand(options: options, console: console).run(names)
            }
        })

    struct Options {
        /// What is compared.
        enum Subject {
            /// One configuration with another, or of one camera the previous snapshot with the latest.
            case configurations([String])
            /// The latest snapshots of cameras with the cameras as they are now.
            case cameras(TargetSelection)
            case git(GitExternalDiff)
        }

        let subject: Subject
        let comparison: DiffOptions
        let format: DiffReport.Format
        let store: SnapshotStore
        let inventory: InventorySource
        let limits: FleetLimits
        let access: CameraAccess
        let schema: SchemaSource
        let monitoring: MonitoringSettings

        init(_ values: ParsedValues, _ console: Console) throws {
            subject = try Self.subject(values)
            comparison = try DiffSelection.options(values)
            format = values.choice(DiffCommand.format, as: DiffReport.Format.self) ?? .text
            store = StoreOptions.store(values)
            inventory = InventoryOptions.source(values)
            limits = FleetOptions.limits(values)
            access = CameraOptions.access(values, console)
            schema = SchemaOptions.source(values)
            monitoring = MonitoringOptions.settings(values, console.environment)
        }

        private static func subject(_ values: ParsedValues) throws(UsageFault) -> Subject {
            let names = values.strings(references)
            if let git = GitExternalDiff(names) { return .git(git) }
            if names.last == "live" { return .cameras(FleetOptions.selection(values, named: names.dropLast())) }
            guard !values.isSet(FleetOptions.all) else {
                throw UsageFault(description: "--all needs live", hint: "camkeep diff --all live")
            }
            guard !MonitoringOptions.areGiven(values) else {
                throw UsageFault(
                    description: "hooks, webhooks and metrics are for cameras as they are now",
                    hint: "camkeep diff NAME live")
            }
            return .configurations(names)
        }
    }

    private let options: Options
    private let console: Console

    /// Compares two configurations.
    private func run(_ names: [String]) async throws -> ExitCode {
        let pair = try references(names, with: options.inventory.resolver())
        let live = [pair.old, pair.new].compactMap(\.liveTarget)
        var reader: CameraReader?
        if !live.isEmpty {
            reader = try await CameraReader(
                options.access, schema: options.schema.load(), for: live, events: JobEvents(console))
        }
        let (old, new) = try await ConfigurationLoader(store: options.store, reader: reader).load(pair.old, pair.new)
        let schema = try reader?.schema ?? options.schema.load(describing: old.snapshot, new.snapshot)
        let difference = Differ(schema: schema, options: options.comparison).difference(
            old.snapshot, named: old.name, new.snapshot, named: new.name)
        if !console.isQuiet { DiffReport(difference, schema: schema).print(options.format, on: console) }
        if !difference.changes.isEmpty { return .differences }
        return difference.unreadSections.isEmpty ? .success : .partial
    }

    /// The two sides: given both, or the previous and latest snapshot of one camera.
    private func references(
        _ names: [String], with resolver: TargetResolver
    ) throws -> (old: ConfigurationReference, new: ConfigurationReference) {
        switch names.count {
        case 0: throw UsageFault(description: "REF is missing", hint: "diff compares two configurations")
        case 1:
            guard !names[0].contains("@"), case .stored? = try? SnapshotReference(names[0]) else {
                throw UsageFault(
                    description: "one configuration cannot be compared with itself",
                    hint: "name two, or only a camera of the store for its previous and latest snapshot")
            }
            return (
                try ConfigurationReference(names[0] + "@previous", with: resolver),
                try ConfigurationReference(names[0] + "@latest", with: resolver)
            )
        case 2:
            return (
                try ConfigurationReference(names[0], with: resolver),
                try ConfigurationReference(names[1], with: resolver)
            )
        default:
            throw UsageFault(description: "\(names.count) configurations", hint: "diff compares two")
        }
    }
}
