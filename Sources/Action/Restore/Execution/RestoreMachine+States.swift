import CameraSchema

extension RestoreMachine {
    /// One section of the restore.
    struct Step: Sendable {
        let write: SectionWrite
        let knowledge: SectionKnowledge
        var result: StepResult
        /// The place in the order in which sections were touched; nil if the section is as it was before.
        var touch: Int?

        init(_ write: SectionWrite, knowledge: SectionKnowledge) {
            self.write = write
            self.knowledge = knowledge
            result = StepResult(section: write.section.description, title: write.title, outcome: .notTried)
        }

        /// Whether the section may be another than before, so that a rollback must write it.
        var isTouched: Bool { touch != nil }
    }

    /// Where the restore is. Numbers are positions in ``steps``.
    enum Phase: Sendable, Hashable {
        case applying(Activity, Work)
        case rollingBack(Activity, Work)
        case ended(RestoreResult.Ending, Set<Halt>)
        /// Ended with an error before anything was written to the camera.
        case abandoned
    }

    /// What is under way, and about to report.
    enum Activity: Sendable, Hashable {
        case starting
        /// For the sake of this step.
        case loggingIn(Int)
        case checking(Int)
        case notingIntent(Int)
        case writing(Int)
        case notingOutcome(Int)
        case loggingOut
    }

    struct Work: Sendable, Hashable {
        /// The steps that follow, in order, without the one under way.
        var rest: [Int]
        /// Why applying ended before all steps were tried, and why a rollback was given up.
        var halts: Set<Halt> = []
        /// Whether Ctrl-C was heard: no further step is begun.
        var isStopping = false

        /// The work without what was still to be done.
        func halted(by halt: Halt) -> Work {
            var work = self
            work.rest = []
            work.halts.insert(halt)
            return work
        }
    }

    /// Why steps are left untried.
    enum Halt: Sendable, Hashable {
        /// A section could not be written.
        case failed
        /// The camera could not be logged in to, or the journal could not be written.
        case gaveUp
        /// The camera refuses the login. Nothing more is tried, because it would lock the account.
        case lockedOut
        /// The camera does not answer, so that each further section would only wait for it.
        case gone
        /// Ctrl-C.
        case interrupted
    }

    enum Event: Sendable {
        case started
        /// Ctrl-C. It may come at any time.
        case interrupted
        case loggedIn
        case loginFailed(reason: String, isLockedOut: Bool)
        /// The step that was checked has to be written.
        case writable
        /// The step is done with, after a write or without one.
        case finished(WriteResult)
        /// The journal has the line on the disk.
        case noted
        case noteFailed(reason: String)
        case loggedOut
    }

    enum Action: Sendable, Hashable {
        /// Log in. With `waits`, something was written, and a camera that does not answer may be restarting.
        case logIn(waits: Bool)
        /// Find out whether a step has to be written, and may be. Reported as `writable` or `finished`.
        case check(Int, RestoreDirection)
        /// Add a line to the journal.
        case note(JournalEvent)
        /// Write a step and read it back.
        case write(Int, RestoreDirection)
        case logOut
        /// Report ``steps``, ``ending`` and ``halts``.
        case end
        /// Report the error of the login or of the journal: nothing was written.
        case fail
        /// Go on with what is under way.
        case wait
    }
}

// MARK: - Reading it

extension RestoreMachine {
    /// How it ended; `stopped` while it has not.
    var ending: RestoreResult.Ending {
        if case .ended(let ending, _) = phase { ending } else { .stopped }
    }

    /// Why steps were left untried; empty while it has not ended.
    var halts: Set<Halt> {
        if case .ended(_, let halts) = phase { halts } else { [] }
    }

    var isAnythingTouched: Bool { steps.contains(where: \.isTouched) }

    /// Whether there is something left to finish or to undo.
    var isOpen: Bool {
        switch ending {
        case .finished, .rolledBack: false
        case .rollbackFailed: true
        case .stopped: isAnythingTouched
        }
    }

    /// How far it is when a step begins; nil if none is under way.
    var progress: RestoreProgress? {
        switch phase {
        case .applying(.checking(let step), let work): progress(of: step, before: work, total: steps.count)
        case .rollingBack(.checking(let step), let work):
            progress(of: step, before: work, total: steps.count(where: \.isTouched), direction: .rollback)
        default: nil
        }
    }

    private func progress(
        of step: Int, before work: Work, total: Int, direction: RestoreDirection = .apply
    ) -> RestoreProgress {
        RestoreProgress(
            done: total - work.rest.count - 1, total: total, current: steps[step].write.section.description,
            direction: direction)
    }
}
