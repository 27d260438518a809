import CommandLineTool
import Jobs
import Sealing
import Snapshots
import Vault

/// `camkeep secrets rekey`
struct SecretsRekeyCommand {
    static let command = Command(
        "rekey", abstract: "Seal everything in the store anew, for other recipients",
        discussion: """
            Opens the secrets of all snapshots, the vendor archives and the vault with the old identity, and seals them for \
            the recipients of now. Either everything is replaced or, if anything cannot be opened or written, nothing is, \
            whenever the run is stopped.

            A lost or stolen key still opens copies of the store from before: change the secrets themselves, too.

            \(RecipientOptions.discussion)
            """,
        options: [StoreOptions.store] + RecipientOptions.all + IdentityOptions.all,
        examples: [
            .init(
                "To a new key", "camkeep secrets rekey --identity old.txt --recipients-file new-recipients.txt")
        ],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage, .interrupted],
        run: { values, console in
            try await SecretsRekeyCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options {
        let store: SnapshotStore
        let recipients: RecipientSources
        /// What opens everything as it is now.
        let identities: IdentitySources

        init(_ values: ParsedValues, _ environment: [String: String]) {
            store = StoreOptions.store(values)
            recipients = RecipientOptions.sources(values, environment)
            identities = IdentityOptions.sources(values, environment)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let recipients = try options.recipients.required()
        let identities = try await options.identities.required(events: JobEvents(console))
        let result = try Rekey.run(options.store, opening: identities, to: recipients) { reference in
            console.progress.update(done: 0, total: nil, text: reference)
        }
        console.progress.finish()
        console.note(
            "sealed anew for \(Wording.count(recipients.count, "recipient")): "
                + "the secrets of \(Wording.count(result.snapshots, "snapshot")), "
                + "\(Wording.count(result.archives, "vendor archive")), "
                + "\(Wording.count(result.secrets, "secret")) of the vault")
        return .success
    }
}
