import CameraClient
import CameraSchema
import CommandLineTool
import Fleet
import Jobs
import Restore
import Snapshots

/// `camkeep clone GOLDEN TARGET…`
enum CloneCommand {
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
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        try RestoreCommand.requireConsent(values)
        let schema = try SchemaOptions.schema(values)
        let resolver = try InventoryOptions.resolver(values)
        let reference = try ConfigurationReference(values.string(golden) ?? "", with: resolver)
        let store = StoreOptions.store(values)
        try reference.checkIsWanted(in: store)
        let texts = values.strings(targets)
        let isNamed = !texts.isEmpty || values.isSet(FleetOptions.all) || values.path(template) == nil
        let targets = try CloneTemplate.targets(
            isNamed ? FleetOptions.targets(values, named: texts, with: resolver) : [],
            settings: values.strings(setting),
            table: values.path(template), resolver, schema)
        guard !targets.isEmpty else {
            throw UsageFault(description: "the table names no camera", hint: "give it a row for each")
        }
        let options = try PlanSelection.options(values, schema)
        let secrets = try await SecretOptions.sources(values, console.environment).lookup(events: JobEvents(console))
        let reader = try await CameraReader(
            CameraOptions.access(values, console), schema: schema,
            for: targets.map(\.place) + [reference.liveTarget].compactMap { $0 },
            jobs: FleetOptions.limits(values).runner(cameras: targets.count).jobs, events: JobEvents(console))
        let wanted = try await ConfigurationLoader(store: store, reader: reader, secrets: secrets).load(reference)
        // Whatever fits no camera at all is told before the first one is touched.
        for value in targets.flatMap(\.values) {
            var trial = wanted.snapshot
            do throws(FieldValue.Fault) { try value.set(in: &trial) } catch {
                throw CloneTemplate.Fault(description: error.description)
            }
        }
        let requests = CloneRequests(
            golden: wanted, options: options, secrets: secrets,
            allowsDifferentModel: values.isSet(allowDifferentModel))
        let job = RestoreJob(reader: reader, store: store, recipients: secrets.recipients)
        if let only = targets.first, targets.count == 1 {
            return try await RestoreDialog(values, console, job).run(requests.request(only)).code
        }
        return try await FleetRestore(values, console, job, targets.map(requests.request)).run()
    }
}
