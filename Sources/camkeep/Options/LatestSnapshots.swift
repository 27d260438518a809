import CameraClient
import Fleet
import Glibc
import Snapshots

/// The newest snapshots of all cameras of a store, listed once.
struct LatestSnapshots {
    private let store: SnapshotStore
    private let entries: [String: SnapshotEntry]

    /// A store that is not there yet has none.
    ///
    /// - Throws: ``SnapshotStoreError``
    init(_ store: SnapshotStore) throws(SnapshotStoreError) {
        self.store = store
        do throws(SnapshotStoreError) {
            // The newest come first.
            entries = Dictionary(try store.list().map { ($0.camera, $0) }) { first, _ in first }
        } catch  where error.code == .missing {
            entries = [:]
        }
    }

    /// By the camera's name in the store, or its address.
    func entry(of target: FleetTarget) -> SnapshotEntry? {
        entries[CameraFolder.name(for: target.name ?? target.target.address)]
    }

    /// Whether it was read today, by the clock on this machine's wall, and every section of it could be.
    func isDoneToday(_ target: FleetTarget) -> Bool {
        guard let entry = entry(of: target), let midnight = Self.midnight,
            max(entry.taken, entry.seenAgain?.last ?? entry.taken).secondsSince1970 >= midnight,
            let snapshot = try? store.load(entry)
        else { return false }
        return !snapshot.sections.values.contains { $0.status.name == "failed" }
    }

    private static var midnight: Int? {
        var now = time(nil)
        var day = tm()
        guard localtime_r(&now, &day) != nil else { return nil }
        (day.tm_hour, day.tm_min, day.tm_sec, day.tm_isdst) = (0, 0, 0, -1)
        return mktime(&day)
    }
}

/// A camera that the store does not know.
struct NoSnapshot: Error, CustomStringConvertible {
    let description: String
    let hint = "camkeep snapshot takes one"

    init(_ target: FleetTarget) {
        description = "the store has no snapshot of \(target.title)"
    }
}
