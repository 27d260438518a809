import Synchronization
import Testing

@testable import CameraClient
@testable import Fleet
@testable import HTTPTransport

struct FleetRunnerTests {
    private func targets(_ count: Int) throws -> [FleetTarget] {
        try (0..<count).map { FleetTarget(try CameraTarget("http://c\($0)")) }
    }

    private func error(_ cause: CameraError.Cause) -> CameraError {
        CameraError(camera: "c", endpoint: nil, cause: cause, sent: nil, message: "m", hint: "")
    }

    private func runner(
        _ jobs: Int = 4, retries: Int = 0, deadline: Duration? = nil, cameraDeadline: Duration? = nil
    ) -> FleetRunner {
        FleetRunner(
            jobs: jobs, retry: RetryPolicy(retries: retries, firstPause: .milliseconds(1)), deadline: deadline,
            cameraDeadline: cameraDeadline)
    }

    private func run(
        _ runner: FleetRunner, _ targets: [FleetTarget], _ work: @escaping @Sendable (FleetTarget) async throws -> Int
    ) async -> [FleetOutcome<Int>] {
        var outcomes: [FleetOutcome<Int>] = []
        var tally = FleetTally(total: targets.count)
        await runner.run(
            targets,
            tell: { event in
                tally.note(event)
                #expect(tally.running <= runner.jobs && tally.running >= 0 && tally.waiting >= 0)
                if case .finished(let outcome) = event { outcomes.append(outcome) }
            }, work: work)
        #expect(tally.finished == targets.count && tally.running == 0 && tally.waiting == 0)
        return outcomes
    }

    @Test(arguments: [1, 3, 32, 500]) func everyCameraEndsOnceAndNoMoreThanAllowedRun(_ jobs: Int) async throws {
        let running = Mutex((now: 0, most: 0))
        let outcomes = await run(runner(jobs), try targets(100)) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            await Task.yield()
            running.withLock { $0.now -= 1 }
            return 1
        }
        #expect(Set(outcomes.map(\.target.title)).count == 100)
        #expect(running.withLock { $0.most } <= jobs)
    }

    @Test func whatMayPassIsTriedAgainAndARefusedPasswordNever() async throws {
        let tries = Mutex<[String: Int]>([:])
        let causes: [String: CameraError.Cause] = [
            "c0": .transport(TransportError(.cannotConnect, "")), "c1": .status(503),
            "c2": .tooManySessions(.status(503)),
            "c3": .passwordRefused(.status(401)), "c4": .refused(code: "202"),
            "c5": .transport(TransportError(.timedOut, "")),
            "c6": .transport(TransportError(.connectTimedOut, "")),
        ]
        let errors = causes.mapValues { error($0) }
        let outcomes = await run(runner(2, retries: 3), try targets(8)) { target in
            tries.withLock { $0[target.title, default: 0] += 1 }
            if let error = errors[target.title] { throw error }
            return 1
        }
        #expect(
            tries.withLock { $0 } == ["c0": 4, "c1": 4, "c2": 4, "c3": 1, "c4": 1, "c5": 1, "c6": 2, "c7": 1])
        #expect(outcomes.first { $0.target.title == "c0" }?.attempts == 4)
    }

    @Test func aCameraThatComesBackSucceeds() async throws {
        let tries = Mutex(0)
        let busy = error(.status(503))
        let outcomes = await run(runner(retries: 2), try targets(1)) { _ in
            if tries.withLock({
                $0 += 1; return $0
            }) < 3 {
                throw busy
            }
            return 7
        }
        #expect(try outcomes.first?.result.get() == 7)
        #expect(outcomes.first?.attempts == 3)
    }

    @Test func aCameraThatHangsEndsAtItsDeadlineAndTheOthersDoNotWait() async throws {
        let outcomes = await run(runner(2, cameraDeadline: .milliseconds(100)), try targets(20)) { target in
            if target.title == "c0" { try await Task.sleep(for: .seconds(600)) }
            return 1
        }
        let hanging = try #require(outcomes.first { $0.target.title == "c0" })
        #expect(throws: FleetFault.cameraDeadline(.milliseconds(100))) { try hanging.result.get() }
        #expect(outcomes.count == 20)
    }

    @Test func atTheDeadlineTheRestIsNotStarted() async throws {
        let outcomes = await run(runner(2, deadline: .milliseconds(100)), try targets(20)) { target in
            if target.title == "c5" || target.title == "c6" { try await Task.sleep(for: .seconds(600)) }
            return 1
        }
        #expect(outcomes.count == 20)
        for outcome in outcomes where !["c0", "c1", "c2", "c3", "c4"].contains(outcome.target.title) {
            #expect(throws: FleetFault.deadline) { try outcome.result.get() }
        }
    }

    @Test func cancellingEndsEverything() async throws {
        let targets = try targets(20)
        let started = Mutex<CheckedContinuation<Void, Never>?>(nil)
        let runner = runner(2)
        let task = Task {
            await run(runner, targets) { _ in
                started.withLock { $0.take()?.resume() }
                try await Task.sleep(for: .seconds(600))
                return 1
            }
        }
        await withCheckedContinuation { continuation in
            started.withLock { $0 = continuation }
            task.cancel()
            // The task may have been cancelled before anything was started.
            started.withLock { $0.take()?.resume() }
        }
        let outcomes = await task.value
        #expect(outcomes.count == 20)
        #expect(outcomes.allSatisfy { if case .failure(FleetFault.interrupted) = $0.result { true } else { false } })
    }

    @Test func turnsComeOneByOne() async throws {
        let turns = Turns()
        let inside = Occupancy()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    _ = try? await turns.inTurn {
                        inside.enter()
                        await Task.yield()
                        inside.leave()
                    }
                }
            }
        }
        #expect(inside.most == 1)
    }
}

/// How many are somewhere at once.
private final class Occupancy: Sendable {
    private let state = Mutex((now: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func leave() {
        state.withLock { $0.now -= 1 }
    }
}
