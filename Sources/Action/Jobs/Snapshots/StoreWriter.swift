import Fleet
import Processes
package import Snapshots

/// Writes to a store for many cameras: one after the other, and on threads of its own, as the lock and the disk block and the threads of
/// tasks must not.
package struct StoreWriter: Sendable {
    private let store: SnapshotStore
    private let turns = Turns()

    package init(_ store: SnapshotStore) {
        self.store = store
    }

    /// - Throws: what the body throws
    package func write<Value: Sendable>(_ body: @escaping @Sendable (SnapshotStore) throws -> Value) async throws
        -> Value
    {
        try await turns.inTurn {
            try await BlockingWork.run { _ in try body(store) }
        }
    }
}
