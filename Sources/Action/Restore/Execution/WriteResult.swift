import CameraClient

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
