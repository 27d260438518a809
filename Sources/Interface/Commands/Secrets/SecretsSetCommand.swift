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
enum SecretsSetCommand {
    private static let stdin = OptionDeclaration.flag(
        "stdin", help: "Take the secret from the first line of standard input.", conflicts: ["command"])
    private static let fromCommand = OptionDeclaration.value(
        "command", "CMD", kind: .shellCommand, help: "Take the secret from the first line that this command prints.")
    private static let longest = 1024

    static let command = Command(
        "set", abstract: "Keep a secret, in place of the one that was there",
        discussion: """
            The secret is asked for twice on the terminal, unless --stdin or --command gives it. It is never taken from an \
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
            let schema = try SchemaOptions.schema(values)
            let name = try SecretsCommand.secretName(values.string(SecretsCommand.name) ?? "", schema)
            let scope = try ScopeOptions.scope(values)
            let recipients = try RecipientOptions.sources(values, console.environment).required()
            let vault = Vault(of: StoreOptions.store(values))
            let secret = try await secret(name, values)
            try vault.set(name, Secret(.string(secret)), for: scope, to: recipients, at: .now())
            console.note("\(name) is kept for \(HarmlessText.escaped(scope.wording))")
            return .success
        })

    private static func secret(_ name: SecretName, _ values: ParsedValues) async throws -> String {
        let secret: String
        if values.isSet(stdin) {
            secret = try firstLine(StandardInput.read(limit: longest + 2))
        } else if let command = values.string(fromCommand) {
            secret = try await PasswordCommand.read(command: command, timeout: .seconds(60))
        } else {
            secret = try await ask(name)
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
                throw UsageFault(description: "the two are not the same", hint: "nothing was kept; try again")
            }
            return first
        } catch let error as PasswordSourceError where error.code == .noTerminal {
            throw UsageFault(
                description: "there is no terminal to ask for the secret on", hint: "give --stdin or --command CMD")
        }
    }
}
