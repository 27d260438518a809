import CameraSchema
import CommandLineTool
import Configuration
import JSONTree
import Jobs
import Snapshots
import Text
import Vault

/// `camkeep secrets check REF`
struct SecretsCheckCommand {
    private static let reference = ArgumentDeclaration(
        "REF", kind: .reference("snapshot"), help: "A snapshot: CAMERA, CAMERA@latest, @TAG, @2026-11-22, a file.")
    private static let camera = OptionDeclaration.value(
        "camera", "NAME", kind: .reference("camera"),
        help: "The camera to be restored, if it is not the one that the snapshot is kept under.")
    private static let group = OptionDeclaration.repeated(
        "group", "NAME", kind: .reference("group"), help: "A group of the camera; secrets of the first one come first.")
    private static let open = OptionDeclaration.flag(
        "open", help: "Open everything with the identity, instead of trusting that it can be opened.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per secret.")

    static let command = Command(
        "check", abstract: "Say which secrets a restore of a snapshot would still lack",
        arguments: [reference],
        options: [camera, group, open, json, StoreOptions.store] + IdentityOptions.all
            + [CameraOptions.fingerprintKey, SchemaOptions.schema],
        examples: [
            .init("Before a restore", "camkeep secrets check front-door@latest"),
            .init("With proof", "camkeep secrets check --open front-door@golden"),
        ],
        exitStatuses: [
            ExitStatus(.success, "No secret is missing."), ExitStatus(.differences, "Some secrets are missing."),
            .usage,
            SecretsCommand.failure, SecretsCommand.damage,
        ],
        run: { values, console in
            try await SecretsCheckCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options {
        let reference: String
        let store: SnapshotStore
        /// Nil for the camera that the snapshot is kept under.
        let camera: String?
        let groups: [String]
        /// What opens everything; nil to trust that it can be opened.
        let opening: (identities: IdentitySources, fingerprintKey: FingerprintKeyFile)?
        let schema: SchemaSource
        let isJSON: Bool

        init(_ values: ParsedValues, _ environment: [String: String]) {
            reference = values.string(SecretsCheckCommand.reference) ?? ""
            store = StoreOptions.store(values)
            camera = values.string(SecretsCheckCommand.camera)
            groups = values.strings(group)
            opening =
                values.isSet(open)
                ? (
                    identities: IdentityOptions.sources(values, environment),
                    fingerprintKey: CameraOptions.fingerprintKeyFile(values, environment)
                ) : nil
            schema = SchemaOptions.source(values)
            isJSON = values.isSet(SecretsCheckCommand.json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let schema = try options.schema.load()
        let subject = try StoredSnapshot(options.reference, in: options.store)
        let camera = options.camera ?? subject.camera
        let inventory = try await inventory(of: subject, camera: camera, schema: schema)
        let width = inventory.needs.map(\.name.description.count).max() ?? 0
        for need in inventory.needs {
            if options.isJSON {
                console.print(json: json(need))
            } else {
                print(need, nameWidth: width)
            }
        }
        reportMissing(inventory.missing, camera: camera)
        return inventory.missing.isEmpty ? .success : .differences
    }

    private func inventory(
        of subject: StoredSnapshot, camera: String, schema: CameraSchema
    ) async throws -> SecretInventory {
        let (vault, events) = (Vault(of: options.store), JobEvents(console))
        guard let opening = options.opening else {
            let lookup = SecretLookup(
                vault: vault, identities: nil, camera: camera, groups: options.groups, fingerprintKey: nil)
            return try lookup.inventory(of: subject, schema: schema)
        }
        let lookup = SecretLookup(
            vault: vault, identities: try await opening.identities.identities(events: events), camera: camera,
            groups: options.groups, fingerprintKey: try opening.fingerprintKey.key(events: events))
        return try lookup.provenInventory(of: subject, schema: schema)
    }

    private func print(_ need: SecretInventory.Need, nameWidth: Int) {
        let style = console.outputStyle
        let name = need.name.description
        let source =
            switch need.source {
            case .snapshot: style.dim("sealed in the snapshot")
            case .vault(let scope): style.dim("in the vault, for \(HarmlessText.escaped(scope.wording))")
            case .missing: style.bold("missing")
            case .unreadable: style.bold("missing: the camera sent it unreadable")
            }
        console.print("\(name)\(String(repeating: " ", count: nameWidth - name.count))  \(need.title)  \(source)")
    }

    private func json(_ need: SecretInventory.Need) -> JSONValue {
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

    private func reportMissing(_ missing: [SecretInventory.Need], camera: String) {
        guard let first = missing.first else {
            console.note("a restore would lack no secret")
            return
        }
        console.note(
            "a restore would lack \(Wording.count(missing.count, "secret")), and leave them as the camera has them; "
                + "'camkeep secrets set \(first.name) --camera \(HarmlessText.escaped(camera))' keeps one")
    }
}
