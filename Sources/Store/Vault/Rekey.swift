import Cryptography
import Files
package import Sealing
package import Snapshots

/// Seals everything in a store anew: for a key that was added, changed or lost to somebody.
package enum Rekey {
    package struct Result: Sendable, Hashable {
        package var snapshots = 0
        package var archives = 0
        package var secrets = 0
    }

    /// Either everything is sealed for the new recipients afterwards or, if anything cannot be opened or written, everything is as it was,
    /// whenever the run is killed.
    ///
    /// - Throws: ``VaultError``, ``SnapshotError``, ``SnapshotStoreError``
    package static func run(
        _ store: SnapshotStore, opening identities: [Identity], to recipients: [Recipient],
        progress: (String) -> Void = { _ in }
    ) throws -> Result {
        try store.rewrite { rewrite in
            var result = Result()
            for entry in try store.list() {
                progress(entry.reference)
                guard let resealed = try store.resealed(entry, opening: identities, to: recipients) else { continue }
                if let archive = resealed.archive {
                    try rewrite.stage(archive.bytes, as: archive.fileName, camera: entry.camera)
                    result.archives += 1
                }
                if resealed.hasSecrets { result.snapshots += 1 }
                try rewrite.stage(resealed.file, as: entry.fileName, camera: entry.camera)
            }
            result.secrets = try Vault(of: store).reseal(&rewrite, opening: identities, to: recipients)
            return result
        }
    }
}

private struct ResealedSnapshot {
    let file: [UInt8]
    let hasSecrets: Bool
    let archive: (fileName: String, bytes: [UInt8])?
}

extension SnapshotStore {
    /// Nil if nothing in it is sealed.
    fileprivate func resealed(
        _ entry: SnapshotEntry, opening identities: [Identity], to recipients: [Recipient]
    ) throws -> ResealedSnapshot? {
        var snapshot = try load(entry)
        let hasSecrets = snapshot.sealed != nil
        if hasSecrets {
            let secrets = try SealedSecrets.open(snapshot, file: entry.path, with: identities, fingerprintKey: nil)
            snapshot.sealed = try SealedSecrets.seal(secrets, of: snapshot, to: recipients)
        }
        var archive: (fileName: String, bytes: [UInt8])?
        if snapshot.export?.archive?.stored?.sealed != nil {
            let clear = try SealedArchive.open(of: snapshot, entry, in: self, with: identities)
            let bytes = try SealedArchive.seal(clear, of: entry.path, to: recipients)
            archive = snapshot.replaceSealedArchive(bytes).map { ($0, bytes) }
        }
        guard hasSecrets || archive != nil else { return nil }
        return ResealedSnapshot(file: try SnapshotFile.encode(snapshot), hasSecrets: hasSecrets, archive: archive)
    }
}
