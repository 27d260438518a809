// Restore makes a camera as a snapshot says, one section after another, and makes it as it was before if that fails.
//
// 1. Plan (RestorePlanner). The semantic difference from the live camera to the snapshot, less what must not be written: who
//    the unit is, what cannot be set, what the camera's limits do not allow, secrets that nobody holds. Whatever is left out is
//    an Omission with its reason; nothing is left out silently.
// 2. Order (RestoreOrder). A section comes after those that it needs; what can cut the connection comes last, one at a time.
// 3. Prepare (PreparedRestore). Each step becomes a SectionWrite: the whole section as it is and as it is wanted, because firmware
//    replaces the object that it is given. What cannot be said in the camera's words, or could not be undone, is held back
//    before anything is written. The caller (RestoreJob in Jobs) keeps the camera as it is, with the tag before-restore.
// 4. Intent (RestoreJournal). The journal holds both sides of every section and, before each write, its intent on the disk.
// 5. Write (StepRunner, ConnectionStep). SectionWriter makes the message in the camera's own words, with WireEncoder of
//    Configuration and the encryption of the session at hand. It is one request; a lost answer is never answered by sending again before reading.
// 6. Read back (ReadBack). The section is read and compared in canonical form. That counts, and not the camera's "code 0".
// 7. Roll back. After a failure, the sections that may be touched go back to what they were, the last one first, each read back.
// 8. End. The journal goes when the camera is as wanted or as before. Otherwise it stays, and the run can be finished or undone.
// RestoreMachine decides what follows what, RestoreRun does it, and RestoreExecutor below is the way in.
//
// What is not guaranteed:
// - A camera has no transactions. During the run it is in between, and others see that.
// - Passwords that no camera shows cannot be proved. Where nobody knows the old one, a rollback leaves the new one
//   (PreparedRestore.irrecoverable); after a crash the secrets come from the journal only if they could be sealed into it.
// - Somebody else who changes a section between its reading and its write is overwritten, and not noticed.
// - Only the section that was written is read back. What a write does to other sections, or what the firmware changes later or
//   after a restart, is not seen.
// - A camera that locks the account, or is gone, cannot be put back. The result says what is open, and nothing more is tried.
// - What the API does not show is not restored: where a preset's lens pointed, and undocumented fields, which stay as they are.

import CameraClient
import CameraSchema

/// Writes prepared sections to a camera in order, proves each by reading it back, and undoes them when one fails.
package struct RestoreExecutor: Sendable {
    private var connection: CameraConnection
    private let options: RestoreOptions
    private let progress: @Sendable (RestoreProgress) -> Void

    /// - Parameter progress: called before each section
    package init(
        _ connection: CameraConnection, options: RestoreOptions,
        progress: @escaping @Sendable (RestoreProgress) -> Void = { _ in }
    ) {
        self.connection = connection
        self.options = options
        self.progress = progress
    }

    /// Carries a restore out. Cancelling the task ends it after the write under way, as ``RestoreOptions/onFailure`` says.
    /// The journal is removed unless there is something left to finish or to undo.
    ///
    /// - Throws: ``CameraError`` if the camera could not be logged in to, ``JournalError`` if nothing could be written down: in
    ///   both cases nothing was written to the camera, and the journal is gone.
    package func run(_ prepared: PreparedRestore, journal: RestoreJournal) async throws -> RestoreResult {
        do {
            var result = try await perform(RestoreMachine(prepared.writes, options: options), journal: journal)
            result.steps += prepared.heldBack
            return result
        } catch {
            try? journal.remove()
            throw error
        }
    }

    /// Finishes a restore that ended before its time, or undoes it.
    ///
    /// - Parameters:
    ///   - secrets: those of the journal, opened; where it has none, ``JournalSecrets/wanted`` are the held ones
    ///   - direction: whether it is finished or undone
    /// - Throws: ``CameraError`` if the camera could not be logged in to; ``JournalError``; ``SectionWrite/Refusal`` if the
    ///   journal does not fit the schema
    package func takeOver(
        _ journal: RestoreJournal, _ record: JournalRecord, secrets: JournalSecrets, to direction: RestoreDirection
    ) async throws -> RestoreResult {
        let writes = try record.writes(connection.schema, secrets: secrets)
        if direction == .apply { try record.checkSecrets(writes) }
        var executor = self
        let located = await ConnectionStep.locate(record, writes: writes, from: connection, options: options)
        if let located {
            executor.connection = located
            if located.target.description != record.target {
                try journal.append(.moved(target: located.target.description))
            }
        }
        return try await executor.perform(
            RestoreMachine(writes, resuming: record.states, to: direction, options: options), journal: journal)
    }

    private func perform(_ machine: RestoreMachine, journal: RestoreJournal) async throws -> RestoreResult {
        let stop = StopSignal()
        let (connection, options, progress) = (connection, options, progress)
        // In a task of its own, which is not cancelled: a write under way must be read back, and undone if need be.
        var result = try await withTaskCancellationHandler {
            try await Task {
                try await RestoreRun(
                    machine, over: connection, options: options, stop: stop, journal: journal, progress: progress
                ).run()
            }.value
        } onCancel: {
            stop.request()
        }
        guard !result.isOpen else { return result }
        do throws(JournalError) {
            try journal.remove()
        } catch {
            result.warnings.append("\(error)")
        }
        return result
    }
}
