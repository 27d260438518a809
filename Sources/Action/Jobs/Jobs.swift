// Jobs: what commands do, for programs without a terminal.
//
// A job is a value that is made from plain options and does one thing with one camera: read it, keep it, plan and write a restore, clone a
// golden camera onto it, see it through an upgrade. Work on many cameras is the same job for each of them, run by Fleet.
//
// A camera is read by a ``CameraReader``, which is made from a ``CameraAccess``: who logs in, how passwords are found, which keys are
// trusted. What is wanted is named by a ``ConfigurationReference`` and fetched by a ``ConfigurationLoader``; the secrets that belong to it
// are found by a ``SecretLookup``. What is kept is written by a ``StoreWriter``.
//
// Jobs return data and throw typed errors; they word nothing but remarks. What they have to say on the way goes to the ``JobEvents`` that
// the caller hands in, and a password that is nowhere else is asked for through a closure of the caller's. Nothing here prints, asks on a
// terminal or knows exit codes.
//
// What is not guaranteed: a job that is cancelled between two cameras leaves the others as they were, but says nothing of them; whoever
// runs many has to report that. The store is locked for each write and not for a whole job.

/// What a job has to say while it works. The texts are not made harmless: the receiver does that where they are shown.
package struct JobEvents: Sendable {
    /// Something that the operator should know and that is not wrong.
    package var note: @Sendable (String) -> Void
    /// Something that may be wrong, with what can be done about it.
    package var warn: @Sendable (_ message: String, _ hint: String?) -> Void
    /// How far the work on a single camera is. Work on one of many reports none.
    package var progress: @Sendable (JobProgress) -> Void

    /// Events that nobody listens to, unless closures are given.
    package init(
        note: @escaping @Sendable (String) -> Void = { _ in },
        warn: @escaping @Sendable (_ message: String, _ hint: String?) -> Void = { _, _ in },
        progress: @escaping @Sendable (JobProgress) -> Void = { _ in }
    ) {
        self.note = note
        self.warn = warn
        self.progress = progress
    }
}

/// How far a job is.
package enum JobProgress: Sendable, Hashable {
    /// - Parameters:
    ///   - total: nil if nobody knows
    ///   - text: what is being done
    case working(done: Int, total: Int?, text: String)
    case ended
}

/// A request that cannot be carried out as it was made: something is missing in it, or does not fit. Nothing was done then.
package struct RequestFault: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    /// What the operator can do.
    package let hint: String

    package init(description: String, hint: String) {
        self.description = description
        self.hint = hint
    }
}
