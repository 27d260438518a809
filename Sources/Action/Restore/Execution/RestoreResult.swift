package import CameraClient

/// How a restore ended.
package struct RestoreResult: Sendable {
    package enum Ending: String, Sendable, Hashable {
        /// Every section was tried.
        case finished
        /// Everything that had been written is as it was before.
        case rolledBack
        /// Not everything that had been written could be put back.
        case rollbackFailed
        /// The run ended early, and what had been written stays.
        case stopped
    }

    /// The steps in the order of writing; those that were held back come last.
    package var steps: [StepResult]
    package var ending: Ending
    /// Whether Ctrl-C ended it.
    package var isInterrupted: Bool
    /// Where the camera is reached now.
    package var target: CameraTarget
    /// Whether the journal is still there, so that `--resume` and `--rollback` can go on.
    package var isOpen: Bool
    /// Whether the camera refused the login.
    package var isLockedOut: Bool
    /// What else the operator must know.
    package var warnings: [String]

    /// The number of sections that were written, read back as wanted, and not put back.
    package var written: Int {
        steps.count { if case .verified = $0.outcome { $0.rollback == nil } else { false } }
    }

    /// Whether every section is as wanted now, or was held back.
    package var isComplete: Bool {
        ending == .finished && steps.allSatisfy { !$0.outcome.isFailure }
    }
}

/// How far a restore has come.
package struct RestoreProgress: Sendable, Hashable {
    package let done: Int
    package let total: Int
    /// The section.
    package let current: String
    package let direction: RestoreDirection
}
