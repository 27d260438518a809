import CameraSchema
import CommandLineTool
import Configuration
import JSONTree
import Jobs
import Snapshots
import Text
import Vault

/// `camkeep secrets check REF`
enum SecretsCheckCommand {
    private static let reference = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "A snapshot: CAMERA, CAMERA@latest, @TAG, @2026-11-22, a file.")
    private static let camera = OptionDeclaration.value(
        "camera", "NAME", kind: .reference("camera"),
        help: "The camera to be restored, if it is not the one that the snapshot is kept under.")
    private static let group = OptionDeclaration.repeated(
        "group", "NAME", kind: .reference("group"), help: "A group of the camera; the first one's secrets come first.")
    private static let open = OptionDeclaration.flag(
        "open", help: "Open everything with the identity, instead of trusting that it can be opened.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per secret.")

    static let command = Command(
        "check", abstract: "Tell which secrets a restore of a snapshot would still lack",
        arguments: [reference],
        options: [camera, group, open, json, StoreOptions.store] + IdentityOptions.all
            + [CameraOptions.fingerprintKey, SchemaOptions.schema],
        examples: [
            .init("Before a restore", "camkeep secrets check front-door@latest"),
            .init("With proof", "camkeep secrets check --open front-door@golden"),
        ],
        exitStatuses: [
            ExitStatus(.success, "Nothing is lacking."), ExitStatus(.differences, "Some secrets are lacking."), .usage,
            SecretsCommand.failure, SecretsCommand.damage,
        ],
        run: run)

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let schema = try SchemaOptions.schema(values)
        let store = StoreOptions.store(values)
        let subject = try StoredSnapshot(values.string(reference) ?? "", in: store)
        let camera = values.string(camera) ?? subject.camera
        let isOpened = values.isSet(open)
        let identities = IdentityOptions.sources(values, console.environment)
        let key = CameraOptions.fingerprintKeyFile(values, console.environment)
        let events = JobEvents(console)
        let secrets = SecretLookup(
            vault: Vault(of: store), identities: isOpened ? try await identities.identities(events: events) : nil,
            camera: camera, groups: values.strings(group),
            fingerprintKey: isOpened ? try key.key(events: events) : nil)
        let inventory =
            isOpened
            ? try secrets.provenInventory(of: subject, schema: schema)
            : try secrets.inventory(of: subject, schema: schema)
        for need in inventory.needs {
            if values.isSet(json) {
                console.print(json: json(need))
            } else {
                tell(need, width: inventory.needs.map(\.name.description.count).max() ?? 0, console)
            }
        }
        tellSum(inventory, camera, console)
        return inventory.missing.isEmpty ? .success : .differences
    }

    private static func tell(_ need: SecretInventory.Need, width: Int, _ console: Console) {
        let style = console.outputStyle
        let name = need.name.description
        let source =
            switch need.source {
            case .snapshot: style.dim("sealed in the snapshot")
            case .vault(let scope): style.dim("in the vault, for \(HarmlessText.escaped(scope.wording))")
            case .missing: style.bold("missing")
            case .unreadable: style.bold("missing: the camera sent it unreadable")
            }
        console.print("\(name)\(String(repeating: " ", count: width - name.count))  \(need.title)  \(source)")
    }

    private static func json(_ need: SecretInventory.Need) -> JSONValue {
        let source: JSONValue =
            switch need.source {
            case .snapshot: "snapshot"
            case .vault(let scope): .string("vault:\(scope)")
            case .missing: "missing"
            case .unreadable: "unreadable"
            }
        return [
            "secret": .string(need.name.description), "title": .string(need.title), "source": source,
            "missing": .bool(need.isMissing),
        ]
    }

    private static func tellSum(_ inventory: SecretInventory, _ camera: String, _ console: Console) {
        let missing = inventory.missing
        guard let first = missing.first else {
            console.note("a restore would lack no secret")
            return
        }
        console.note(
            "a restore would lack \(Wording.count(missing.count, "secret")), and leave them as the camera has them; "
                + "'camkeep secrets set \(first.name) --camera \(HarmlessText.escaped(camera))' keeps one")
    }
}
