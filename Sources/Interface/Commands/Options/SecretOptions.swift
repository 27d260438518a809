import CommandLineTool
import Jobs
import Sealing
import Vault

/// The secrets that a command may write to a camera: which keys open them, and for whom the vault's are meant.
enum SecretOptions {
    static let camera = OptionDeclaration.value(
        "camera", "NAME", kind: .reference("camera"),
        help: "Take the vault's secrets of this camera, instead of those of the camera that REF names.")
    static let group = OptionDeclaration.repeated(
        "group", "NAME", kind: .reference("group"),
        help:
            "A group of the camera, for the vault's secrets, before those of the inventory; the first one's come first."
    )
    static let noSecrets = OptionDeclaration.flag(
        "no-secrets", help: "Open nothing that is sealed: the camera keeps its own secrets.",
        conflicts: ["identity", "require-secrets"])

    static let all = [camera, group, noSecrets] + IdentityOptions.all

    /// What the options say; nothing is read or asked yet.
    static func sources(_ values: ParsedValues, _ environment: [String: String]) -> SecretSources {
        SecretSources(
            vault: Vault(of: StoreOptions.store(values)),
            identities: IdentityOptions.sources(values, environment), opensAny: !values.isSet(noSecrets),
            recipients: RecipientOptions.sources(values, environment), camera: values.string(camera),
            groups: values.strings(group),
            fingerprintKey: CameraOptions.fingerprintKeyFile(values, environment))
    }
}

/// Where a command finds secrets, as its options say.
struct SecretSources: Sendable {
    let vault: Vault
    let identities: IdentitySources
    /// Whether anything is to be opened.
    let opensAny: Bool
    let recipients: RecipientSources
    /// Whose secrets of the vault are taken, if not those of the camera that a snapshot is of.
    let camera: String?
    let groups: [String]
    let fingerprintKey: FingerprintKeyFile

    /// Asks for the passphrase of a protected identity.
    ///
    /// - Throws: ``SealingError``, ``UsageFault``, `PasswordSourceError`, `CancellationError`
    func lookup(events: JobEvents) async throws -> SecretLookup {
        let opened = opensAny ? try await identities.identities(events: events) : nil
        return SecretLookup(
            vault: vault, identities: opened, recipients: try recipients.recipients(), camera: camera, groups: groups,
            fingerprintKey: try fingerprintKey.key(events: events), events: events)
    }
}
