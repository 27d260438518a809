import CommandLineTool
import Jobs
import Sealing
import Snapshots
import Vault

/// `camkeep secrets rekey`
enum SecretsRekeyCommand {
    static let command = Command(
        "rekey", abstract: "Seal everything in the store anew, for other recipients",
        discussion: """
            Opens the secrets of all snapshots, the vendor archives and the vault with the old identity, and seals them for \
            the recipients of now. Everything is replaced or, if anything cannot be opened or written, nothing is, \
            whenever the run is stopped.

            What a lost or stolen key could open in copies of the store, it still opens there: change the secrets \
            themselves, too.

            \(RecipientOptions.discussion)
            """,
        options: [StoreOptions.store] + RecipientOptions.all + IdentityOptions.all,
        examples: [
            .init(
                "To a new key", "camkeep secrets rekey --identity old.txt --recipients-file new-recipients.txt")
        ],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage, .interrupted],
        run: { values, console in
            let recipients = try RecipientOptions.sources(values, console.environment).required()
            let identities = try await IdentityOptions.sources(values, console.environment).required(
                events: JobEvents(console))
            let store = StoreOptions.store(values)
            let result = try Rekey.run(store, opening: identities, to: recipients) { reference in
                console.progress.update(done: 0, total: nil, text: reference)
            }
            console.progress.finish()
            console.note(
                "sealed anew for \(Wording.count(recipients.count, "recipient")): "
                    + "the secrets of \(Wording.count(result.snapshots, "snapshot")), "
                    + "\(Wording.count(result.archives, "vendor archive")), "
                    + "\(Wording.count(result.secrets, "secret")) of the vault")
            return .success
        })
}
