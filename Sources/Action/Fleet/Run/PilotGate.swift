/// Lets one task go first: the others follow only if it went well, and nobody follows any more once too many went wrong.
///
/// For work that changes cameras: what is wrong with it shows at one camera instead of at all of them.
package actor PilotGate {
    private let mostFailures: Int
    private var failures = 0
    private var isOpen = false
    private var hasPilot = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameter mostFailures: after so many nothing more is begun; at least 1
    package init(mostFailures: Int) {
        self.mostFailures = max(1, mostFailures)
    }

    /// Waits for its turn, and does the work.
    ///
    /// - Parameter wentWell: whether the others may follow; nil if nothing was changed, which counts neither way, as work that throws
    /// - Throws: ``FleetFault/stopped(failures:)`` if it is not to be begun any more, `CancellationError`, and what the work throws
    package nonisolated func pass<Value: Sendable>(
        _ work: @Sendable () async throws -> Value, wentWell: @Sendable (Value) -> Bool?
    ) async throws -> Value {
        try await enter()
        do {
            let value = try await work()
            await leave(wentWell(value))
            return value
        } catch {
            await leave(nil)
            throw error
        }
    }

    private func enter() async throws {
        while true {
            try Task.checkCancellation()
            if failures >= mostFailures { throw FleetFault.stopped(failures: failures) }
            if isOpen { return }
            if !hasPilot {
                hasPilot = true
                return
            }
            // The pilot ends soon when the run is cancelled, and wakes everybody.
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave(_ wentWell: Bool?) {
        hasPilot = false
        switch wentWell {
        case true?: isOpen = true
        case false?: failures += 1
        case nil: break
        }
        for one in waiting { one.resume() }
        waiting = []
    }
}
