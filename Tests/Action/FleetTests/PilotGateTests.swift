import Fleet
import Testing

/// One goes ahead, and a run that goes wrong ends.
struct PilotGateTests {
    private struct Broken: Error {}

    /// How many have begun and are under way.
    private actor Tally {
        private(set) var begun = 0
        private(set) var underWay = 0
        private(set) var mostBesideThePilot = 0
        private var isPilotDone = false

        func begin() -> Int {
            begun += 1
            underWay += 1
            if !isPilotDone { mostBesideThePilot = max(mostBesideThePilot, underWay - 1) }
            return begun
        }

        func end(_ number: Int) {
            underWay -= 1
            isPilotDone = isPilotDone || number == 1
        }
    }

    /// Lets so many tasks through a gate at once.
    ///
    /// - Parameter work: what each does, by the order in which they begin; its result is whether it went well
    /// - Returns: how many began, and how many of the others were stopped
    private func run(
        _ count: Int, mostFailures: Int, _ work: @escaping @Sendable (Int) throws -> Bool
    ) async -> (begun: Int, stopped: Int, besideThePilot: Int) {
        let gate = PilotGate(mostFailures: mostFailures)
        let tally = Tally()
        let stopped = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<count {
                group.addTask {
                    do {
                        _ = try await gate.pass {
                            let number = await tally.begin()
                            for _ in 0..<50 { await Task.yield() }
                            let result = Result { try work(number) }
                            await tally.end(number)
                            return try result.get()
                        } wentWell: {
                            $0
                        }
                        return false
                    } catch is FleetFault {
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        return await (tally.begun, stopped, tally.mostBesideThePilot)
    }

    @Test func allFollowOneThatWentWell() async {
        let result = await run(20, mostFailures: 1) { _ in true }
        #expect(result == (20, 0, 0))
    }

    @Test(arguments: [1, 2, 5])
    func nobodyFollowsTooManyThatWentWrong(mostFailures: Int) async {
        let result = await run(20, mostFailures: mostFailures) { _ in false }
        #expect(result == (mostFailures, 20 - mostFailures, 0))
    }

    /// The next one goes ahead in its place.
    @Test func workThatCouldNotBeginIsNoFailure() async {
        let result = await run(20, mostFailures: 1) { number in
            if number <= 5 { throw Broken() }
            return true
        }
        #expect(result.begun == 20 && result.stopped == 0)
    }

    /// From work that changed nothing nothing is learnt.
    @Test func workThatChangedNothingIsNoPilot() async {
        let gate = PilotGate(mostFailures: 1)
        let first: Int? = try? await gate.pass {
            1
        } wentWell: { _ in
            nil
        }
        let second: Int? = try? await gate.pass {
            2
        } wentWell: { _ in
            false
        }
        let third: Int? = try? await gate.pass {
            3
        } wentWell: { _ in
            true
        }
        #expect((first, second, third) == (1, 2, nil))
    }

    @Test func whoeverWaitsIsReleasedWhenTheRunIsCancelled() async {
        let gate = PilotGate(mostFailures: 1)
        let isPilotUnderWay = AsyncStream<Void>.makeStream()
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        _ = try? await gate.pass {
                            isPilotUnderWay.continuation.yield()
                            try await Task.sleep(for: .seconds(3600))
                            return true
                        } wentWell: {
                            $0
                        }
                    }
                }
            }
        }
        for await _ in isPilotUnderWay.stream { break }
        task.cancel()
        await task.value
    }
}
