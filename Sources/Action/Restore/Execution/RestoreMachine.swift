import CameraSchema

/// Decides what a restore does next, without doing it: every answer of the camera and of the journal is an event, and the
/// answer to an event is the one action that follows. Nothing here waits, reads or writes, so that each path can be tested
/// without a camera. ``RestoreRun`` carries the actions out.
///
/// Wanted sections are *applied* in order. A section is checked if its reading is old, its intent is noted in the journal, it is
/// written and read back, and its outcome is noted. When one fails, what was touched is *rolled back* in reverse order, as
/// ``RestoreOptions/onFailure`` says.
struct RestoreMachine: Sendable {
    private(set) var steps: [Step]
    private(set) var phase: Phase
    private let onFailure: RestoreOptions.OnFailure

    private static let lockedOut = "the camera refuses the login; no other is tried, because it would lock the account"
    private static let gone = "the camera does not answer"

    /// A restore from its beginning.
    init(_ writes: [SectionWrite], options: RestoreOptions) {
        steps = writes.map { Step($0, knowledge: options.readsFirst ? .old : .fresh) }
        phase = .applying(.starting, Work(rest: Array(steps.indices)))
        onFailure = options.onFailure
    }

    /// A restore that ended before its time.
    ///
    /// - Parameters:
    ///   - states: what the journal says of each write
    ///   - direction: whether it is finished or undone
    init(
        _ writes: [SectionWrite], resuming states: [JournalRecord.State], to direction: RestoreDirection,
        options: RestoreOptions
    ) {
        let steps = zip(writes, states).enumerated().map { index, pair in
            let (write, state) = pair
            var step = Step(write, knowledge: state.direction == nil ? .old : .inDoubt)
            if state.isTouched { step.touch = index }
            if state.isDone { step.result.outcome = .verified(.init()) }
            return step
        }
        phase =
            switch direction {
            case .apply: .applying(.starting, Work(rest: steps.indices.filter { !states[$0].isDone }))
            case .rollback: .rollingBack(.starting, Work(rest: Self.touchedLastFirst(steps)))
            }
        self.steps = steps
        onFailure = options.onFailure
    }

    private static func touchedLastFirst(_ steps: [Step]) -> [Int] {
        steps.indices.filter { steps[$0].isTouched }.sorted { (steps[$0].touch ?? 0) > (steps[$1].touch ?? 0) }
    }

    // MARK: - Events

    /// What follows an event. One that does not belong to the phase changes nothing.
    mutating func handle(_ event: Event) -> Action {
        switch phase {
        case .applying(let activity, let work): whileApplying(activity, work, on: event)
        case .rollingBack(let activity, let work): whileRollingBack(activity, work, on: event)
        case .ended, .abandoned: .wait
        }
    }
}

// MARK: - Applying

extension RestoreMachine {
    private mutating func whileApplying(_ activity: Activity, _ work: Work, on event: Event) -> Action {
        switch (activity, event) {
        case (_, .interrupted):
            var work = work
            work.isStopping = true
            phase = .applying(activity, work)
            return .wait
        case (.starting, .started), (.loggingOut, .loggedOut):
            return apply(work, inSession: false)
        case (.loggingIn(let step), .loggedIn):
            var work = work
            work.rest.insert(step, at: 0)
            return apply(work, inSession: true)
        case (.loggingIn(let step), .loginFailed(let reason, let isLockedOut)):
            return giveUpApplying(at: step, reason, isLockedOut: isLockedOut, work)
        case (.checking(let step), .writable):
            phase = .applying(.notingIntent(step), work)
            return .note(.intent(step: step, .apply))
        case (.notingIntent(let step), .noted):
            if !steps[step].isTouched { steps[step].touch = (steps.compactMap(\.touch).max() ?? -1) + 1 }
            phase = .applying(.writing(step), work)
            return .write(step, .apply)
        case (.notingIntent(let step), .noteFailed(let reason)):
            // A write whose intent is not on the disk could not be undone after a crash.
            steps[step].result.outcome = .heldBack(reason)
            return apply(work.halted(by: .gaveUp), inSession: !steps[step].write.cutsConnection)
        case (.checking(let step), .finished(let result)), (.writing(let step), .finished(let result)):
            return concludeApplying(step, work, result: result)
        case (.notingOutcome(let step), .noted), (.notingOutcome(let step), .noteFailed):
            // After a crash, an outcome that was not noted is found by reading the section again.
            return apply(work, inSession: !steps[step].write.cutsConnection)
        default: return .wait
        }
    }

    /// The next step, if there is one: in a session for as many as it can serve, or alone if the step cuts the connection.
    private mutating func apply(_ work: Work, inSession: Bool) -> Action {
        var work = work
        if work.isStopping, !work.rest.isEmpty, work.halts.isEmpty { work = work.halted(by: .interrupted) }
        if let action = proceed(&work, .apply, inSession: inSession) { return action }
        return endApplying(work)
    }

    private mutating func concludeApplying(_ step: Int, _ work: Work, result: WriteResult) -> Action {
        let outcome = result.outcome
        // What an earlier run may have written stays in doubt until it has been put right.
        let isTouched = result.isTouched || steps[step].knowledge == .inDoubt
        if !isTouched { steps[step].touch = nil }
        steps[step].result.outcome = outcome
        phase = .applying(.notingOutcome(step), halt(after: result).map(work.halted(by:)) ?? work)
        return .note(
            .outcome(
                step: step, .apply, word: outcome.word, touched: isTouched, success: outcome.isSuccess))
    }

    /// Why no further step is tried after a result; nil to go on.
    private func halt(after result: WriteResult) -> Halt? {
        guard result.outcome.isFailure else { return nil }
        if result.isLockedOut { return .lockedOut }
        guard onFailure == .continue else { return .failed }
        if case .unknown = result.outcome { return .gone }
        return nil
    }

