import CommandLineTool
import Cryptography
import Sealing
import Text

/// What opens sealed secrets.
enum IdentityOptions {
    static let identity = OptionDeclaration.repeated(
        "identity", "FILE", kind: .file,
        help: "Open what is sealed with the identity in this file, instead of the file that CAMKEEP_IDENTITY names or "
            + "~/.config/camkeep/identity.txt.")
    static let passphraseFile = OptionDeclaration.value(
        "passphrase-file", "FILE", kind: .file,
        help: "Take the passphrase of a protected identity from the first line of this file.",
        conflicts: ["passphrase-command"])
    static let passphraseCommand = OptionDeclaration.value(
        "passphrase-command", "CMD", kind: .shellCommand,
        help: "Take the passphrase of a protected identity from the first line that this command prints.",
        conflicts: ["passphrase-file"])

    static let all = [identity, passphraseFile, passphraseCommand]

    static let fileName = "identity.txt"
    private static let variable = "CAMKEEP_IDENTITY"

    /// An identity, and the file it is in.
    struct Found {
        let identity: Identity
        let file: String
    }

    /// The identities, each once; none if nothing names any. Asks for the passphrase of a protected file.
    ///
    /// - Throws: ``SealingError`` that names the file, `PasswordSourceError`, ``UsageFault``, `CancellationError`
    static func identities(_ values: ParsedValues, _ console: Console) async throws -> [Identity] {
        try await found(values, console).map(\.identity)
    }

    /// The identities with their files, each once, in the order in which they were given.
    static func found(_ values: ParsedValues, _ console: Console) async throws -> [Found] {
        var all: [Found] = []
        var known: SecretBytes?
        for path in try files(values, console) {
            let identities: [Identity]
            switch try IdentityFile.read(path) {
            case .open(let open): identities = open
            case .protected(let file):
                let passphrase: SecretBytes
                if let known {
                    passphrase = known
                } else if let given = try await givenPassphrase(values, console) {
                    // One that was given is for all files; one that is asked for is for one.
                    known = given
                    passphrase = given
                } else {
                    passphrase = try await ask("Passphrase of \(HarmlessText.escaped(path)): ", of: path)
                }
                identities = try file.unlock(with: passphrase)
            }
            for identity in identities where !all.contains(where: { $0.identity == identity }) {
                all.append(Found(identity: identity, file: path))
            }
        }
        return all
    }

    private static func files(_ values: ParsedValues, _ console: Console) throws -> [String] {
        if values.wasGiven(identity) { return values.strings(identity) }
        if let path = console.environment[variable], !path.isEmpty {
            guard !path.hasPrefix("AGE-") else {
                throw UsageFault(
                    description: "\(variable) holds an identity, where it must name the file of one",
                    hint: "other programs can see the environment; keep the identity in a file of mode 600")
            }
            return [path]
        }
        return ConfigurationFolder.existingPath(fileName, console.environment).map { [$0] } ?? []
    }

    // MARK: - Passphrases

    /// The passphrase that the options give, or nil.
    static func givenPassphrase(_ values: ParsedValues, _ console: Console) async throws -> SecretBytes? {
        if let path = values.path(passphraseFile) {
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { console.warn(warning) }
            return SecretBytes(utf8: found.password)
        }
        guard let command = values.string(passphraseCommand) else { return nil }
        return SecretBytes(utf8: try await PasswordCommand.read(command: command, timeout: .seconds(60)))
    }

    /// Asks on the terminal.
    ///
    /// - Parameter path: the file that the passphrase protects, for the message when there is no terminal.
    static func ask(_ prompt: String, of path: String) async throws -> SecretBytes {
        do {
            return SecretBytes(utf8: try await PasswordPrompt().ask(prompt))
        } catch let error as PasswordSourceError where error.code == .noTerminal {
            throw UsageFault(
                description: "\(path) needs a passphrase, and there is no terminal to ask for it on",
                hint: "give --passphrase-file or --passphrase-command")
        }
    }
}
