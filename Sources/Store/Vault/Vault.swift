// Vault holds the secrets that a restore needs: those that a camera showed when its snapshot was taken, and those that no
// camera ever shows again. It seals them for the operator's recipients (Sealing) and knows which of them a restore holds or
// lacks.
//
// 1. Sealed in the snapshot (``SealedSecrets``). What the stand-ins in the tree stand for is sealed together with the
//    snapshot's digest, time and address: a part that was moved to another snapshot is refused. With the fingerprint key, each
//    secret is also checked against the fingerprint in the tree.
// 2. Sealed beside it (``SealedArchive``). The vendor's archive holds passwords in clear, so it is kept sealed, or not at all,
//    unless the operator wants it otherwise. Its digest stands in the snapshot.
// 3. In the vault (``Vault``, `vault.json` in the store). One age file for each secret, which names its place and scope inside:
//    an entry that was moved is refused, and whoever adds one needs no private key. The narrowest scope wins: camera, then
//    group, then all.
// 4. What is held (``HeldSecrets``, ``SecretInventory``). The snapshot's own secrets first, the vault's where it has none; the
//    rest is named as missing before a restore begins.
// 5. For other keys (``Rekey``). Everything in a store is opened and sealed anew as one rewrite: after a crash either all of it
//    is, or nothing.
//
// Clear secrets live in memory only, in ``SecretSet`` and ``SecretBytes``. A new kind of secret is a field of role `secret` in
// `schema/`.
//
// What is not guaranteed:
// - Whoever has an identity, or the memory of this process while it works, has the secrets. A text that passed through JSON
//   cannot be wiped with certainty.
// - Names, scopes and times of entries are not secret, nor is which secrets a camera has set.
// - An entry can be removed or replaced by an older one by anybody who may write to the store: sealing proves what is inside,
//   not that it is the latest.
// - Old copies of the store are still sealed for the old keys after a rekey. A key that was lost to somebody means new
//   passwords.
// - That a password still fits its camera: it is what the camera or the operator last said.

import CameraSchema
package import Configuration
import Files
import JSONTree
package import Sealing
package import Snapshots

/// The secrets that cameras take and never give back, kept in a store for the day of a restore: each sealed by itself, so that
/// whoever adds one needs no private key.
package struct Vault: Sendable {
    private let store: SnapshotStore
    package var path: String { "\(store.path)/\(VaultDocument.fileName)" }

    package init(of store: SnapshotStore) {
        self.store = store
    }

    // MARK: - Entries

    /// What is in it, sorted by scope and name; nothing if there is no vault yet.
    ///
    /// - Throws: ``VaultError``
    package func entries() throws(VaultError) -> [VaultEntry] {
        try read().entries
    }

    /// Keeps a secret, in place of the one that was there.
    ///
    /// - Throws: ``VaultError``, ``SnapshotStoreError``; the vault is as it was then.
    package func set(
        _ name: SecretName, _ secret: Secret, for scope: VaultScope, to recipients: [Recipient],
        at time: SnapshotTime
    ) throws {
        try set([(scope, name, secret)], to: recipients, at: time)
    }

    /// Keeps several secrets, or none of them.
    package func set(
        _ secrets: [(scope: VaultScope, name: SecretName, secret: Secret)], to recipients: [Recipient],
        at time: SnapshotTime
    ) throws {
        let sealed = try secrets.map { scope, name, secret in
            VaultEntry(
                scope: scope, name: name, set: time,
                sealed: try VaultSecret.seal(secret, as: name, for: scope, to: recipients))
        }
        try change { document in
            for entry in sealed { document.put(entry) }
        }
    }

    /// - Returns: whether it was there.
    /// - Throws: ``VaultError``, ``SnapshotStoreError``
    package func remove(_ name: SecretName, for scope: VaultScope) throws -> Bool {
        try change { $0.remove(scope, name) }
    }

    // MARK: - Secrets

    /// The secrets that a restore of a camera may write: its own before those of its groups (the first group first), then those for
    /// every camera.
    package func entries(camera: String, groups: [String]) throws(VaultError) -> [VaultEntry] {
        try narrowest(camera: camera, groups: groups).filter { $0.name != .login }
    }

    /// The password for logging in to a camera, if there is one.
    package func login(camera: String, groups: [String]) throws(VaultError) -> VaultEntry? {
        try narrowest(camera: camera, groups: groups).first { $0.name == .login }
    }

    private func narrowest(camera: String, groups: [String]) throws(VaultError) -> [VaultEntry] {
        let scopes = [.camera(camera)] + groups.map(VaultScope.group) + [.all]
        let all = try entries()
        var found: [SecretName: VaultEntry] = [:]
        for scope in scopes.reversed() {
            for entry in all where entry.scope == scope { found[entry.name] = entry }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    /// The secret of an entry.
    ///
    /// - Throws: ``VaultError``
    package func open(_ entry: VaultEntry, with identities: [Identity]) throws(VaultError) -> Secret {
        try VaultSecret.open(entry, with: identities, subject: "\(path): \(entry.wording)")
    }

    // MARK: - File

    private func read() throws(VaultError) -> VaultDocument {
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try store.bytes(of: VaultDocument.fileName, limit: VaultDocument.largest)
        } catch {
            if error.isMissingFile { return VaultDocument() }
            throw VaultError(.unreadable, "the vault cannot be read: \(error.reason)", of: path)
        }
        return try VaultDocument(bytes, path: path)
    }

    private func change<Result>(_ body: (inout VaultDocument) throws -> Result) throws -> Result {
        try store.rewrite { rewrite in
            var document = try read()
            let result = try body(&document)
            try rewrite.stage(document.bytes, as: VaultDocument.fileName)
            return result
        }
    }

    /// Stages the vault with every secret sealed anew.
    ///
    /// - Returns: how many there are.
    func reseal(
        _ rewrite: inout StoreRewrite, opening identities: [Identity], to recipients: [Recipient]
    ) throws -> Int {
        let old = try read().entries
        guard !old.isEmpty else { return 0 }
        let new = try old.map { entry in
            VaultEntry(
                scope: entry.scope, name: entry.name, set: entry.set,
                sealed: try VaultSecret.seal(
                    open(entry, with: identities), as: entry.name, for: entry.scope, to: recipients))
        }
        try rewrite.stage(VaultDocument(new).bytes, as: VaultDocument.fileName)
        return new.count
    }
}

/// One secret, sealed together with its name and scope: an entry that was moved is refused.
private enum VaultSecret {
    static func seal(
        _ secret: Secret, as name: SecretName, for scope: VaultScope, to recipients: [Recipient]
    ) throws(VaultError) -> SealedPart {
        let document: JSONValue = [
            "format": "camkeep-vault-secret", "version": "1.0", "scope": .string(scope.description),
            "secret": .string(name.description), "value": secret.reveal(),
        ]
        return try SealedText.seal(document, to: recipients, subject: "\(name) of \(scope.wording)")
    }

    static func open(
        _ entry: VaultEntry, with identities: [Identity], subject: String
    ) throws(VaultError) -> Secret {
        let document = try SealedText.open(entry.sealed, with: identities, subject: subject)
        guard document["format"] == "camkeep-vault-secret", document["version"] == "1.0",
            let value = document["value"]
        else { throw VaultError(.damaged, "what was sealed is not a secret of a vault", of: subject) }
        guard document["scope"] == .string(entry.scope.description),
            document["secret"] == .string(entry.name.description)
        else {
            throw VaultError(.damaged, "it was sealed for another place: somebody put it here", of: subject)
        }
        return Secret(value)
    }
}
