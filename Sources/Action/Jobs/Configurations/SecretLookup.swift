package import CameraSchema
package import Configuration
package import Fleet
import JSONTree
package import Sealing
import Snapshots
package import Vault

/// Finds the secrets of a camera: those sealed in a snapshot, and those that the vault keeps for the camera itself, for its groups or for
/// every camera.
package struct SecretLookup: Sendable {
    package let vault: Vault
    /// What opens them; nil if nothing is to be opened.
    package let identities: [Identity]?
    package let fingerprintKey: FingerprintKey?
    private let givenRecipients: [Recipient]
    /// Whose entries of the vault are taken, whatever the snapshot's camera is.
    private let camera: String?
    private var groups: [String]
    private var events: JobEvents

    /// - Parameters:
    ///   - identities: nil if nothing is to be opened, empty if nothing can be
    ///   - recipients: for whom new things are sealed; if there are none, for whoever can open what is there
    ///   - camera: whose entries of the vault are taken; nil for those of the camera that a snapshot is of
    ///   - groups: the groups whose entries are taken before those for every camera
    ///   - fingerprintKey: with it, sealed secrets are checked against the snapshot's fingerprints
    package init(
        vault: Vault, identities: [Identity]?, recipients: [Recipient] = [], camera: String? = nil,
        groups: [String] = [], fingerprintKey: FingerprintKey?, events: JobEvents = JobEvents()
    ) {
        self.vault = vault
        self.identities = identities
        givenRecipients = recipients
        self.camera = camera
        self.groups = groups
        self.fingerprintKey = fingerprintKey
        self.events = events
    }

    /// The same for a camera of the inventory, whose groups come after those that were given.
    package func of(_ place: FleetTarget) -> SecretLookup {
        var lookup = self
        lookup.groups += (place.camera?.groups ?? []).filter { !groups.contains($0) }
        return lookup
    }

    /// The same for one of many cameras: what is the same for all of them was said before.
    package var quiet: SecretLookup {
        var lookup = self
        lookup.events = JobEvents()
        return lookup
    }

    /// For whom new things are sealed: the recipients, or whoever can open what is there.
    package var recipients: [Recipient] {
        givenRecipients.isEmpty ? (identities ?? []).compactMap(\.recipient) : givenRecipients
    }

    // MARK: - Opening

    private static let closed =
        "without an identity the sealed secrets stay closed, and cameras keep their own; "
        + "--identity names a file, --no-secrets silences this"

    /// Says once for all cameras what would be said of each.
    package func noteClosedSecrets() {
        if let identities, identities.isEmpty { events.note(Self.closed) }
    }

    /// Opens what a restore of the snapshot may write. Without an identity it is nothing, and that is said if there would be something.
    ///
    /// - Throws: ``VaultError``
    package func secrets(of stored: StoredSnapshot) throws(VaultError) -> SecretSet {
        guard let identities else { return SecretSet() }
        let entries = try entries(of: stored.camera)
        guard stored.snapshot.sealed != nil || !entries.isEmpty else { return SecretSet() }
        guard !identities.isEmpty else {
            events.note(Self.closed)
            return SecretSet()
        }
        return try HeldSecrets.open(
            for: stored.snapshot, file: stored.file, vault: vault, entries: entries, with: identities,
            fingerprintKey: fingerprintKey)
    }

    /// The secrets of another camera's configuration, but for what the vault keeps for this camera alone.
    ///
    /// - Parameter camera: what the store calls the camera that gets them
    /// - Throws: ``VaultError``
    package func secrets(of other: NamedConfiguration, for camera: String) throws(VaultError) -> SecretSet {
        var held = other.secrets
        guard let identities, !identities.isEmpty else { return held }
        for entry in try vault.entries() where entry.scope == .camera(camera) && entry.name != .login {
            held[entry.name.section, entry.name.place] = try vault.open(entry, with: identities)
        }
        return held
    }

    // MARK: - Looking without opening

    /// What a restore of the snapshot would find sealed, and what it would lack.
    ///
    /// - Throws: ``VaultError``
    package func inventory(of stored: StoredSnapshot, schema: CameraSchema) throws(VaultError) -> SecretInventory {
        SecretInventory(of: stored.snapshot, schema: schema, vault: try entries(of: stored.camera), sealed: nil)
    }

    /// The same, with everything opened to see that it can be.
    ///
    /// - Throws: ``VaultError``
    package func provenInventory(
        of stored: StoredSnapshot, schema: CameraSchema
    ) throws(VaultError) -> SecretInventory {
        let (entries, identities) = (try entries(of: stored.camera), identities ?? [])
        let sealed = try SealedSecrets.open(
            stored.snapshot, file: stored.file, with: identities, fingerprintKey: fingerprintKey)
        for entry in entries { _ = try vault.open(entry, with: identities) }
        return SecretInventory(of: stored.snapshot, schema: schema, vault: entries, sealed: sealed)
    }

    /// What a restore of a snapshot could open on the day, of a camera whose secrets were read just now, so that they need not be opened.
    ///
    /// - Parameter secrets: those that were read
    /// - Throws: ``VaultError``
    package func secrets(of stored: StoredSnapshot, asRead secrets: SecretSet) throws(VaultError) -> SecretSet {
        let identities = identities ?? []
        var held = stored.snapshot.sealed == nil ? SecretSet() : secrets
        for entry in try entries(of: stored.camera) where held[entry.name.section, entry.name.place] == nil {
            // That it is there is enough: the machine that upgrades need not be able to open it.
            held[entry.name.section, entry.name.place] =
                identities.isEmpty ? Secret("sealed") : try vault.open(entry, with: identities)
        }
        return held
    }

    private func entries(of camera: String) throws(VaultError) -> [VaultEntry] {
        try vault.entries(camera: self.camera ?? camera, groups: groups)
    }
}
