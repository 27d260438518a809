import CommandLineTool
import JSONTree
import Jobs
import Sealing
import Text

/// `camkeep keys generate|show|recipients`
enum KeysCommand {
    static let command = Command(
        "keys", abstract: "Make and show the keys that secrets are sealed with",
        discussion: """
            Secrets are sealed for recipients, which are public keys, and opened with an identity, a secret key. A machine \
            that takes backups only needs recipients; restoring needs the identity. Both are keys of age \
            (age-encryption.org), and the age tool opens what is sealed, too.
            """,
        examples: [
            .init("Make a key, protected by a passphrase", "camkeep keys generate --passphrase"),
            .init("Let a backup machine seal for it", "camkeep keys recipients > recipients.txt"),
        ],
        exitStatuses: [.success, .usage, fileFailure, interrupted],
        subcommands: [KeysGenerateCommand.command, show, recipients])

    static let fileFailure = ExitStatus(
        .failure, "A file cannot be read or written, others can read an identity, or the passphrase is wrong.")
    static let damage = ExitStatus(.verificationFailed, "A protected identity file is damaged.")
    static let interrupted = ExitStatus(.interrupted, "Interrupted; nothing was written.")

    private static let json = OptionDeclaration.flag("json", help: "Print one JSON object per recipient.")

    private static let show = Command(
        "show", abstract: "Show the recipients that secrets are sealed for, and where they come from",
        discussion: RecipientOptions.discussion,
        options: RecipientOptions.all + [json],
        exitStatuses: [.success, .usage, fileFailure],
        run: { values, console in
            try show(
                RecipientOptions.sources(values, console.environment), asJSON: values.isSet(json), console: console)
        })

    private static func show(_ sources: RecipientSources, asJSON: Bool, console: Console) throws -> ExitCode {
        let all = try sources.found()
        for found in all {
            if asJSON {
                console.print(json: [
                    "recipient": .string(found.recipient.description), "source": .string(found.source),
                ])
            } else {
                console.print("\(found.recipient)  \(console.outputStyle.dim(HarmlessText.escaped(found.source)))")
            }
        }
        if all.isEmpty {
            console.note("no recipients, so secrets cannot be sealed; 'camkeep keys generate' makes a key")
        }
        return .success
    }

    private static let recipients = Command(
        "recipients", abstract: "Print the recipients of identities, for a file of recipients",
        discussion: """
            The identity comes from --identity, else from the file that CAMKEEP_IDENTITY names, else from \
            ~/.config/camkeep/identity.txt. A protected one asks for its passphrase.
            """,
        options: IdentityOptions.all + [json],
        examples: [
            .init("A file for the machines that take backups", "camkeep keys recipients > recipients.txt"),
            .init("Of a key made elsewhere", "camkeep keys recipients --identity key.txt"),
        ],
        exitStatuses: [.success, .usage, fileFailure, damage, interrupted],
        run: { values, console in
            try await printRecipients(
                of: IdentityOptions.sources(values, console.environment), asJSON: values.isSet(json), console: console)
        })

    private static func printRecipients(
        of sources: IdentitySources, asJSON: Bool, console: Console
    ) async throws -> ExitCode {
        let all = try await sources.found(events: JobEvents(console))
        guard !all.isEmpty else {
            throw UsageFault(
                description: "there is no identity",
                hint: "give its file with --identity, or make one with 'camkeep keys generate'")
        }
        for found in all {
            guard let recipient = found.identity.recipient else { continue }
            if asJSON {
                console.print(json: [
                    "recipient": .string(recipient.description), "identity": .string(found.file),
                ])
            } else {
                console.print(recipient.description)
            }
        }
        return .success
    }
}
