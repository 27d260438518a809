import CameraSchema
import CommandLineTool
import Text
import Vault

/// `camkeep secrets set|list|remove|import|check|rekey`
enum SecretsCommand {
    static let command = Command(
        "secrets", abstract: "Keep the secrets that cameras take and never give back",
        discussion: """
            A camera never gives back its passwords for FTP, e-mail, PPPoE and the like, so no snapshot can hold them, and a \
            restore would leave the camera without. The store's vault keeps them instead, each sealed for your recipients: per \
            camera, per group, or for every camera; the narrowest one counts.

            It may keep the password for logging in as well, as \(SecretName.login): cameras use that one if the inventory says \
            "password": {"vault": true}.

            Adding a secret only takes recipients; opening one takes an identity (see 'camkeep keys --help').
            """,
        examples: [
            .init("See what can be kept", "camkeep secrets list --known"),
            .init(
                "One camera's FTP password, asked for", "camkeep secrets set network/ftp.password --camera front-door"),
            .init("What a restore would still lack", "camkeep secrets check front-door@latest"),
        ],
        exitStatuses: [.success, .usage, failure, damage],
        subcommands: [
            SecretsSetCommand.command, SecretsListCommand.command, SecretsRemoveCommand.command,
            SecretsImportCommand.command, SecretsCheckCommand.command, SecretsRekeyCommand.command,
        ])

    static let name = ArgumentDeclaration(
        "NAME", kind: .reference("secret"),
        help: "A secret: network/ftp.password; 'camkeep secrets list --known' shows them all.")

    static let failure = ExitStatus(.failure, "The store failed, or no key fits.")
    static let damage = ExitStatus(.verificationFailed, "Something sealed is damaged or was changed.")

    /// - Throws: ``UsageFault`` if the schema knows no such secret.
    static func secretName(_ text: String, in schema: CameraSchema) throws(UsageFault) -> SecretName {
        if let name = SecretName(text), name == .login || schema.secretField(name) != nil { return name }
        let known = schema.secretFields.map { $0.pattern(schema) } + [SecretName.login.description]
        let nearest = Suggestion.closest(to: text, among: known)
        throw UsageFault(
            description: "there is no secret \(text)",
            hint: (nearest.map { "did you mean \($0)? " } ?? "") + "'camkeep secrets list --known' shows them all")
    }
}
