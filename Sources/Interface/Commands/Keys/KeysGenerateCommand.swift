import CommandLineTool
import Cryptography
import JSONTree
import Jobs
import Sealing
import Snapshots
import Text

/// `camkeep keys generate`
struct KeysGenerateCommand {
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
            The identity is written to a file that only you can read (mode 600). An existing file is never overwritten. If the \
            identity goes to its usual place, its recipient is added to recipients.txt beside it, and secrets are sealed for it \
            from then on.

            Keep a copy of the identity offline: if it is lost, so is everything that was sealed for it. Nobody can \
            make it again.
            """,
        options: [output, passphrase, passphraseFile, passphraseCommand, json],
        examples: [
            .init("At its usual place, protected by a passphrase", "camkeep keys generate --passphrase"),
            .init("On a medium that is kept in a safe", "camkeep keys generate -o /media/safe/camkeep-identity.txt"),
        ],
        exitStatuses: [.success, .usage, KeysCommand.fileFailure, KeysCommand.interrupted],
        run: { values, console in
            try await KeysGenerateCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options {
        /// The file of the identity.
        let path: String
        /// The file that its recipient is added to; nil if the identity does not go to its usual place.
        let recipientsFile: String?
        let asksForPassphrase: Bool
        /// Where the passphrase comes from if it is not asked for.
        let passphrase: IdentitySources
        /// Whether the variable for recipients is set, and so the usual file of recipients is not used.
        let isRecipientsFileUnused: Bool
        let isJSON: Bool

        init(_ values: ParsedValues, _ environment: [String: String]) throws(UsageFault) {
            let given = values.path(output)
            guard let path = given ?? ConfigurationFolder.path(IdentityOptions.fileName, environment) else {
                throw UsageFault(
                    description: "there is no home folder for the identity", hint: "name a file with --output")
            }
            self.path = path
            recipientsFile = given == nil ? ConfigurationFolder.path(RecipientOptions.fileName, environment) : nil
            asksForPassphrase = values.isSet(KeysGenerateCommand.passphrase)
            passphrase = IdentityOptions.sources(values, environment)
            isRecipientsFileUnused = !(environment[RecipientOptions.variable]?.isEmpty ?? true)
            isJSON = values.isSet(json)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        // Before a passphrase is typed in vain.
        try IdentityFile.checkIsFree(options.path)
        let identity = try Identity.generate()
        guard let recipient = identity.recipient else { return .failure }
        let now = SnapshotTime.now().description
        let passphrase = try await newPassphrase()
        let text =
            if let passphrase {
                try IdentityFile.protectedText(
                    of: identity, created: now, passphrase: Recipient(passphrase: passphrase))
            } else {
                IdentityFile.text(of: identity, created: now)
            }
        try Task.checkCancellation()
        try IdentityFile.create(options.path, text)
        if let file = options.recipientsFile { try list(recipient, in: file, comment: "made \(now)") }
        report(recipient, isProtected: passphrase != nil)
        return .success
    }

    /// Nil if the identity is to be unprotected.
    private func newPassphrase() async throws -> SecretBytes? {
        if let given = try await options.passphrase.givenPassphrase(events: JobEvents(console)) { return given }
        guard options.asksForPassphrase else { return nil }
        let first = try await IdentitySources.ask("New passphrase: ", of: options.path)
        guard try await IdentitySources.ask("The same again: ", of: options.path) == first else {
            throw UsageFault(description: "the two passphrases differ", hint: "nothing was written; try again")
        }
        return first
    }

    /// Lets secrets be sealed for the identity.
    private func list(_ recipient: Recipient, in file: String, comment: String) throws(SealingError) {
        do throws(SealingError) {
            _ = try RecipientsFile.add(recipient, comment: comment, to: file)
        } catch {
            // The identity exists already, and its owner must know of it.
            console.print(recipient.description)
            console.warn(
                HarmlessText.escaped(
                    "the identity was written to \(options.path), but its recipient could not be listed"),
                hint: HarmlessText.escaped("put \(file) right and add the recipient to it"))
            throw error
        }
    }

    private func report(_ recipient: Recipient, isProtected: Bool) {
        if options.isJSON {
            var object = JSONObject([
                ("recipient", .string(recipient.description)), ("identity", .string(options.path)),
                ("protected", .bool(isProtected)),
            ])
            object["recipientsFile"] = options.recipientsFile.map(JSONValue.string)
            console.print(json: .object(object))
        } else {
            console.print(recipient.description)
        }
        let path = HarmlessText.escaped(options.path)
        console.note("The identity is in \(path)\(isProtected ? ", protected by the passphrase" : "").")
        if let file = options.recipientsFile {
            let use =
                options.isRecipientsFileUnused
                ? "but \(RecipientOptions.variable) is set and used instead" : "secrets are sealed for it now"
            console.note("Its recipient was added to \(HarmlessText.escaped(file)): \(use).")
        } else {
            console.note("Seal secrets for it with --recipient, CAMKEEP_RECIPIENTS or recipients.txt.")
        }
        console.note(
            "Keep a copy of the identity\(isProtected ? " and of the passphrase" : "") offline: "
                + "if it is lost, the secrets sealed for it are lost, too.")
        console.note("A machine that only takes backups needs the recipient, not the identity.")
    }
}
