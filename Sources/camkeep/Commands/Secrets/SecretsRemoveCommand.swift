import CommandLineTool
import Vault

/// `camkeep secrets remove NAME`
enum SecretsRemoveCommand {
    static let command = Command(
        "remove", abstract: "Forget a secret",
        arguments: [SecretsCommand.name],
        options: ScopeOptions.all + [StoreOptions.store],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage],
        run: { values, console in
            let text = values.string(SecretsCommand.name) ?? ""
            let scope = try ScopeOptions.scope(values)
            // Any name, also of a schema that is not at hand.
            guard let name = SecretName(text), try Vault(of: StoreOptions.store(values)).remove(name, for: scope) else {
                throw UsageFault(
                    description: "no secret \(text) is kept for \(scope.wording)",
                    hint: "'camkeep secrets list' shows those that are")
            }
            console.note("\(name) of \(HarmlessText.escaped(scope.wording)) is forgotten")
            return .success
        })
}
