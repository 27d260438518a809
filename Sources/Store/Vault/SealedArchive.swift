package import Cryptography
import Files
package import Sealing
package import Snapshots

/// The vendor archive of a snapshot, sealed beside it.
package enum SealedArchive {
    /// - Parameter subject: what errors call it.
    package static func seal(
        _ archive: SecretBytes, of subject: String, to recipients: [Recipient]
    ) throws(VaultError) -> [UInt8] {
        do throws(SealingError) {
            return try AgeFile.seal(archive, to: recipients)
        } catch {
            throw VaultError(error, of: "\(subject): its vendor archive")
        }
    }

    /// The archive that a snapshot describes, from its file in the store, sealed or in clear.
    ///
    /// - Throws: ``VaultError``: `.unreadable` if none is kept or it cannot be read; `.damaged` if it is not the one that the
    ///   snapshot describes.
    package static func open(
        of snapshot: Snapshot, _ entry: SnapshotEntry, in store: SnapshotStore, with identities: [Identity]
    ) throws(VaultError) -> SecretBytes {
        let subject = "\(entry.path): its vendor archive"
        guard let archive = snapshot.export?.archive, let stored = archive.stored else {
            throw VaultError(.unreadable, "the snapshot was taken without keeping it", of: subject)
        }
        let file: [UInt8]
        do throws(FileFault) {
            file = try store.bytes(of: stored, beside: entry)
        } catch {
            throw VaultError(.unreadable, "it cannot be read: \(error.reason)", of: subject)
        }
        let clear: SecretBytes
        if let digest = stored.sealed {
            guard ContentDigest(of: file) == digest else {
                throw VaultError(.damaged, "it was changed or damaged", of: subject)
            }
            do throws(SealingError) {
                clear = try AgeFile.open(file, with: identities, limit: SnapshotStore.largestArchive)
            } catch {
                throw VaultError(error, of: subject)
            }
        } else {
            clear = SecretBytes(copying: file)
        }
        guard ContentDigest(of: clear.exposed()) == archive.digest else {
            throw VaultError(.damaged, "it is not the one that the snapshot describes", of: subject)
        }
        return clear
    }
}
