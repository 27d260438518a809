import CameraClient
package import JSONTree

/// What became of one section.
package enum StepOutcome: Sendable, Hashable {
    /// Written, and read back as wanted.
    case verified(Verification)
    /// It was as wanted before anything was sent.
    case alreadyAsWanted
    /// The camera accepted the write and did not apply these fields.
    case dropped([FieldDifference])
    /// The camera said no, and is as before.
    case refused(String)
    /// Nothing was sent, for a reason that was known before.
    case heldBack(String)
    /// Somebody changed it since the plan was made; nothing was sent.
    case changedMeanwhile([FieldDifference])
    /// The connection was lost, twice, and the camera did not apply the write.
    case lost(String)
    /// Whether the write took effect is not known: the camera cannot be read.
    case unknown(String)
    /// The run ended before it.
    case notTried

    package struct Verification: Sendable, Hashable {
        /// Places of secrets that were sent, and that no camera shows.
        package var unseenSecrets: [JSONPointer] = []
        /// Fields that changed although nobody wrote them: from before to now.
        package var alsoChanged: [FieldDifference] = []

        package init(unseenSecrets: [JSONPointer] = [], alsoChanged: [FieldDifference] = []) {
            self.unseenSecrets = unseenSecrets
            self.alsoChanged = alsoChanged
        }
    }

    /// Whether the section is as wanted now.
    package var isSuccess: Bool {
        switch self {
        case .verified, .alreadyAsWanted: true
        default: false
        }
    }

    /// Whether it counts as a failure for ``RestoreOptions/onFailure``. What was held back was known before, and does not.
    package var isFailure: Bool {
        switch self {
        case .verified, .alreadyAsWanted, .heldBack, .notTried: false
        case .dropped, .refused, .changedMeanwhile, .lost, .unknown: true
        }
    }
}

extension StepOutcome {
    /// The word for it in journals and JSON.
    package var word: String {
        switch self {
        case .verified: "verified"
        case .alreadyAsWanted: "already-as-wanted"
        case .dropped: "dropped"
        case .refused: "refused"
        case .heldBack: "held-back"
        case .changedMeanwhile: "changed-meanwhile"
        case .lost: "lost"
        case .unknown: "unknown"
        case .notTried: "not-tried"
        }
    }
}

/// How a section went back to what it was.
package enum RollbackOutcome: Sendable, Hashable {
    /// It reads back as before. At these places the new secrets stay, because nobody knew the old ones.
    case restored(newSecrets: [JSONPointer])
    case failed(String)

    /// - Parameter outcome: the outcome of the write that puts the section back
    init(_ outcome: StepOutcome, newSecrets: [JSONPointer]) {
        self =
            switch outcome {
            case .verified, .alreadyAsWanted: .restored(newSecrets: newSecrets)
            case .dropped(let fields):
                .failed("the camera did not restore " + fields.map(\.title).joined(separator: ", "))
            case .refused(let reason), .heldBack(let reason), .lost(let reason), .unknown(let reason): .failed(reason)
            case .changedMeanwhile: .failed("it was changed meanwhile")
            case .notTried: .failed("it was not tried")
            }
    }
}

/// One section of a restore and what became of it.
package struct StepResult: Sendable, Hashable {
    package let section: String
    package let title: String
    package var outcome: StepOutcome
    /// What became of its rollback; nil if it was not rolled back.
    package var rollback: RollbackOutcome?

    package init(section: String, title: String, outcome: StepOutcome, rollback: RollbackOutcome? = nil) {
        self.section = section
        self.title = title
        self.outcome = outcome
        self.rollback = rollback
    }
}

// MARK: - On the way to an outcome

/// What is known of a section before it is written.
enum SectionKnowledge: Sendable, Hashable {
    /// It was read a moment ago.
    case fresh
    /// It must be read again, and be as it was when the plan was made.
    case old
    /// It must be read again; a write may have been under way when the last run ended.
    case inDoubt
}

/// What comes of checking a section before its write.
enum SectionCheck: Sendable {
    /// It has to be written: this, completed with what only the camera knows.
    case writable(SectionWrite)
    /// There is nothing to write, or it must not be written.
    case finished(WriteResult)
}

/// What became of the write of one section, read back.
struct WriteResult: Sendable {
    var outcome: StepOutcome
    /// Whether the section may be another than before, so that a rollback must write it.
    var isTouched: Bool
    /// Whether the camera refuses the login, so that nothing more may be tried: it would lock the account.
    var isLockedOut = false
    /// Where the camera is reached now, if that is elsewhere.
    var movedTo: CameraTarget?
    /// What else the operator must know.
    var warning: String?
}

/// What the camera made of a write, as far as it said.
enum WriteReply: Sendable {
    case accepted
    case refused(CameraError)
    /// No usable answer: it may have been applied.
    case lost(CameraError)
}
