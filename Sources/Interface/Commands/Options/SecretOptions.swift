import CameraSchema
import CommandLineTool
import Configuration
import Fleet
import Sealing
import Snapshots
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

    /// Asks for the passphrase of a protected identity.
    ///
    /// - Throws: ``SealingError``, ``UsageFault``, `PasswordSourceError`, `CancellationError`
    static func opener(_ values: ParsedValues, _ console: Console) async throws -> SecretOpener {
        let identities =
            values.isSet(noSecrets) ? nil : try await IdentityOptions.identities(values, console)
        return SecretOpener(
            vault: Vault(of: StoreOptions.store(values)), identities: identities,
            recipients: try RecipientOptions.recipients(values, console), camera: values.string(camera),
            groups: values.strings(group),
            fingerprintKey: try FingerprintKeyFile.key(values, console),
            console: console)
    }
}

/// Opens the secrets of snapshots and of the vault.
struct SecretOpener: Sendable {
    let vault: Vault
    /// Nil if nothing is to be opened.
    let identities: [Identity]?
    private let givenRecipients: [Recipient]
    /// Whose entries of the vault are taken, whatever the snapshot's camera is.
    let camera: String?
    private(set) var groups: [String]
    let fingerprintKey: FingerprintKey?
    /// Nil if nothing is said any more of what stays closed.
    private var console: Console?

    init(
        vault: Vault, identities: [Identity]?, recipients: [Recipient], camera: String?, groups: [String],
        fingerprintKey: FingerprintKey?, console: Console
    ) {
        self.vault = vault
        self.identities = identities
        givenRecipients = recipients
        self.camera = camera
        self.groups = groups
        self.fingerprintKey = fingerprintKey
        self.console = console
    }

    /// The same for a camera of the inventory, whose groups come after those of the command line.
    func of(_ place: FleetTarget) -> SecretOpener {
        var opener = self
        opener.groups += (place.camera?.groups ?? []).filter { !groups.contains($0) }
        return opener
    }

    /// The same for one of many cameras: what is the same for all of them was said before.
    var quiet: SecretOpener {
        var opener = self
        opener.console = nil
        return opener
    }

    /// Says once for all cameras what would be said of each.
    func noteClosedSecrets() {
        if let identities, identities.isEmpty { console?.note(Self.closed) }
    }

    private static let closed =
        "without an identity the sealed secrets stay closed, and cameras keep their own; "
        + "--identity names a file, --no-secrets silences this"

    /// For whom new things are sealed: the recipients, or whoever can open what is there.
    var recipients: [Recipient] {
        givenRecipients.isEmpty ? (identities ?? []).compactMap(\.recipient) : givenRecipients
    }

    /// What is sealed for a restore of the snapshot. Without an identity nothing, and that is said if there would be something.
    ///
    /// - Throws: ``VaultError``
    func secrets(of stored: StoredSnapshot) throws(VaultError) -> SecretSet {
        guard let identities else { return SecretSet() }
        let entries = try vault.entries(camera: camera ?? stored.camera, groups: groups)
        guard stored.snapshot.sealed != nil || !entries.isEmpty else { return SecretSet() }
        guard !identities.isEmpty else {
            console?.note(Self.closed)
            return SecretSet()
        }
        return try HeldSecrets.open(
            for: stored.snapshot, file: stored.file, vault: vault, entries: entries, with: identities,
            fingerprintKey: fingerprintKey)
    }
}
