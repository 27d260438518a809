import CameraClient
package import Fleet
import Glibc
import History
package import Snapshots

/// The snapshots of all cameras of a store, listed once.
package struct LatestSnapshots: Sendable {
    private let store: SnapshotStore
    /// By camera, newest first.
    private let entries: [String: [SnapshotEntry]]

    /// So many snapshots of a camera are looked at for one that is whole.
    private static let mostLookedAt = 10

    /// A store that is not there yet has none.
    ///
    /// - Throws: ``SnapshotStoreError``
    package init(_ store: SnapshotStore) throws(SnapshotStoreError) {
        self.store = store
        do throws(SnapshotStoreError) {
            entries = Dictionary(grouping: try store.list(), by: \.camera)
        } catch  where error.code == .missing {
            entries = [:]
        }
    }

    /// The newest one, by the camera's name in the store, or its address.
    package func entry(of target: FleetTarget) -> SnapshotEntry? {
        entries[CameraFolder.name(for: target.name ?? target.target.address)]?.first
    }

    /// When a camera was last read without a failed section.
    ///
    /// - Parameter name: its name in the store, or its address
    package func lastWhole(named name: String) -> SnapshotTime? {
        entries[CameraFolder.name(for: name)]?.prefix(Self.mostLookedAt).first(where: isWhole)?.lastSeen
    }

    private func isWhole(_ entry: SnapshotEntry) -> Bool {
        guard let snapshot = try? store.load(entry) else { return false }
        return snapshot.hasNoFailures
    }

    /// Whether it was read today, by the clock on this machine's wall, and every section of it could be.
    package func isDoneToday(_ target: FleetTarget) -> Bool {
        guard let entry = entry(of: target), let midnight = Self.midnight else { return false }
        return entry.lastSeen.secondsSince1970 >= midnight && isWhole(entry)
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
package struct NoSnapshot: Error, Sendable, CustomStringConvertible {
    package let description: String
    package let hint = "camkeep snapshot takes one"

    package init(_ target: FleetTarget) {
        description = "the store has no snapshot of \(target.title)"
    }
}

extension SnapshotEntry {
    /// When the camera was last found like this.
    fileprivate var lastSeen: SnapshotTime { max(taken, seenAgain?.last ?? taken) }
}
