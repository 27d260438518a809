import CameraClient
import CameraSchema
import CameraWalk
import Configuration
import JSONTree
import Snapshots

/// Writes prepared sections to a camera in order, proves each by reading it back, and undoes them when one fails.
///
/// A write counts when the camera reads back as wanted; `code` 0 proves nothing. Nothing is ever sent again before it was
/// looked whether the first time took effect. What is not guaranteed: passwords that no camera shows cannot be proved, and
/// their old values cannot come back (``PreparedRestore/irrecoverable``).
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
            var result = try await perform(prepared.writes, journal: journal, takingOver: nil)
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
    ///   - direction: whether it is finished or undone
    ///   - secrets: those of the journal, opened; where it has none, ``JournalSecrets/wanted`` are the held ones
    /// - Throws: ``CameraError`` if the camera could not be logged in to; ``JournalError``; ``SectionWrite/Refusal`` if the
    ///   journal does not fit the schema
    package func takeOver(
        _ journal: RestoreJournal, _ record: JournalRecord, secrets: JournalSecrets, to direction: RestoreDirection
    ) async throws -> RestoreResult {
        let writes = try record.writes(connection.schema, secrets)
        if direction == .apply { try record.checkSecrets(writes) }
        var executor = self
        if let located = await ConnectionStep.locate(record, writes: writes, from: connection, options: options) {
            executor.connection = located
            if located.target.description != record.target {
                try journal.append(.moved(target: located.target.description))
            }
        }
        return try await executor.perform(writes, journal: journal, takingOver: (record, direction))
    }

    private func perform(
        _ writes: [SectionWrite], journal: RestoreJournal,
        takingOver interrupted: (record: JournalRecord, direction: RestoreDirection)?
    ) async throws -> RestoreResult {
        let stop = StopSignal()
        let (connection, options, progress) = (connection, options, progress)
        // In a task of its own, which is not cancelled: a write under way must be read back, and undone if need be.
        var result = try await withTaskCancellationHandler {
            try await Task {
                let run = RestoreRun(
                    writes, over: connection, options: options, stop: stop, journal: journal, progress: progress)
                if let interrupted { run.takeOver(interrupted.record, to: interrupted.direction) }
                return try await run.run()
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

extension JournalRecord {
    /// The writes of the journal, with the secrets that are at hand. The others are read from the camera.
    fileprivate func writes(
        _ schema: CameraSchema, _ secrets: JournalSecrets
    ) throws(SectionWrite.Refusal) -> [SectionWrite] {
        var writes: [SectionWrite] = []
        for step in header.steps {
            guard let section = SectionName(step.section), let live = header.live.sections[step.section],
                let wanted = header.wanted.sections[step.section],
                let before = NormalizedSection(live, secrets: secrets.live[section]),
                let after = NormalizedSection(wanted, secrets: secrets.wanted[section])
            else { throw SectionWrite.Refusal(reason: "\(step.section): the journal does not say what to write") }
            writes.append(
                SectionWrite(
                    section: section, title: step.title, endpoint: try SectionWrite.endpoint(of: section, schema),
                    interrupts: step.interrupts, secrets: step.secrets, commands: step.commands,
                    live: before, wanted: after))
        }
        return writes
    }

    /// The secrets of what is still to be written must be at hand: a write without them would clear them.
    fileprivate func checkSecrets(_ writes: [SectionWrite]) throws(SectionWrite.Refusal) {
        for (write, state) in zip(writes, states) where !state.isDone {
            guard let place = write.secrets.first(where: { write.wanted.secrets[$0] == nil }) else { continue }
            throw SectionWrite.Refusal(reason: "\(write.section): the secret at \(place) is not at hand any more")
        }
    }
}
