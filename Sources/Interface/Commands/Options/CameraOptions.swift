import CameraClient
import CommandLineTool
import Fleet
import Jobs
import Processes
import Text
import Vault

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
    static let fingerprintKey = OptionDeclaration.value(
        "fingerprint-key", "FILE", kind: .file,
        help:
            "The key that makes secrets comparable without showing them, instead of ~/.config/camkeep/fingerprint-key.",
        environment: "CAMKEEP_FINGERPRINT_KEY")
    static let connectTimeout = OptionDeclaration.value(
        "connect-timeout", "SECONDS", kind: .integer(1...600), help: "How long connecting may take.", defaultValue: "5")
    static let timeout = OptionDeclaration.value(
        "timeout", "SECONDS", kind: .integer(1...3600), help: "How long one answer may take.", defaultValue: "30")

    static let all = [
        user, passwordFile, passwordCommand, insecure, knownCameras, fingerprintKey, connectTimeout, timeout,
    ]

    /// What the options say; nothing is read or asked yet.
    static func access(_ values: ParsedValues, _ console: Console) -> CameraAccess {
        let identities = IdentityOptions.sources(values, console.environment)
        return CameraAccess(
            user: Preference(
                given: values.wasGiven(user) ? values.string(user) : nil, usual: values.string(user) ?? "admin"),
            connectTimeout: seconds(connectTimeout, values, usual: 5), timeout: seconds(timeout, values, usual: 30),
            trust: trustPolicy(values, console.environment),
            fingerprintKey: fingerprintKeyFile(values, console.environment),
            passwords: PasswordAccess(
                given: givenPassword(values), usual: usualPassword(console.environment),
                environment: console.environment, vault: Vault(of: StoreOptions.store(values)), ask: askForPassword,
                identities: { try await identities.identities(events: JobEvents(console)) }),
            tool: ToolVersion.signature)
    }

    /// Where the key lies that makes secrets comparable.
    static func fingerprintKeyFile(_ values: ParsedValues, _ environment: [String: String]) -> FingerprintKeyFile {
        FingerprintKeyFile(
            path: values.path(fingerprintKey) ?? ConfigurationFolder.path("fingerprint-key", environment))
    }

    private static func seconds(
        _ option: OptionDeclaration, _ values: ParsedValues, usual: Int
    ) -> Preference<Duration> {
        let seconds = Duration.seconds(values.integer(option) ?? usual)
        return Preference(given: values.wasGiven(option) ? seconds : nil, usual: seconds)
    }

    private static func trustPolicy(_ values: ParsedValues, _ environment: [String: String]) -> TrustPolicy {
        if values.isSet(insecure) { return .insecure }
        let path = values.path(knownCameras) ?? ConfigurationFolder.path("known-cameras", environment)
        return .firstUse(KnownCameras(path: path ?? ".camkeep-known-cameras"))
    }

    // MARK: - Passwords

    private static func givenPassword(_ values: ParsedValues) -> PasswordSource? {
        values.path(passwordFile).map { .file($0) } ?? values.string(passwordCommand).map { .command($0) }
    }

    private static func usualPassword(_ environment: [String: String]) -> String? {
        environment["CAMKEEP_PASSWORD"].flatMap { $0.isEmpty ? nil : $0 }
    }

    @Sendable private static func askForPassword(user: String) async throws -> String {
        do {
            return try await PasswordPrompt().ask("Password of \(HarmlessText.escaped(user)): ")
        } catch let error as PasswordSourceError where error.code == .noTerminal {
            throw UsageFault(
                description: "no password was given, and there is no terminal to ask for it on",
                hint: "set CAMKEEP_PASSWORD, or give --password-file or --password-command")
        }
    }
}
