import CameraSchema
import CommandLineTool
import Configuration
import Files
import JSONTree
import Jobs
import Snapshots
import Vault

/// `camkeep secrets import FILE`
struct SecretsImportCommand {
    private static let file = ArgumentDeclaration("FILE", kind: .file, help: "A JSON file; - for standard input.")
    private static let largest = 4 << 20

    static let command = Command(
        "import", abstract: "Keep many secrets at once, or none of them if one is wrong",
        discussion: """
            The file says for whom each secret is meant:

              {"default": {"network/smtp.password": "…"},
               "group/yard": {"network/ftp.password": "…"},
               "camera/front-door": {"network/ftp.password": "…"}}

            Delete it afterwards, or pipe it from a password manager: it holds the secrets in clear.
            """,
        arguments: [file],
        options: [StoreOptions.store] + RecipientOptions.all + [SchemaOptions.schema],
        examples: [.init("From a program", "export-passwords | camkeep secrets import -")],
        exitStatuses: [.success, .usage, SecretsCommand.failure, SecretsCommand.damage],
        run: { values, console in
            try SecretsImportCommand(options: Options(values, console.environment), console: console).run()
        })

    struct Options {
        /// A path, or `-` for standard input.
        let file: String
        let store: SnapshotStore
        let recipients: RecipientSources
        let schema: SchemaSource

        init(_ values: ParsedValues, _ environment: [String: String]) {
            file = values.string(SecretsImportCommand.file) ?? "-"
            store = StoreOptions.store(values)
            recipients = RecipientOptions.sources(values, environment)
            schema = SchemaOptions.source(values)
        }
    }

    private let options: Options
    private let console: Console

    private func run() throws -> ExitCode {
        let schema = try options.schema.load()
        let recipients = try options.recipients.required()
        let secrets = try secrets(in: document(), schema: schema)
        try Vault(of: options.store).set(secrets, to: recipients, at: .now())
        console.note("\(Wording.count(secrets.count, "secret")) \(secrets.count == 1 ? "is" : "are") kept")
        return .success
    }

    // MARK: - Reading

    /// What errors call the file.
    private var name: String { options.file == "-" ? "standard input" : options.file }

    private func fault(_ description: String) -> UsageFault {
        UsageFault(
            description: "\(name)\(description)",
            hint: "see 'camkeep secrets import --help' for what the file must look like; nothing was kept")
    }

    private func document() throws -> JSONObject {
        let bytes = try options.file == "-" ? StandardInput.read(limit: Self.largest) : content()
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONReader.readStrictly(bytes, limits: .init(bytes: Self.largest, depth: 8))
        } catch {
            // Not the error's own text: it may quote a secret.
            throw fault(" is not valid JSON (line \(error.line), column \(error.column))")
        }
        guard let scopes = document.objectValue else { throw fault(" is not a JSON object") }
        return scopes
    }

    private func content() throws(UsageFault) -> [UInt8] {
        do throws(FileFault) {
            return try OpenFile(reading: options.file).readAll(limit: Self.largest)
        } catch {
            throw UsageFault(
                description: "\(options.file) cannot be read: \(error.reason)",
                hint: "name a JSON file, or - for standard input")
        }
    }

    private func secrets(
        in scopes: JSONObject, schema: CameraSchema
    ) throws(UsageFault) -> [(scope: VaultScope, name: SecretName, secret: Secret)] {
        var secrets: [(scope: VaultScope, name: SecretName, secret: Secret)] = []
        for (scopeText, members) in scopes {
            guard let scope = VaultScope(scopeText), let members = members.objectValue else {
                throw fault(": \"\(scopeText)\" is not default, group/NAME or camera/NAME")
            }
            for (nameText, value) in members {
                let secretName = try SecretsCommand.secretName(nameText, in: schema)
                guard case .string(let text) = value, !text.isEmpty else {
                    throw fault(": \(nameText) of \(scopeText) is not a text, or empty")
                }
                secrets.append((scope, secretName, Secret(.string(text))))
            }
        }
        return secrets
    }
}
