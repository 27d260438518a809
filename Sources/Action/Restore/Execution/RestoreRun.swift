import CameraClient
import CameraSchema
import Configuration
import Snapshots

/// One restore under way. It lives in one task.
final class RestoreRun {
    private let writes: [SectionWrite]
    private let options: RestoreOptions
    private let stop: StopSignal
    private let journal: RestoreJournal
    private let progress: (RestoreProgress) -> Void
    private var connection: CameraConnection
    private var results: [StepResult]
    private var knowledge: [StepRunner.Knowledge]
    /// Positions of sections that may be others than before, in the order of writing.
    private var touched: [Int] = []
    /// Positions in ``writes``.
    private var queue: [Int]
    private var direction = RestoreDirection.apply
    private var hasFailed = false
    private var isInterrupted = false
    private var isLockedOut = false
    /// Whether the camera does not answer any more, so that each further section would only wait for it.
    private var isGone = false
    private var warnings: [String] = []

    private static let lockedOut = "the camera refuses the login; no other is tried, because it would lock the account"

    init(
        _ writes: [SectionWrite], over connection: CameraConnection, options: RestoreOptions, stop: StopSignal,
        journal: RestoreJournal, progress: @escaping (RestoreProgress) -> Void
    ) {
        self.writes = writes
        self.options = options
        self.stop = stop
        self.journal = journal
        self.progress = progress
        self.connection = connection
        results = writes.map { StepResult(section: $0.section.description, title: $0.title, outcome: .notTried) }
        knowledge = writes.map { _ in options.readsFirst ? .old : .fresh }
        queue = Array(writes.indices)
    }

    /// Takes over from a run that ended before.
    ///
    /// - Parameter direction: whether it is finished or undone
    func takeOver(_ record: JournalRecord, to direction: RestoreDirection) {
        queue = []
        for (index, state) in record.states.enumerated() where writes.indices.contains(index) {
            knowledge[index] = state.direction == nil ? .old : .inDoubt
            if state.isTouched { touched.append(index) }
            if state.isDone { results[index].outcome = .verified(.init()) }
            if direction == .apply, !state.isDone { queue.append(index) }
        }
        if direction == .rollback { beginRollback() }
    }

    // MARK: - Running

    /// - Throws: ``CameraError`` if the camera could not be logged in to and nothing was written; ``JournalError`` likewise
    func run() async throws -> RestoreResult {
        while true {
            if direction == .apply, stop.isRequested, !queue.isEmpty { interrupt() }
            guard let next = queue.first else {
                guard endsForth() else { break }
                continue
            }
            if writes[next].cutsConnection {
                try await runConnectionStep(next)
            } else {
                try await runSession()
            }
        }
        return conclusion()
    }

    /// What follows when the queue is empty: nothing, or the rollback.
    ///
    /// - Returns: whether there is more to do
    private func endsForth() -> Bool {
        guard direction == .apply, hasFailed || isInterrupted, options.onFailure == .rollback, !touched.isEmpty else {
            return false
        }
        beginRollback()
        if isLockedOut { abandonRest(Self.lockedOut) }
        return true
    }

    private func beginRollback() {
        direction = .rollback
        queue = touched.reversed()
    }

    private func interrupt() {
        isInterrupted = true
        queue = []
    }

    /// One session for as many sections as it can serve.
    private func runSession() async throws {
        do {
            try await loggedIn { session in
                let runner = StepRunner(
                    session: session, schema: connection.schema, timeout: options.reconnectTimeout,
                    pause: options.pause)
                while let next = queue.first, !writes[next].cutsConnection {
                    if direction == .apply, stop.isRequested { return }
                    announce(next)
                    let result = try await runner.run(writes[next], direction, knowledge: knowledge[next]) {
                        try noteIntent(next)
                    }
                    queue.removeFirst()
                    conclude(next, result)
                }
            }
        } catch let error as CameraError {
            try giveUp(error)
        } catch let error as JournalError {
            try giveUp(error)
        }
    }

