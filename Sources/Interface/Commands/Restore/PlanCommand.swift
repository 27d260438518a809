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
enum PlanCommand {
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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let resolver = try InventoryOptions.resolver(values)
        let target = try resolver.target(values.string(target) ?? "")
        let wanted = try ConfigurationReference(
            values.string(reference) ?? "", for: target, in: StoreOptions.store(values), with: resolver)
        try wanted.checkIsWanted(in: StoreOptions.store(values))
        let schema = try SchemaOptions.schema(values)
        let options = try PlanSelection.options(values, schema)
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema,
            for: [target] + [wanted.liveTarget].compactMap { $0 }, events: JobEvents(console))
        let loader = ConfigurationLoader(
            store: StoreOptions.store(values), reader: reader,
            secrets: try await SecretOptions.sources(values, console.environment).lookup(events: JobEvents(console)).of(
                target))
        let desired = try await loader.load(wanted)
        let walk = try await reader.read(target)
        let live = reader.snapshot(of: walk)
        let plan = try RestorePlanner(
            schema: schema, options: options, held: desired.secrets, liveSecrets: walk.secrets
        ).plan(desired: desired.snapshot, named: desired.name, live: live, named: "\(target)")
        let file = RestorePlanFile(
            tool: ToolVersion.signature, target: "\(target)", options: options, desired: desired.snapshot,
            named: desired.name, live: live, schema: schema)
        try report(plan, file, schema, values, console)
        if plan.isPartial { return .partial }
        return plan.steps.isEmpty ? .success : .differences
    }

    private static func report(
        _ plan: RestorePlan, _ file: RestorePlanFile, _ schema: CameraSchema, _ values: ParsedValues,
        _ console: Console
    ) throws {
        let path = values.path(output)
        guard path != nil || !console.isQuiet else { return }
        if path != nil || values.isSet(json) {
            let document = file.json(plan) { ChangeWording.sentences($0).joined(separator: "; ") }
            if let path { try RestorePlanFile.write(document, to: path) }
            if values.isSet(json), !console.isQuiet { console.write(json: document) }
        }
        if !values.isSet(json), !console.isQuiet {
            let text = PlanReport(
                plan, schema: schema, style: console.outputStyle, width: console.output.width,
                showsOmitted: values.isSet(showOmitted)
            ).text()
            console.write(Array(text.utf8))
        }
        if let path { console.note("\(HarmlessText.escaped(path)): the plan is kept here") }
    }
}
