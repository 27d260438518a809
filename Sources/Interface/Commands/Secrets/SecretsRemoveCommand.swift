import CommandLineTool
import Text
import Vault

/// `camkeep secrets remove NAME`
enum SecretsRemoveCommand {
    private static let name = ArgumentDeclaration(
        "NAME", kind: .reference("kept secret"), help: "A secret that is kept: 'camkeep secrets list' shows them.")

    static let command = Command(
        "remove", abstract: "Forget a secret",
        arguments: [name],
        options: ScopeOptions.all + [StoreOptions.store],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage],
        run: { values, console in
            try remove(
                values.string(name) ?? "", for: ScopeOptions.scope(values),
                in: Vault(of: StoreOptions.store(values)), console: console)
        })

    private static func remove(
        _ text: String, for scope: VaultScope, in vault: Vault, console: Console
    ) throws -> ExitCode {
        // Any name, also of a schema that is not at hand.
        guard let secret = SecretName(text), try vault.remove(secret, for: scope) else {
            throw UsageFault(
                description: "no secret \(text) is kept for \(scope.wording)",
                hint: "'camkeep secrets list' shows those that are")
        }
        console.note("\(secret) of \(HarmlessText.escaped(scope.wording)) is forgotten")
        return .success
    }
}
