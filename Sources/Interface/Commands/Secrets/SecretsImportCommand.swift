import CameraSchema
import CommandLineTool
import Configuration
import Files
import JSONTree
import Jobs
import Snapshots
import Vault

/// `camkeep secrets import FILE`
enum SecretsImportCommand {
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
            let schema = try SchemaOptions.schema(values)
            let recipients = try RecipientOptions.sources(values, console.environment).required()
            let path = values.string(file) ?? "-"
            let secrets = try secrets(read(path), path == "-" ? "standard input" : path, schema)
            try Vault(of: StoreOptions.store(values)).set(secrets, to: recipients, at: .now())
            console.note("\(Wording.count(secrets.count, "secret")) \(secrets.count == 1 ? "is" : "are") kept")
            return .success
        })

    private static func read(_ path: String) throws -> [UInt8] {
        guard path != "-" else { return try StandardInput.read(limit: largest) }
        do throws(FileFault) {
            return try OpenFile(reading: path).readAll(limit: largest)
        } catch {
            throw UsageFault(
                description: "\(path) cannot be read: \(error.reason)",
                hint: "name a JSON file, or - for standard input")
        }
    }

    private static func secrets(
        _ bytes: [UInt8], _ path: String, _ schema: CameraSchema
    ) throws(UsageFault) -> [(scope: VaultScope, name: SecretName, secret: Secret)] {
        let hint = "see 'camkeep secrets import --help' for what the file must look like; nothing was kept"
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONReader.readStrictly(bytes, limits: .init(bytes: largest, depth: 8))
        } catch {
            // Not the error's own text: it may quote a secret.
            throw UsageFault(
                description: "\(path) is no JSON (line \(error.line), column \(error.column))",
                hint: hint)
        }
        guard let scopes = document.objectValue else {
            throw UsageFault(description: "\(path) is no JSON object", hint: hint)
        }
        var secrets: [(scope: VaultScope, name: SecretName, secret: Secret)] = []
        for (scopeText, members) in scopes {
            guard let scope = VaultScope(scopeText), let members = members.objectValue else {
                throw UsageFault(
                    description: "\(path): \"\(scopeText)\" is no default, group/NAME or camera/NAME", hint: hint)
            }
            for (nameText, value) in members {
                let name = try SecretsCommand.secretName(nameText, schema)
                guard case .string(let text) = value, !text.isEmpty else {
                    throw UsageFault(
                        description: "\(path): \(nameText) of \(scopeText) is no text, or empty", hint: hint)
                }
                secrets.append((scope, name, Secret(.string(text))))
            }
        }
        return secrets
    }
}