    private func runConnectionStep(_ index: Int) async throws {
        announce(index)
        let step = ConnectionStep(connection: connection, write: writes[index], direction: direction, options: options)
        do {
            let result = try await step.run(knowledge[index]) { try noteIntent(index) }
            queue.removeFirst()
            if let target = result.movedTo {
                connection = connection.moved(to: target)
                try? journal.append(.moved(target: target.description))
            }
            if let warning = result.warning { warnings.append(warning) }
            conclude(index, result)
        } catch let error as JournalError {
            try giveUp(error)
        }
    }

    /// A session, waiting for a camera that may be restarting once something was written.
    private func loggedIn(_ body: (CameraSession) async throws -> Void) async throws {
        let deadline = ContinuousClock.now + options.reconnectTimeout
        while true {
            var isIn = false
            do {
                return try await connection.session { session in
                    isIn = true
                    try await body(session)
                }
            } catch let error as CameraError where !isIn && !touched.isEmpty && error.mayPass {
                guard ContinuousClock.now + options.pause < deadline else { throw error }
                try? await Task.sleep(for: options.pause)
            }
        }
    }

    private func announce(_ index: Int) {
        let total = direction == .apply ? writes.count : touched.count
        progress(
            RestoreProgress(
                done: total - queue.count, total: total, current: writes[index].section.description,
                direction: direction))
    }

    // MARK: - What became of it

    /// A journal that cannot be written stops applying; a rollback goes on all the same.
    private func noteIntent(_ index: Int) throws {
        do throws(JournalError) {
            try journal.append(.intent(step: index, direction))
        } catch {
            if direction == .apply { throw error }
        }
        if direction == .apply, !touched.contains(index) { touched.append(index) }
    }

    private func conclude(_ index: Int, _ result: WriteResult) {
        let outcome = result.outcome
        // What an earlier run may have written stays in doubt until it has been put right.
        let isTouched = result.isTouched || knowledge[index] == .inDoubt
        // What is not written down is done again after a crash, and found to be done.
        try? journal.append(
            .outcome(
                step: index, direction, word: outcome.word,
                touched: direction == .apply ? isTouched : !outcome.isSuccess,
                success: outcome.isSuccess))
        if result.isLockedOut { isLockedOut = true }
        if case .unknown = outcome { isGone = true }
        guard direction == .apply else {
            results[index].rollback = RollbackOutcome(outcome, newSecrets: writes[index].irrecoverableSecrets)
            if result.isLockedOut { abandonRest(Self.lockedOut) }
            if isGone { abandonRest("the camera does not answer") }
            return
        }
        isGone = isGone && options.onFailure == .continue
        if !isTouched { touched.removeAll { $0 == index } }
        results[index].outcome = outcome
        guard outcome.isFailure else { return }
        hasFailed = true
        if options.onFailure != .continue || result.isLockedOut || isGone { queue = [] }
    }

    /// The camera cannot be logged in to, or the journal cannot be written.
    private func giveUp(_ error: any Error) throws {
        let reason = (error as? CameraError)?.message ?? "\(error)"
        if (error as? CameraError)?.forbidsLogin == true { isLockedOut = true }
        guard direction == .apply else {
            abandonRest(reason)
            return
        }
        guard !touched.isEmpty else { throw error }
        if let next = queue.first {
            results[next].outcome = error is JournalError ? .heldBack(reason) : .lost(reason)
        }
        hasFailed = true
        queue = []
        if isLockedOut {
            beginRollback()
            abandonRest(reason)
        }
    }

    private func abandonRest(_ reason: String) {
        for index in queue { results[index].rollback = .failed(reason) }
        queue = []
    }

    private func conclusion() -> RestoreResult {
        let ending: RestoreResult.Ending
        if direction == .rollback {
            let isBack = touched.allSatisfy { index in
                if case .restored? = results[index].rollback { true } else { false }
            }
            ending = isBack ? .rolledBack : .rollbackFailed
        } else if isInterrupted || isLockedOut || isGone || (hasFailed && options.onFailure != .continue) {
            ending = touched.isEmpty && options.onFailure == .rollback ? .rolledBack : .stopped
        } else {
            ending = .finished
        }
        return RestoreResult(
            steps: results, ending: ending, isInterrupted: isInterrupted, target: connection.target,
            isOpen: ending == .rollbackFailed || (ending == .stopped && !touched.isEmpty), isLockedOut: isLockedOut,
            warnings: warnings)
    }
}
