import CameraSchema
package import Configuration
import Cryptography
import JSONTree
package import Sealing
package import Snapshots

/// The secrets of one snapshot, sealed together with the snapshot's own name: a part that was sealed for another snapshot is refused.
package enum SealedSecrets {
    private static let formatName = "camkeep-secrets"
    private static let version = "1.0"

    /// - Parameters:
    ///   - secrets: those that are empty stay out; the tree says so.
    ///   - snapshot: whose they are; its digest, time and address are bound to them.
    /// - Throws: ``VaultError``
    package static func seal(
        _ secrets: SecretSet, of snapshot: Snapshot, to recipients: [Recipient]
    ) throws(VaultError) -> SealedPart {
        var kept = SecretSet()
        for section in secrets.sectionNames {
            let record = snapshot.sections[section.description]
            kept[section] = secrets[section].filter { record?.isSet($0.key) ?? false }
        }
        let document: JSONValue = [
            "format": .string(formatName), "version": .string(version), "snapshot": binding(snapshot),
            "secrets": kept.json,
        ]
        return try SealedText.seal(document, to: recipients, subject: "the secrets of \(snapshot.camera.address)")
    }

    private static func binding(_ snapshot: Snapshot) -> JSONValue {
        [
            "digest": .string(snapshot.digest.text), "taken": .string(snapshot.taken.description),
            "camera": .string(snapshot.camera.address),
        ]
    }

    /// The secrets of a snapshot; none if none were sealed.
    ///
    /// - Parameters:
    ///   - file: what errors call the snapshot.
    ///   - fingerprintKey: with it, the fingerprints in the tree are checked as well.
    /// - Throws: ``VaultError`` with `.keys` if no identity fits; `.damaged` if the sealed part is damaged, belongs to another snapshot,
    ///   or does not say what the stand-ins in the tree stand for.
    package static func open(
        _ snapshot: Snapshot, file: String, with identities: [Identity], fingerprintKey: FingerprintKey?
    ) throws(VaultError) -> SecretSet {
        guard let part = snapshot.sealed else { return SecretSet() }
        let subject = "\(file): its sealed secrets"
        let document = try SealedText.open(part, with: identities, subject: subject)
        guard document["format"] == .string(formatName) else {
            throw VaultError(.damaged, "what was sealed is not the secrets of a snapshot", of: subject)
        }
        guard document["version"] == .string(version) else {
            throw VaultError(.unsupportedVersion, "they were sealed by a newer CamKeep", of: subject)
        }
        guard document["snapshot"] == binding(snapshot) else {
            throw VaultError(
                .damaged, "they were sealed for another snapshot: somebody put them here", of: subject,
                hint: "take the snapshot from another copy of the store")
        }
        guard let secrets = document["secrets"].flatMap(SecretSet.init) else {
            throw VaultError(.damaged, "what was sealed does not say where each secret belongs", of: subject)
        }
        for section in secrets.sectionNames {
            guard let record = snapshot.sections[section.description], record.status == .ok else {
                throw VaultError(.damaged, "they name a section that the snapshot does not have", of: subject)
            }
            for (place, secret) in secrets[section] {
                guard case .set(let fingerprint)? = record.standIn(at: place) else {
                    throw VaultError(.damaged, "they name a place where the snapshot has no secret", of: subject)
                }
                let name = SecretName(section: section, place: place)
                guard fingerprint.map({ fits(secret, $0, at: name, key: fingerprintKey) }) ?? true else {
                    throw VaultError(
                        .damaged,
                        "\(name) does not match its fingerprint: one of the two was changed",
                        of: subject,
                        hint: "take the snapshot from another copy of the store")
                }
            }
        }
        return secrets
    }

    /// True if it cannot be known, because the fingerprint was made with another key.
    private static func fits(
        _ secret: Secret, _ fingerprint: SecretFingerprint, at name: SecretName, key: FingerprintKey?
    ) -> Bool {
        guard let own = key?.fingerprint(of: secret, endpoint: name.section.endpoint, name.place),
            own.key == fingerprint.key
        else { return true }
        return own == fingerprint
    }
}

extension SectionRecord {
    fileprivate func isSet(_ place: JSONPointer) -> Bool {
        if case .set? = standIn(at: place) { true } else { false }
    }

    /// The stand-in of a secret, in the configuration or in what the schema does not know.
    func standIn(at place: JSONPointer) -> SecretState? {
        if let state = config[place].flatMap(SecretState.init) { return state }
        for (owner, value) in undocumented where owner.contains(place) {
            let inside = JSONPointer(Array(place.steps.dropFirst(owner.steps.count)))
            if let state = value[inside].flatMap(SecretState.init) { return state }
        }
        return nil
    }
}
