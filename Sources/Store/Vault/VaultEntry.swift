package import Snapshots

/// One sealed secret of the vault. That it is there, and for whom, is no secret.
package struct VaultEntry: Sendable, Hashable {
    package let scope: VaultScope
    package let name: SecretName
    /// When it was set.
    package let set: SnapshotTime
    /// An armoured age file.
    package let sealed: SealedPart

    package init(scope: VaultScope, name: SecretName, set: SnapshotTime, sealed: SealedPart) {
        self.scope = scope
        self.name = name
        self.set = set
        self.sealed = sealed
    }

    /// `network/ftp.password of camera front-door`
    package var wording: String { "\(name) of \(scope.wording)" }
}
