import CameraClient
import CameraSchema
import CameraWalk
import CommandLineTool
import Configuration
import Drill
import Fleet
import JSONTree
import Snapshots
import Vault

/// `camkeep upgrade begin TARGET`
enum UpgradeBeginCommand {
    private static let name = OptionDeclaration.value(
        "name", "NAME", help: "What the store calls the camera, instead of its address.")
    private static let json = OptionDeclaration.flag(
        "json", help: "Print two JSON objects: the snapshot, and what a restore would bring back.")

    static let command = Command(
        "begin", abstract: "Keep a camera as it is before an upgrade, and prove that it could be restored",
        discussion: """
            Takes a full snapshot with the vendor archive, checks it, tags it \(UpgradeCommand.tag), and drills it: a simulated camera \
            is restored from it. What would not come back is named: better now than afterwards.
            """,
        arguments: [UpgradeCommand.target],
        options: [StoreOptions.store, name, json] + RecipientOptions.all + SecretOptions.all + CameraOptions.all
            + [InventoryOptions.inventory, SchemaOptions.schema],
        exitStatuses: [
            ExitStatus(.success, "The camera is kept, and everything would come back."),
            ExitStatus(.differences, "The camera is kept, and something would not come back."), .usage, .failure,
            ExitStatus(.partial, "Some sections could not be read."),
            ExitStatus(.verificationFailed, "What was kept cannot be read back."), .interrupted,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let target = try InventoryOptions.resolver(values).target(values.string(UpgradeCommand.target) ?? "")
        let schema = try SchemaOptions.schema(values)
        let store = StoreOptions.store(values)
        let secrets = try await SecretOptions.opener(values, console, groups: target.camera?.groups ?? [])
        let job = SnapshotJob(
            reader: try await CameraReader(values, schema, console, for: [target]), store: store,
            name: values.string(name),
            tag: UpgradeCommand.tag, filter: SectionFilter(), archive: .sealed, recipients: secrets.recipients)
        let outcome = try await job.run(target, isOneOfMany: false)
        let entry = outcome.saved.entry
        let isJSON = values.isSet(json)
        var report: any SnapshotReport = isJSON ? SnapshotJSONReport(console) : SnapshotTextReport(console)
        if isJSON || !console.isQuiet { report.kept(outcome) }
        if let fault = store.verify(entry).faults.first { throw DrillJob.Damage(description: "\(fault)") }
        let stored = try StoredSnapshot(entry.reference, in: store)
        if stored.snapshot.export?.archive?.stored == nil {
            console.warn(
                "the vendor archive is not kept beside the snapshot",
                hint: outcome.walk.archive == nil
                    ? "the camera did not give it" : "name a recipient to seal it for: camkeep keys generate")
        }
        let (held, missing) = try atHand(outcome.walk, stored, secrets, schema)
        let result = try await Drill(schema: schema, fingerprintKey: secrets.fingerprintKey).run(
            stored.snapshot, named: entry.reference, held: held, missing: missing)
        let drillReport: any DrillReport =
            isJSON
            ? DrillJSONReport(console, isStrict: false)
            : DrillTextReport(console, isStrict: false, isVerbose: false)
        drillReport.tell(result)
        if outcome.walk.isPartial { return .partial }
        return result.comesBack ? .success : .differences
    }

    /// What a restore could open on the day. The camera's secrets were read just now, so that they need not be opened.
    private static func atHand(
        _ walk: WalkResult, _ stored: StoredSnapshot, _ secrets: SecretOpener, _ schema: CameraSchema
    ) throws -> (SecretSet, missing: [(section: SectionName, place: JSONPointer, title: String)]) {
        let entries = try secrets.vault.entries(camera: secrets.camera ?? stored.camera, groups: secrets.groups)
        var held = stored.snapshot.sealed == nil ? SecretSet() : walk.secrets
        for entry in entries where held[entry.name.section, entry.name.place] == nil {
            // That it is there is enough: the machine that upgrades need not be able to open it.
            let open =
                (secrets.identities ?? []).isEmpty
                ? Secret("sealed") : try secrets.vault.open(entry, with: secrets.identities ?? [])
            held[entry.name.section, entry.name.place] = open
        }
        let inventory = SecretInventory(of: stored.snapshot, schema: schema, vault: entries, sealed: nil)
        return (held, inventory.missing.map { ($0.name.section, $0.name.place, $0.title) })
    }
}
