import TestSupport
import Testing

@testable import Restore

/// What is true of every restore, whatever happens in whichever order.
@Suite struct RestoreMachinePropertyTests {
    private static let runs: Range<UInt64> = 0..<4000

    /// A restore with random events, and what it has done to the camera so far.
    private struct Story {
        var run: MachineRun
        var touched: Set<Int>
        private let doubted: Set<Int>
        private var generator: SeededGenerator
        private(set) var log: [String] = []
        private var noted: (step: Int, direction: RestoreDirection)?
        private var written: Set<String> = []
        private var isInSession = false
        private var isLockedOut = false

        init(seed: UInt64) throws {
            var generator = SeededGenerator(seed: seed)
            var options = RestoreOptions()
            options.onFailure = RestoreOptions.OnFailure.allCases.randomElement(using: &generator) ?? .rollback
            options.readsFirst = Bool.random(using: &generator)
            let writes = try MachineRun.writes(
                inSession: .random(in: 0...4, using: &generator), alone: .random(in: 0...2, using: &generator))
            guard Bool.random(using: &generator) else {
                run = MachineRun(RestoreMachine(writes, options: options))
                (touched, doubted) = ([], [])
                self.generator = generator
                return
            }
            let states = writes.map { _ in Self.state(&generator) }
            let direction: RestoreDirection = Bool.random(using: &generator) ? .apply : .rollback
            run = MachineRun(RestoreMachine(writes, resuming: states, to: direction, options: options))
            touched = Set(states.indices.filter { states[$0].isTouched })
            doubted = Set(states.indices.filter { states[$0].direction != nil })
            self.generator = generator
        }

        /// What a journal can say of a section.
        private static func state(_ generator: inout SeededGenerator) -> JournalRecord.State {
            let states: [JournalRecord.State] = [
                .init(), .init(direction: .apply, isTouched: true, isDone: true),
                .init(direction: .apply, hasEnded: false, isTouched: true), .init(direction: .apply, isTouched: true),
                .init(direction: .apply), .init(direction: .rollback, isTouched: true), .init(direction: .rollback),
            ]
            return states.randomElement(using: &generator) ?? .init()
        }

        /// Plays to the end.
        mutating func play() {
            for _ in 0..<200 {
                disturb()
                guard let next = answer() else { return }
                log.append(next.rawValue)
                note(next)
                run.handle(next.event)
                check()
            }
            Issue.record("it does not end: \(log)")
        }

        /// Ctrl-C, and events that do not belong here.
        private mutating func disturb() {
            if Int.random(in: 0..<15, using: &generator) == 0 {
                log.append("ctrlC")
                #expect(run.handle(.interrupted) == .wait)
            }
            guard run.success == nil, let stray = Happening.allCases.randomElement(using: &generator) else { return }
            #expect(run.handle(stray.event) == .wait)
        }

        /// Mostly nothing goes wrong.
        private mutating func answer() -> Happening? {
            guard let success = run.success else { return nil }
            guard Int.random(in: 0..<5, using: &generator) == 0 else { return success }
            let faults: [Happening] =
                switch run.pending {
                case .logIn?: [.sessionGone, .loginLockedOut]
                case .check?, .write?: Happening.results
                case .note?: [.journalNotWritable]
                default: [success]
                }
            return faults.randomElement(using: &generator)
        }

        /// What the event means for the camera.
        private mutating func note(_ happening: Happening) {
            if happening == .loginLockedOut || happening == .writeLockedOut { isLockedOut = true }
            switch (run.pending, happening.event) {
            case (.note(.intent(let step, .apply))?, .noted): touched.insert(step)
            case (.write(let step, .apply)?, .finished(let result)), (.check(let step, .apply)?, .finished(let result)):
                if !result.isTouched, !doubted.contains(step) { touched.remove(step) }
            default: break
            }
        }

        /// What the machine wants now.
        private mutating func check() {
            switch run.pending {
            case .logIn(let waits)?:
                #expect(!isInSession && !isLockedOut, "\(log)")
                #expect(waits == !touched.isEmpty, "\(log)")
            case .check(let step, _)?:
                #expect(!isLockedOut, "\(log)")
                let isAlone = run.machine.steps[step].write.cutsConnection
                #expect(!isAlone || !isInSession, "\(log)")
                isInSession = !isAlone
                noted = nil
            case .note(.intent(let step, let direction))?: noted = (step, direction)
            case .write(let step, let direction)?:
                #expect(!isLockedOut, "a write after the lock-out: \(log)")
                #expect(noted?.step == step && noted?.direction == direction, "a write without an intent: \(log)")
                #expect(written.insert("\(direction) \(step)").inserted, "a second write: \(log)")
            case .logOut?: isInSession = false
            case .end?, .fail?: #expect(!isInSession, "\(log)")
            case .note?, .wait?, nil: break
            }
        }
    }

    @Test func nothingIsForgotten() throws {
        for seed in Self.runs {
            var story = try Story(seed: seed)
            story.play()
            let machine = story.run.machine
            let words = "seed \(seed): \(story.log) \(machine.steps.map(\.result))"
            #expect(Set(machine.steps.indices.filter { machine.steps[$0].isTouched }) == story.touched, "\(words)")
            if case .ended(.finished, _) = machine.phase {
                #expect(machine.steps.allSatisfy { $0.result.outcome != .notTried }, "\(words)")
            }
            for (index, step) in machine.steps.enumerated() {
                guard story.touched.contains(index) else {
                    #expect(step.result.rollback == nil, "\(words)")
                    continue
                }
                switch machine.phase {
                case .applying, .rollingBack: Issue.record("it has not ended: \(words)")
                case .abandoned: Issue.record("something is touched: \(words)")
                case .ended(.finished, _): break
                case .ended(.stopped, _): #expect(machine.isOpen, "\(words)")
                case .ended(.rolledBack, _):
                    guard case .restored? = step.result.rollback else {
                        Issue.record("not rolled back: \(words)")
                        continue
                    }
                case .ended(.rollbackFailed, _): #expect(machine.isOpen && step.result.rollback != nil, "\(words)")
                }
            }
        }
    }
}
