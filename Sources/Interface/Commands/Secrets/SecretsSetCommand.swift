import CameraSchema
import CommandLineTool
import Configuration
import Files
import JSONTree
import Jobs
import Processes
import Snapshots
import Text
import Vault

/// `camkeep secrets set NAME`
struct SecretsSetCommand {
    private static let stdin = OptionDeclaration.flag(
        "stdin", help: "Take the secret from the first line of standard input.", conflicts: ["command"])
    private static let fromCommand = OptionDeclaration.value(
        "command", "CMD", kind: .shellCommand, help: "Take the secret from the first line that this command prints.")
    private static let longest = 1024

    static let command = Command(
        "set", abstract: "Keep a secret, in place of the one that was kept before",
        discussion: """
            Asks twice for the secret on the terminal, unless --stdin or --command gives it. It is never taken from an \
            argument, which other programs could see.

            \(RecipientOptions.discussion)
            """,
        arguments: [SecretsCommand.name],
        options: ScopeOptions.all + [stdin, fromCommand, StoreOptions.store] + RecipientOptions.all
            + [SchemaOptions.schema],
        examples: [
            .init("Asked for", "camkeep secrets set network/ftp.password --camera front-door"),
            .init(
                "From a password manager, for a group",
                "camkeep secrets set network/smtp.password --group yard --command 'pass show cameras/smtp'"),
        ],
        exitStatuses: [.success, .usage, SecretsCommand.failure, .interrupted],
        run: { values, console in
            try await SecretsSetCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options {
        /// Where the secret comes from.
        enum Source {
            case standardInput
            case command(String)
            case terminal
        }

        let name: String
        let scope: VaultScope
        let source: Source
        let store: SnapshotStore
        let recipients: RecipientSources
        let schema: SchemaSource

        init(_ values: ParsedValues, _ environment: [String: String]) throws(UsageFault) {
            name = values.string(SecretsCommand.name) ?? ""
            scope = try ScopeOptions.scope(values)
            source =
                if values.isSet(stdin) {
                    .standardInput
                } else if let command = values.string(fromCommand) {
                    .command(command)
                } else {
                    .terminal
                }
            store = StoreOptions.store(values)
            recipients = RecipientOptions.sources(values, environment)
            schema = SchemaOptions.source(values)
        }
    }

    private let options: Options
    private let console: Console

    private func run() async throws -> ExitCode {
        let name = try SecretsCommand.secretName(options.name, in: options.schema.load())
        let recipients = try options.recipients.required()
        let secret = try await secret(named: name)
        try Vault(of: options.store).set(
            name, Secret(.string(secret)), for: options.scope, to: recipients, at: .now())
        console.note("\(name) is kept for \(HarmlessText.escaped(options.scope.wording))")
        return .success
    }

    private func secret(named name: SecretName) async throws -> String {
        let secret =
            switch options.source {
            case .standardInput: try Self.firstLine(StandardInput.read(limit: Self.longest + 2))
            case .command(let command): try await PasswordCommand.read(command: command, timeout: .seconds(60))
            case .terminal: try await Self.ask(name)
            }
        guard !secret.isEmpty else {
            throw UsageFault(
                description: "the secret is empty",
                hint: "'camkeep secrets remove' forgets one; an empty one need not be kept")
        }
        return secret
    }

    private static func firstLine(_ bytes: [UInt8]) throws(UsageFault) -> String {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count <= longest, let text = String(validating: line, as: UTF8.self) else {
            throw UsageFault(
                description: "standard input does not begin with a line of text of at most \(longest) bytes",
                hint: "write the secret alone to it")
        }
        return text
    }

    private static func ask(_ name: SecretName) async throws -> String {
        let prompt = PasswordPrompt()
        do {
            let first = try await prompt.ask("\(name): ")
            guard try await prompt.ask("Once more: ") == first else {
                throw UsageFault(description: "the two secrets differ", hint: "nothing was kept; try again")
            }
            return first
        } catch let error as PasswordSourceError where error.code == .noTerminal {
            throw UsageFault(
                description: "there is no terminal to ask for the secret on", hint: "give --stdin or --command CMD")
        }
    }
}
