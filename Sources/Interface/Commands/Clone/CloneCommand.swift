import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Restore
import Snapshots

/// `camkeep clone GOLDEN TARGET…`
struct CloneCommand {
    private static let golden = ArgumentDeclaration(
        "GOLDEN", kind: .reference("configuration"),
        help: "What every camera is to be like. " + InventoryOptions.referenceHelp)
    private static let targets = ArgumentDeclaration(
        "TARGET", kind: .reference("target"),
        help:
            "The cameras: http(s)://HOST[:PORT], names, @groups or patterns of the inventory. Without any, all those of the table.",
        count: .any)
    private static let setting = OptionDeclaration.repeated(
        "set", "PATH=VALUE",
        help: "Give the camera its own value: network/interfaces.ip=192.168.1.20, system/device-info.devName=Gate.")
    private static let template = OptionDeclaration.value(
        "template", "FILE.csv", kind: .file,
        help:
            "A table with a row for each camera: a column target, one named by its PATH for each own value, and if you "
            + "like a column camera, what the store calls it.")
    private static let allowDifferentModel = OptionDeclaration.flag(
        "allow-different-model", help: "Write to cameras of another model, too, what both models have.")

    static let command = Command(
        "clone", abstract: "Make cameras like a golden one, without touching who they are",
        discussion: """
            Restores a configuration onto other units, each with its own plan, proof and rollback. Names, addresses and GB28181 ids \
            stay each camera's own, unless "identity" in the inventory, --set or --template gives it another one.

            Of several cameras all plans are shown and asked about once. The first one is written alone, then --jobs at once; after \
            --max-failures that went wrong no further one is begun.

            What differs in model and firmware is said first; what the other model or firmware does not have is left out, with the \
            reason. Secrets of the vault that are kept for a camera itself come before those of the golden one.
            """,
        arguments: [golden, targets],
        options: [StoreOptions.store, setting, template, allowDifferentModel]
            + PlanSelection.all.filter { $0.name != PlanSelection.withIdentity.name } + RestoreSelection.all
            + SecretOptions.all + RecipientOptions.all + [RestoreCommand.json] + FleetOptions.options + [
                RestoreSelection.maxFailures, SchemaOptions.schema,
            ]
            + CameraOptions.all,
        examples: [
            .init(
                "A replacement unit, with the old one's name",
                "camkeep clone --set system/device-info.devName=Gate gate@golden http://192.168.1.108"),
            .init("A whole yard", "camkeep clone --yes --template yard.csv gate@golden"),
            .init("A group, whose addresses the inventory has", "camkeep clone gate@golden @yard"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Every camera is as wanted."),
            ExitStatus(.differences, "Nothing was written: --dry-run, or a no."), .usage,
            ExitStatus(.failure, "The camera, the network or the store failed."),
            ExitStatus(.partial, "Some cameras failed, or some sections were not written."),
            ExitStatus(.verificationFailed, "The camera accepted a write and did not apply all of it."), .interrupted,
        ],
        run: { values, console in try await CloneCommand(options: Options(values, console), console: console).run() })

    struct Options: Sendable {
        let golden: String
        /// Nil for all cameras of the table.
        let selection: TargetSelection?
        /// `PATH=VALUE`, for every camera.
        let settings: [String]
        /// The table of what single cameras get.
        let template: String?
        let models: CloneJob.Models
        let plan: PlanOptions
        let writing: WritingSettings
        let cameras: CameraWork

        init(_ values: ParsedValues, _ console: Console) throws(UsageFault) {
            golden = values.string(CloneCommand.golden) ?? ""
            let (names, isAll) = (values.strings(targets), values.isSet(FleetOptions.all))
            template = values.path(CloneCommand.template)
            selection =
                !names.isEmpty || isAll || template == nil ? TargetSelection(names: names, isAll: isAll) : nil
            settings = values.strings(setting)
            models = values.isSet(allowDifferentModel) ? .any : .same
            plan = PlanSelection.options(values)
            writing = RestoreSelection.settings(values, json: RestoreCommand.json)
            cameras = CameraWork(values, console)
            try writing.checkConsent()
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let (cameras, store) = (options.cameras, options.cameras.store)
        let schema = try cameras.schema.load()
        let resolver = try cameras.inventory.resolver()
        let reference = try ConfigurationReference(options.golden, with: resolver)
        try reference.checkIsWanted(in: store)
        let targets = try CloneTemplate(schema: schema, resolver: resolver).targets(
            options.selection?.targets(with: resolver) ?? [], settings: options.settings, table: options.template)
        guard !targets.isEmpty else {
            throw UsageFault(description: "the table names no camera", hint: "give it a row for each")
        }
        try options.plan.checkPatterns(schema)
        let secrets = try await cameras.secretLookup(console)
        let reader = try await cameras.reader(
            schema, for: targets.map(\.place), and: [reference.liveTarget].compactMap { $0 }, console: console)
        let golden = try await ConfigurationLoader(store: store, reader: reader, secrets: secrets).load(reference)
        let clone = CloneJob(golden: golden, options: options.plan, secrets: secrets, models: options.models)
        try clone.check(targets)
        let job = RestoreJob(reader: reader, store: store, recipients: secrets.recipients)
        if let only = targets.first, targets.count == 1 {
            return try await RestoreDialog(job, writing: options.writing, console: console).run(
                clone.request(for: only)
            ).code
        }
        return try await FleetRestoreDialog(
            FleetRestore(targets.map(clone.request), job: job), writing: options.writing, limits: cameras.limits,
            console: console
        ).run()
    }
}