    private mutating func giveUpApplying(
        at step: Int, _ reason: String, isLockedOut: Bool, _ work: Work
    ) -> Action {
        steps[step].result.outcome = .lost(reason)
        guard isLockedOut, isAnythingTouched else { return endApplying(work.halted(by: .gaveUp)) }
        return giveUpRollback(of: Self.touchedLastFirst(steps), reason, halts: [.lockedOut])
    }

    /// All steps were tried, or no further one is: the run ends, or is undone.
    private mutating func endApplying(_ work: Work) -> Action {
        guard let halt = work.halts.first else { return end(.finished, work.halts) }
        switch (halt, onFailure) {
        case (.gaveUp, _) where !isAnythingTouched:
            phase = .abandoned
            return .fail
        case (_, .rollback) where !isAnythingTouched: return end(.rolledBack, work.halts)
        case (.lockedOut, .rollback):
            return giveUpRollback(of: Self.touchedLastFirst(steps), Self.lockedOut, halts: work.halts)
        case (_, .rollback):
            return rollBack(Work(rest: Self.touchedLastFirst(steps), halts: work.halts), inSession: false)
        case (_, .stop), (_, .continue): return end(.stopped, work.halts)
        }
    }
}

// MARK: - Rolling back

extension RestoreMachine {
    private mutating func whileRollingBack(_ activity: Activity, _ work: Work, on event: Event) -> Action {
        switch (activity, event) {
        case (.starting, .started), (.loggingOut, .loggedOut):
            return rollBack(work, inSession: false)
        case (.loggingIn(let step), .loggedIn):
            var work = work
            work.rest.insert(step, at: 0)
            return rollBack(work, inSession: true)
        case (.loggingIn(let step), .loginFailed(let reason, let isLockedOut)):
            return giveUpRollback(
                of: [step] + work.rest, reason, halts: isLockedOut ? work.halts.union([.lockedOut]) : work.halts)
        case (.checking(let step), .writable):
            phase = .rollingBack(.notingIntent(step), work)
            return .note(.intent(step: step, .rollback))
        case (.notingIntent(let step), .noted), (.notingIntent(let step), .noteFailed):
            // The rollback goes on: a half-restored camera is worse than an incomplete journal.
            phase = .rollingBack(.writing(step), work)
            return .write(step, .rollback)
        case (.checking(let step), .finished(let result)), (.writing(let step), .finished(let result)):
            return concludeRollback(step, work, result: result)
        case (.notingOutcome(let step), .noted), (.notingOutcome(let step), .noteFailed):
            return rollBack(work, inSession: !steps[step].write.cutsConnection)
        default: return .wait
        }
    }

    private mutating func rollBack(_ work: Work, inSession: Bool) -> Action {
        var work = work
        if let action = proceed(&work, .rollback, inSession: inSession) { return action }
        return endRollback(work.halts)
    }

    private mutating func concludeRollback(_ step: Int, _ work: Work, result: WriteResult) -> Action {
        let outcome = result.outcome
        var work = work
        steps[step].result.rollback = RollbackOutcome(
            outcome, newSecrets: steps[step].write.irrecoverableSecrets)
        if result.isLockedOut {
            noteFailedRollback(of: work.rest, Self.lockedOut)
            work = work.halted(by: .lockedOut)
        } else if case .unknown = outcome {
            noteFailedRollback(of: work.rest, Self.gone)
            work = work.halted(by: .gone)
        }
        phase = .rollingBack(.notingOutcome(step), work)
        return .note(
            .outcome(
                step: step, .rollback, word: outcome.word, touched: !outcome.isSuccess, success: outcome.isSuccess))
    }

    private mutating func giveUpRollback(of rest: [Int], _ reason: String, halts: Set<Halt>) -> Action {
        noteFailedRollback(of: rest, reason)
        return endRollback(halts)
    }

    private mutating func noteFailedRollback(of rest: [Int], _ reason: String) {
        for step in rest { steps[step].result.rollback = .failed(reason) }
    }

    private mutating func endRollback(_ halts: Set<Halt>) -> Action {
        let isBack = steps.filter(\.isTouched).allSatisfy { step in
            if case .restored? = step.result.rollback { true } else { false }
        }
        return end(isBack ? .rolledBack : .rollbackFailed, halts)
    }
}

// MARK: - Both directions

extension RestoreMachine {
    /// Begins the next step in the session that it needs; nil if none is left and no session is open.
    private mutating func proceed(_ work: inout Work, _ direction: RestoreDirection, inSession: Bool) -> Action? {
        guard let next = work.rest.first else { return inSession ? logOut(work, direction) : nil }
        switch (inSession, steps[next].write.cutsConnection) {
        case (true, true): return logOut(work, direction)
        case (false, false):
            work.rest.removeFirst()
            enter(.loggingIn(next), work, direction: direction)
            return .logIn(waits: isAnythingTouched)
        case (true, false), (false, true):
            work.rest.removeFirst()
            enter(.checking(next), work, direction: direction)
            return .check(next, direction)
        }
    }

    private mutating func logOut(_ work: Work, _ direction: RestoreDirection) -> Action {
        enter(.loggingOut, work, direction: direction)
        return .logOut
    }

    private mutating func enter(_ activity: Activity, _ work: Work, direction: RestoreDirection) {
        switch direction {
        case .apply: phase = .applying(activity, work)
        case .rollback: phase = .rollingBack(activity, work)
        }
    }

    private mutating func end(_ ending: RestoreResult.Ending, _ halts: Set<Halt>) -> Action {
        phase = .ended(ending, halts)
        return .end
    }
}
