import CommandLineTool
import Cryptography
import JSONTree
import Jobs
import Sealing
import Snapshots
import Text

/// `camkeep keys generate`
enum KeysGenerateCommand {
    private static let output = OptionDeclaration.value(
        "output", short: "o", "FILE", kind: .file,
        help: "Where to keep the identity, instead of ~/.config/camkeep/identity.txt.")
    private static let passphrase = OptionDeclaration.flag(
        "passphrase", help: "Protect the identity with a passphrase, which is asked for twice.",
        conflicts: ["passphrase-file", "passphrase-command"])
    private static let passphraseFile = OptionDeclaration.value(
        IdentityOptions.passphraseFile.name, "FILE", kind: .file,
        help: "Protect the identity with the passphrase on the first line of this file.",
        conflicts: ["passphrase-command", "passphrase"])
    private static let passphraseCommand = OptionDeclaration.value(
        IdentityOptions.passphraseCommand.name, "CMD", kind: .shellCommand,
        help: "Protect the identity with the passphrase on the first line that this command prints.",
        conflicts: ["passphrase-file", "passphrase"])
    private static let json = OptionDeclaration.flag("json", help: "Print a JSON object instead of the recipient.")

    static let command = Command(
        "generate", abstract: "Make an identity, and print its recipient",
        discussion: """
            The identity is written to a file that only you can read (mode 600); a file that is there is never \
            overwritten. If it goes to its usual place, its recipient is added to recipients.txt beside it, and secrets are \
            sealed for it from then on.

            Keep a copy of the identity offline: if it is lost, so is everything that was sealed for it. Nobody can \
            make it again.
            """,
        options: [output, passphrase, passphraseFile, passphraseCommand, json],
        examples: [
            .init("At its usual place, protected by a passphrase", "camkeep keys generate --passphrase"),
            .init("On a medium that is kept in a safe", "camkeep keys generate -o /media/safe/camkeep-identity.txt"),
        ],
        exitStatuses: [.success, .usage, KeysCommand.fileFailure, KeysCommand.interrupted],
        run: run)

    /// What was made.
    private struct Made {
        let recipient: Recipient
        let path: String
        let isProtected: Bool
        /// The file that the recipient was added to.
        let recipientsFile: String?
    }

    private static func run(_ values: ParsedValues, _ console: Console) async throws -> ExitCode {
        let usual = ConfigurationFolder.path(IdentityOptions.fileName, console.environment)
        guard let path = values.path(output) ?? usual else {
            throw UsageFault(
                description: "there is no home folder for the identity", hint: "name a file with --output")
        }
        // Before a passphrase is typed in vain.
        try IdentityFile.checkIsFree(path)
        let identity = try Identity.generate()
        guard let recipient = identity.recipient else { return .failure }
        let now = SnapshotTime.now().description
        let passphrase = try await newPassphrase(values, console, path: path)
        let text: SecretBytes
        if let passphrase {
            text = try IdentityFile.protectedText(
                of: identity, created: now, passphrase: Recipient(passphrase: passphrase))
        } else {
            text = IdentityFile.text(of: identity, created: now)
        }
        try Task.checkCancellation()
        try IdentityFile.create(path, text)
        var recipientsFile: String?
        if values.path(output) == nil {
            recipientsFile = try list(recipient, path, console, now)
        }
        report(
            values, console,
            Made(
                recipient: recipient, path: path, isProtected: passphrase != nil, recipientsFile: recipientsFile))
        return .success
    }

    private static func newPassphrase(
        _ values: ParsedValues, _ console: Console, path: String
    ) async throws -> SecretBytes? {
        if let given = try await IdentityOptions.sources(values, console.environment).givenPassphrase(
            events: JobEvents(console))
        {
            return given
        }
        guard values.isSet(passphrase) else { return nil }
        let first = try await IdentitySources.ask("New passphrase: ", of: path)
        guard try await IdentitySources.ask("The same again: ", of: path) == first else {
            throw UsageFault(description: "the two passphrases differ", hint: "nothing was written; try again")
        }
        return first
    }

    /// Lets secrets be sealed for an identity at its usual place.
    ///
    /// - Returns: the file that lists its recipient.
    private static func list(
        _ recipient: Recipient, _ path: String, _ console: Console, _ now: String
    ) throws -> String? {
        guard let file = ConfigurationFolder.path(RecipientOptions.fileName, console.environment) else { return nil }
        do throws(SealingError) {
            _ = try RecipientsFile.add(recipient, comment: "made \(now)", to: file)
            return file
        } catch {
            // The identity is there and must not be lost sight of.
            console.print(recipient.description)
            console.warn(
                HarmlessText.escaped("the identity was written to \(path), but its recipient could not be listed"),
                hint: HarmlessText.escaped("put \(file) right and add the recipient to it"))
            throw error
        }
    }

    private static func report(_ values: ParsedValues, _ console: Console, _ made: Made) {
        if values.isSet(json) {
            var object = JSONObject([
                ("recipient", .string(made.recipient.description)), ("identity", .string(made.path)),
                ("protected", .bool(made.isProtected)),
            ])
            object["recipientsFile"] = made.recipientsFile.map(JSONValue.string)
            console.print(json: .object(object))
        } else {
            console.print(made.recipient.description)
        }
        let path = HarmlessText.escaped(made.path)
        console.note("The identity is in \(path)\(made.isProtected ? ", protected by the passphrase" : "").")
        if let file = made.recipientsFile {
            let isUsed = console.environment[RecipientOptions.variable]?.isEmpty ?? true
            let use =
                isUsed ? "secrets are sealed for it now" : "but \(RecipientOptions.variable) is set and used instead"
            console.note("Its recipient was added to \(HarmlessText.escaped(file)): \(use).")
        } else {
            console.note("Seal secrets for it with --recipient, CAMKEEP_RECIPIENTS or recipients.txt.")
        }
        console.note(
            "Keep a copy of the identity\(made.isProtected ? " and of the passphrase" : "") offline: "
                + "if it is lost, the secrets sealed for it are lost, too.")
        console.note("A machine that only takes backups needs the recipient alone, not the identity.")
    }
}
