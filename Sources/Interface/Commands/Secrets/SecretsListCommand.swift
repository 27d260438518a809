import CameraSchema
import CommandLineTool
import JSONTree
import Snapshots
import Text
import Vault

/// `camkeep secrets list`
struct SecretsListCommand {
    private static let known = OptionDeclaration.flag(
        "known", help: "List the secrets that can be kept, instead of those that are.")
    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per secret.")

    static let command = Command(
        "list", abstract: "Show which secrets are kept, and for which cameras; never the secrets",
        options: [known, json, StoreOptions.store, SchemaOptions.schema],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage],
        run: { values, console in
            let list = SecretsListCommand(isJSON: values.isSet(json), console: console)
            if values.isSet(known) {
                list.printKnown(try SchemaOptions.schema(values))
            } else {
                try list.printKept(in: Vault(of: StoreOptions.store(values)))
            }
            return .success
        })

    private let isJSON: Bool
    private let console: Console

    private func printKept(in vault: Vault) throws(VaultError) {
        let entries = try vault.entries()
        if entries.isEmpty, !isJSON { console.note("\(HarmlessText.escaped(vault.path)): no secrets are kept") }
        let width = entries.map(\.name.description.count).max() ?? 0
        for entry in entries {
            let name = entry.name.description
            if isJSON {
                console.print(json: [
                    "secret": .string(name), "scope": .string(entry.scope.description),
                    "set": .string(entry.set.description),
                ])
            } else {
                let padding = String(repeating: " ", count: width - name.count)
                let set = console.outputStyle.dim("set \(entry.set)")
                console.print("\(name)\(padding)  \(HarmlessText.escaped(entry.scope.wording))  \(set)")
            }
        }
    }

    private func printKnown(_ schema: CameraSchema) {
        let fields = schema.secretFields.map { (field: $0, name: $0.pattern(schema)) }
        let width = fields.map(\.name.count).max() ?? 0
        for (field, name) in fields {
            if isJSON {
                console.print(json: [
                    "secret": .string(name), "title": .string(field.title), "withheld": .bool(field.isWithheld),
                ])
            } else {
                let padding = String(repeating: " ", count: width - name.count)
                let note = field.isWithheld ? "never given back by cameras" : "sealed in snapshots"
                console.print("\(name)\(padding)  \(field.title)  \(console.outputStyle.dim(note))")
            }
        }
        let login = SecretName.login.description
        if isJSON {
            console.print(json: ["secret": .string(login), "title": "Login: password", "withheld": true])
        } else {
            let padding = String(repeating: " ", count: max(0, width - login.count))
            console.print("\(login)\(padding)  Login: password  \(console.outputStyle.dim("for CamKeep itself"))")
        }
    }
}
