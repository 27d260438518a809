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
            that takes backups needs recipients alone; the identity is needed for restoring. Both are keys of age \
            (age-encryption.org), and what is sealed opens with the age tool, too.
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
        "show", abstract: "Show the recipients that secrets are sealed for, and what names them",
        discussion: RecipientOptions.discussion,
        options: RecipientOptions.all + [json],
        exitStatuses: [.success, .usage, fileFailure],
        run: { values, console in
            let all = try RecipientOptions.sources(values, console.environment).found()
            for found in all {
                if values.isSet(json) {
                    console.print(json: [
                        "recipient": .string(found.recipient.description), "source": .string(found.source),
                    ])
                } else {
                    let source = console.outputStyle.dim(HarmlessText.escaped(found.source))
                    console.print("\(found.recipient)  \(source)")
                }
            }
            if all.isEmpty {
                console.note("no recipients, so secrets cannot be sealed; 'camkeep keys generate' makes a key")
            }
            return .success
        })

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
            let all = try await IdentityOptions.sources(values, console.environment).found(events: JobEvents(console))
            guard !all.isEmpty else {
                throw UsageFault(
                    description: "there is no identity",
                    hint: "give its file with --identity, or make one with 'camkeep keys generate'")
            }
            for found in all {
                guard let recipient = found.identity.recipient else { continue }
                if values.isSet(json) {
                    console.print(json: [
                        "recipient": .string(recipient.description), "identity": .string(found.file),
                    ])
                } else {
                    console.print(recipient.description)
                }
            }
            return .success
        })
}
