import CameraClient
import CommandLineTool
import Fleet
import Text

/// How a camera is reached and who logs in.
enum CameraOptions {
    static let user = OptionDeclaration.value(
        "user", short: "u", "NAME", help: "The user to log in as.", defaultValue: "admin", environment: "CAMKEEP_USER")
    static let passwordFile = OptionDeclaration.value(
        "password-file", "FILE", kind: .file, help: "Take the password from the first line of this file.",
        conflicts: ["password-command"])
    static let passwordCommand = OptionDeclaration.value(
        "password-command", "CMD", kind: .shellCommand,
        help: "Take the password from the first line that this command prints.", conflicts: ["password-file"])
    static let insecure = OptionDeclaration.flag(
        "insecure",
        help: "With https: accept any key. Without it the key of the first contact is the only one accepted.",
        conflicts: ["known-cameras"])
    static let knownCameras = OptionDeclaration.value(
        "known-cameras", "FILE", kind: .file,
        help: "The file of the keys that cameras have shown, instead of ~/.config/camkeep/known-cameras.",
        environment: "CAMKEEP_KNOWN_CAMERAS")
    static let connectTimeout = OptionDeclaration.value(
        "connect-timeout", "SECONDS", kind: .integer(1...600), help: "How long connecting may take.", defaultValue: "5")
    static let timeout = OptionDeclaration.value(
        "timeout", "SECONDS", kind: .integer(1...3600), help: "How long one answer may take.", defaultValue: "30")

    static let all = [
        user, passwordFile, passwordCommand, insecure, knownCameras, FingerprintKeyFile.option, connectTimeout, timeout,
    ]

    /// An option that was given comes before what the inventory says of the camera, and that before the default.
    static func clientOptions(_ values: ParsedValues, _ camera: InventoryCamera?) -> ClientOptions {
        func seconds(_ option: OptionDeclaration, _ own: Int?, _ usual: Int) -> Duration {
            .seconds(values.wasGiven(option) ? values.integer(option) ?? usual : own ?? values.integer(option) ?? usual)
        }
        var options = ClientOptions()
        options.connectTimeout = seconds(connectTimeout, camera?.connectTimeout, 5)
        options.timeout = seconds(timeout, camera?.timeout, 30)
        return options
    }

    static func trustPolicy(_ values: ParsedValues, _ console: Console) throws -> TrustPolicy {
        if values.isSet(insecure) { return .insecure }
        if let path = values.path(knownCameras) { return .firstUse(KnownCameras(path: path)) }
        let path = ConfigurationFolder.path("known-cameras", console.environment)
        return .firstUse(KnownCameras(path: path ?? ".camkeep-known-cameras"))
    }

    /// The password from the options, `CAMKEEP_PASSWORD`, or a prompt.
    static func password(_ values: ParsedValues, _ console: Console, user: String) async throws -> String {
        if let path = values.path(passwordFile) {
            let found = try await PasswordFile.read(path: path)
            if let warning = found.warning { console.warn(warning) }
            return found.password
        }
        if let command = values.string(passwordCommand) {
            return try await PasswordCommand.read(command: command, timeout: .seconds(60))
        }
        if let password = console.environment["CAMKEEP_PASSWORD"], !password.isEmpty { return password }
        do {
            return try await PasswordPrompt().ask("Password of \(HarmlessText.escaped(user)): ")
        } catch let error as PasswordSourceError where error.code == .noTerminal {
            throw UsageFault(
                description: "no password was given, and there is no terminal to ask for it on",
                hint: "set CAMKEEP_PASSWORD, or give --password-file or --password-command")
        }
    }
}
