import Synchronization

/// A wish to end a run after the write under way.
package final class StopSignal: Sendable {
    private let requested = Atomic(false)

    package init() {}

    package func request() {
        requested.store(true, ordering: .sequentiallyConsistent)
    }

    package var isRequested: Bool {
        requested.load(ordering: .sequentiallyConsistent)
    }
}
