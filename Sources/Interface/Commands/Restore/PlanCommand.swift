import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Fleet
import JSONTree
import Jobs
import Reports
import Restore
import Snapshots
import Text

/// `camkeep plan REF TARGET`
struct PlanCommand {
    private static let reference = ArgumentDeclaration(
        "REF", kind: .reference("configuration"), help: "What is wanted. " + InventoryOptions.referenceHelp)
    private static let target = ArgumentDeclaration(
        "TARGET", kind: .reference("target"), help: InventoryOptions.targetHelp)
    private static let output = OptionDeclaration.value(
        "output", short: "o", "FILE", kind: .file, help: "Keep the plan in this file.")
    private static let json = OptionDeclaration.flag("json", help: "Print the plan as JSON.")
    private static let showOmitted = OptionDeclaration.flag(
        "show-omitted", help: "Name everything that is left out, not only how much of it there is.",
        conflicts: ["json"])

    static let command = Command(
        "plan", abstract: "Say what a restore would write to a camera",
        discussion: """
            Reads the camera and says what has to be written so that it becomes as the configuration says: the sections in the \
            order of writing, each with its changes and with what writing it may do. Nothing is written.

            Left out, with the reason: who the unit is, clocks and measured values, what the camera does not have or its limits \
            do not allow, what is undocumented, presets, and secrets that nobody holds. A section whose write would clear such a \
            secret is left out as a whole.

            A plan that is kept in a file holds the wanted configuration, and the camera's as it was.
            """,
        arguments: [reference, target],
        options: [StoreOptions.store] + PlanSelection.all + SecretOptions.all + [
            showOmitted, json, output, InventoryOptions.inventory, SchemaOptions.schema,
        ]
            + CameraOptions.all,
        examples: [
            .init(
                "What would bring the camera back to its golden state?",
                "camkeep plan front-door@golden http://192.168.1.10"),
            .init("The alarm settings alone", "camkeep plan --only event front-door http://192.168.1.10"),
            .init(
                "A new unit in place of a dead one",
                "camkeep plan --with-identity -o gate.plan gate http://192.168.1.108"),
        ],
        exitStatuses: [
            ExitStatus(.success, "There is nothing to write."), ExitStatus(.differences, "There are changes to write."),
            .usage, .failure,
            ExitStatus(.partial, "Sections could not be read, so the plan is not complete."), .verification,
            .interrupted,
        ],
        run: { values, console in try await PlanCommand(options: Options(values, console), console: console).run() })

    struct Options: Sendable {
        let reference: String
        let target: String
        let cameras: CameraWork
        let plan: PlanOptions
        /// Where the plan is kept; nil if it is not.
        let output: String?
        let isJSON: Bool
        /// Whether everything that is left out is named.
        let showsOmitted: Bool

        init(_ values: ParsedValues, _ console: Console) {
            reference = values.string(PlanCommand.reference) ?? ""
            target = values.string(PlanCommand.target) ?? ""
            cameras = CameraWork(values, console)
            plan = PlanSelection.options(values)
            output = values.path(PlanCommand.output)
            isJSON = values.isSet(json)
            showsOmitted = values.isSet(showOmitted)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let (cameras, store) = (options.cameras, options.cameras.store)
        let resolver = try cameras.inventory.resolver()
        let target = try resolver.target(options.target)
        let wanted = try ConfigurationReference(options.reference, for: target, in: store, with: resolver)
        try wanted.checkIsWanted(in: store)
        let schema = try cameras.schema.load()
        try options.plan.checkPatterns(schema)
        let others = [wanted.liveTarget].compactMap { $0 }
        let reader = try await cameras.reader(schema, for: [target], and: others, console: console)
        let secrets = try await cameras.secretLookup(console).of(target)
        let planned = try await PlanJob(
            reader: reader, loader: ConfigurationLoader(store: store, reader: reader, secrets: secrets)
        ).plan(wanted, for: target, options: options.plan)
        try report(planned, schema: schema)
        if planned.plan.isPartial { return .partial }
        return planned.plan.steps.isEmpty ? .success : .differences
    }

    private func report(_ planned: PlanJob.Planned, schema: CameraSchema) throws {
        guard options.output != nil || !console.isQuiet else { return }
        if options.output != nil || options.isJSON {
            let document = planned.file.json(planned.plan) { ChangeWording.sentences($0).joined(separator: "; ") }
            if let path = options.output { try RestorePlanFile.write(document, to: path) }
            if options.isJSON, !console.isQuiet { console.write(json: document) }
        }
        if !options.isJSON, !console.isQuiet {
            let text = PlanReport(
                planned.plan, schema: schema, style: console.outputStyle, width: console.output.width,
                showsOmitted: options.showsOmitted
            ).text()
            console.write(Array(text.utf8))
        }
        if let path = options.output { console.note("\(HarmlessText.escaped(path)): the plan is kept here") }
    }
}
