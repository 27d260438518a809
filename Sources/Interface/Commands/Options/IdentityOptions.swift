import CommandLineTool
import Cryptography
import Jobs
import Processes
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
    static let variable = "CAMKEEP_IDENTITY"

    /// What the options say; nothing is read or asked yet.
    static func sources(_ values: ParsedValues, _ environment: [String: String]) -> IdentitySources {
        IdentitySources(
            given: values.wasGiven(identity) ? values.strings(identity) : nil, variable: environment[variable],
            usual: ConfigurationFolder.path(fileName, environment), passphraseFile: values.path(passphraseFile),
            passphraseCommand: values.string(passphraseCommand))
    }
}

/// Where a command finds the identities that open what is sealed, as its options say.
struct IdentitySources: Sendable {
    /// Files; they come before all others.
    let given: [String]?
    /// The value of the variable that names a file.
    let variable: String?
    /// The file of the configuration folder, if there is such a folder.
    let usual: String?
    let passphraseFile: String?
    let passphraseCommand: String?

    /// An identity, and the file it is in.
    struct Found {
        let identity: Identity
        let file: String
    }

    private static let passphraseTimeout: Duration = .seconds(60)

    /// The identities, each once; none if nothing names any. Asks for the passphrase of a protected file.
    ///
    /// - Throws: ``SealingError`` that names the file, `PasswordSourceError`, ``UsageFault``, `CancellationError`
    func identities(events: JobEvents) async throws -> [Identity] {
        try await found(events: events).map(\.identity)
    }

    /// The identities of a command that cannot do without.
    ///
    /// - Throws: what ``identities(events:)`` throws, and ``UsageFault`` if nothing names any
    func required(events: JobEvents) async throws -> [Identity] {
        let identities = try await identities(events: events)
        guard !identities.isEmpty else {
            throw UsageFault(
                description: "there is no identity to open what is sealed",
                hint: "give its file with --identity; the machine that takes backups may not have it")
        }
        return identities
    }

    /// The identities with their files, each once, in the order in which they were given.
    func found(events: JobEvents) async throws -> [Found] {
        var all: [Found] = []
        var known: SecretBytes?
        for path in try files() {
            let identities: [Identity]
            switch try IdentityFile.read(path) {
            case .open(let open): identities = open
            case .protected(let file):
                let passphrase: SecretBytes
                if let known {
                    passphrase = known
                } else if let given = try await givenPassphrase(events: events) {
                    // One that was given is for all files; one that is asked for is for one.
                    known = given
                    passphrase = given
                } else {
                    passphrase = try await Self.ask("Passphrase of \(HarmlessText.escaped(path)): ", of: path)
                }
                identities = try file.unlock(with: passphrase)
            }
            for identity in identities where !all.contains(where: { $0.identity == identity }) {
                all.append(Found(identity: identity, file: path))
            }
        }
        return all
    }

    private func files() throws(UsageFault) -> [String] {
        if let given { return given }
        if let path = variable, !path.isEmpty {
            guard !path.hasPrefix("AGE-") else {
                throw UsageFault(
                    description: "\(IdentityOptions.variable) holds an identity, where it must name the file of one",
                    hint: "other programs can see the environment; keep the identity in a file of mode 600")
            }
            return [path]
        }
        return usual.flatMap { ConfigurationFolder.isThere($0) ? [$0] : nil } ?? []
    }

    // MARK: - Passphrases

    /// The passphrase that the options give, or nil.
    func givenPassphrase(events: JobEvents) async throws -> SecretBytes? {
        if let path = passphraseFile {
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { events.warn(warning, nil) }
            return SecretBytes(utf8: found.password)
        }
        guard let command = passphraseCommand else { return nil }
        return SecretBytes(utf8: try await PasswordCommand.read(command: command, timeout: Self.passphraseTimeout))
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
