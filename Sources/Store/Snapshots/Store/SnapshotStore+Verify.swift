import Cryptography
import Files

/// What a check of a snapshot in a store found.
package struct SnapshotVerification: Sendable {
    /// The vendor archive beside the snapshot.
    package enum Archive: Sendable, Hashable {
        /// The snapshot has none in the store.
        case none
        case intact
        case missing
        /// It is there, but not with the size and digest that the snapshot says.
        case differs
        case unreadable(reason: String)
    }

    package let entry: SnapshotEntry
    package let snapshot: Result<Snapshot, SnapshotError>
    package let archive: Archive
    /// Whether the file's name says when the snapshot was taken; true if that cannot be known.
    package let isNamedAfterItsTime: Bool

    package var isIntact: Bool {
        guard case .success = snapshot, isNamedAfterItsTime else { return false }
        return archive == .none || archive == .intact
    }

    /// One sentence for each fault; none if all is well.
    package var faults: [String] {
        var faults: [String] = []
        if case .failure(let error) = snapshot { faults.append(error.description) }
        if !isNamedAfterItsTime {
            faults.append("\(entry.path): the file is named after another time than the snapshot was taken at.")
        }
        switch archive {
        case .none, .intact: break
        case .missing: faults.append("\(entry.path): the vendor archive beside it is missing.")
        case .differs: faults.append("\(entry.path): the vendor archive beside it was changed or damaged.")
        case .unreadable(let reason):
            faults.append("\(entry.path): the vendor archive beside it cannot be read: \(reason).")
        }
        return faults
    }
}

extension SnapshotStore {
    /// The largest vendor archive, in bytes.
    package static let largestArchive = 64 << 20

    /// Reads a snapshot and its archive and checks everything that they say about themselves.
    package func verify(_ entry: SnapshotEntry) -> SnapshotVerification {
        let result: Result<Snapshot, SnapshotError>
        do throws(SnapshotError) {
            result = try .success(load(entry))
        } catch {
            result = .failure(error)
        }
        let snapshot = try? result.get()
        return SnapshotVerification(
            entry: entry, snapshot: result, archive: verifyArchive(of: snapshot, entry),
            isNamedAfterItsTime: snapshot.map { $0.taken == entry.taken } ?? true)
    }

    private func verifyArchive(of snapshot: Snapshot?, _ entry: SnapshotEntry) -> SnapshotVerification.Archive {
        guard let archive = snapshot?.export?.archive, let stored = archive.stored else { return .none }
        do throws(FileFault) {
            let bytes = try bytes(of: stored, beside: entry)
            return ContentDigest(of: bytes) == stored.sealed ?? archive.digest ? .intact : .differs
        } catch {
            return error.isMissingFile ? .missing : .unreadable(reason: error.reason)
        }
    }
}
