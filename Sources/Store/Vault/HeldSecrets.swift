import CameraSchema
package import Configuration
package import Sealing
package import Snapshots

/// What a restore of a snapshot can write of secrets: those sealed in the snapshot, and those of the vault where the snapshot has none.
package enum HeldSecrets {
    /// - Parameters:
    ///   - file: what errors call the snapshot.
    ///   - vault: the entries meant for the camera.
    ///   - fingerprintKey: with it, sealed secrets are checked against the fingerprints in the tree.
    /// - Throws: ``VaultError`` if something sealed cannot be opened with the identities, or was changed.
    package static func open(
        for snapshot: Snapshot, file: String, vault: Vault, entries: [VaultEntry], with identities: [Identity],
        fingerprintKey: FingerprintKey?
    ) throws(VaultError) -> SecretSet {
        var held = try SealedSecrets.open(
            snapshot, file: file, with: identities, fingerprintKey: fingerprintKey)
        for entry in entries where held[entry.name.section, entry.name.place] == nil {
            guard snapshot.sections[entry.name.section.description]?.status == .ok else { continue }
            held[entry.name.section, entry.name.place] = try vault.open(entry, with: identities)
        }
        return held
    }
}
