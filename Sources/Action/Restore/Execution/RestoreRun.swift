import CameraClient
import CameraSchema
import Synchronization

/// A wish to end a run after the write under way.
final class StopSignal: Sendable {
    private let requested = Atomic(false)

    func request() {
        requested.store(true, ordering: .sequentiallyConsistent)
    }

    var isRequested: Bool {
        requested.load(ordering: .sequentiallyConsistent)
    }
}

/// One restore under way: carries out what a ``RestoreMachine`` decides, and tells it what came of it. It lives in one task.
final class RestoreRun {
    private var machine: RestoreMachine
    private var connection: CameraConnection
    private let options: RestoreOptions
    private let stop: StopSignal
    private let journal: RestoreJournal
    private let report: (RestoreProgress) -> Void
    /// The write that was checked last, with what only the camera knows.
    private var checked: SectionWrite?
    /// Why the login or the journal failed last.
    private var fault: (any Error)?
    private var warnings: [String] = []

    init(
        _ machine: RestoreMachine, over connection: CameraConnection, options: RestoreOptions, stop: StopSignal,
        journal: RestoreJournal, progress: @escaping (RestoreProgress) -> Void
    ) {
        self.machine = machine
        self.connection = connection
        self.options = options
        self.stop = stop
        self.journal = journal
        report = progress
    }

    /// - Throws: ``CameraError`` if the camera could not be logged in to and nothing was written; ``JournalError`` likewise
    func run() async throws -> RestoreResult {
        var action = handle(.started)
        while true {
            action = await carryOut(action, in: nil)
            switch action {
            case .logIn(let waits): action = await runSession(waits: waits)
            case .fail:
                guard let fault else { return result }
                throw fault
            case .check, .write, .note, .logOut, .end, .wait: return result
            }
        }
    }

    private func handle(_ event: RestoreMachine.Event) -> RestoreMachine.Action {
        if stop.isRequested { _ = machine.handle(.interrupted) }
        return machine.handle(event)
    }

    private var result: RestoreResult {
        RestoreResult(
            steps: machine.steps.map(\.result), ending: machine.ending,
            isInterrupted: machine.halts.contains(.interrupted), target: connection.target, isOpen: machine.isOpen,
            isLockedOut: machine.halts.contains(.lockedOut), warnings: warnings)
    }

    // MARK: - Actions

    /// One session for as many sections as it can serve.
    ///
    /// - Parameter waits: whether a camera that does not answer may be restarting
    private func runSession(waits: Bool) async -> RestoreMachine.Action {
        let deadline = ContinuousClock.now + options.reconnectTimeout
        while true {
            do {
                try await connection.session { session in
                    let runner = StepRunner(
                        session: session, schema: connection.schema, timeout: options.reconnectTimeout,
                        pause: options.pause)
                    _ = await carryOut(handle(.loggedIn), in: runner)
                }
                return handle(.loggedOut)
            } catch {
                let cause = error as? CameraError
                guard waits, cause?.mayPass ?? false, ContinuousClock.now + options.pause < deadline else {
                    fault = error
                    return handle(
                        .loginFailed(reason: cause?.message ?? "\(error)", isLockedOut: cause?.forbidsLogin ?? false))
                }
                try? await Task.sleep(for: options.pause)
            }
        }
    }

    /// Carries out an action and those that follow, until one opens or closes a session, or ends the run.
    ///
    /// - Parameter runner: of the session that is open; without one each step has sessions of its own
    private func carryOut(_ first: RestoreMachine.Action, in runner: StepRunner?) async -> RestoreMachine.Action {
        var action = first
        while true {
            switch action {
            case .check(let step, let direction): action = handle(await check(step, direction, in: runner))
            case .write(let step, let direction): action = handle(await write(step, direction, in: runner))
            case .note(let line): action = handle(note(line))
            case .logIn, .logOut, .end, .fail, .wait: return action
            }
        }
    }

    private func check(
        _ step: Int, _ direction: RestoreDirection, in runner: StepRunner?
    ) async -> RestoreMachine.Event {
        if let progress = machine.progress { report(progress) }
        let (write, knowledge) = (machine.steps[step].write, machine.steps[step].knowledge)
        let check =
            if let runner {
                await runner.check(write, direction, knowledge: knowledge)
            } else {
                await connectionStep(write, direction).check(knowledge: knowledge)
            }
        switch check {
        case .writable(let write):
            checked = write
            return .writable
        case .finished(let result): return finished(result)
        }
    }

    private func write(
        _ step: Int, _ direction: RestoreDirection, in runner: StepRunner?
    ) async -> RestoreMachine.Event {
        let write = checked ?? machine.steps[step].write
        let result =
            if let runner {
                await runner.write(write, direction)
            } else {
                await connectionStep(write, direction).run()
            }
        return finished(result)
    }

    private func connectionStep(_ write: SectionWrite, _ direction: RestoreDirection) -> ConnectionStep {
        ConnectionStep(connection: connection, write: write, direction: direction, options: options)
    }

    /// The camera is followed before anything else is done with it.
    private func finished(_ result: WriteResult) -> RestoreMachine.Event {
        if let target = result.movedTo {
            connection = connection.moved(to: target)
            try? journal.append(.moved(target: target.description))
        }
        if let warning = result.warning { warnings.append(warning) }
        return .finished(result)
    }

    private func note(_ line: JournalEvent) -> RestoreMachine.Event {
        do throws(JournalError) {
            try journal.append(line)
            return .noted
        } catch {
            fault = error
            return .noteFailed(reason: "\(error)")
        }
    }
}
