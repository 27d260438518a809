import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

@testable import Snapshots

/// Power cuts and `kill -9`: whatever the moment, the store holds whole files, and the next run works.
struct KilledRunTests {
    private static let rounds = 25
    private static let requestsOfAWalk = 85

    @Test(arguments: 0..<4)
    func aKilledRunLeavesWholeFiles(_ seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.sessionLimit = 1000 }
        let executioner = Executioner(camera.camera)
        let listener = try fixture.listen(executioner.answer)
        let section = try #require(SectionName("network/ftp"))
        let store = SnapshotStore(path: fixture.folder + "/snapshots")
        var killed = 0

        for round in 0..<Self.rounds {
            // Something to save, every time.
            camera.camera.set(section, JSONPointer(["serverPort"]), to: .integer(1000 + round))
            // A third during the walk, the others around the save, which comes after the logout.
            if round % 3 == 0 {
                executioner.moment = .request(Int.random(in: 1...Self.requestsOfAWalk, using: &generator))
            } else {
                executioner.moment = .afterLogout(UInt32.random(in: 0...15_000, using: &generator))
            }
            let child = try fixture.start(["snapshot", "--quiet", "--name", "gate", "--export-plain", listener.url])
            executioner.victim = child
            let end = try await child.result().end
            #expect(end == .signalled(SIGKILL) || end == .exited(0))
            killed += end == .signalled(SIGKILL) ? 1 : 0

            let entries = (try? store.list()) ?? []
            for entry in entries { #expect(store.verify(entry).faults == []) }
            if let newest = entries.first {
                var next = try store.load(newest)
                next.export = nil
                next.sections["network/ftp"] = SectionRecord(config: .integer(round))
                _ = try store.save(next, as: "gate", waiting: .zero)
                #expect(try !fixture.files("snapshots").contains { $0.contains(".tmp-") })
            }
        }
        #expect(killed > Self.rounds / 2, "the moments lie within the runs")

        executioner.moment = .never
        let outcome = try await fixture.run("snapshot", "--name", "gate", "--export-plain", listener.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await fixture.expectIntactStore()
    }
}

/// Answers for a camera, and kills the program that asks at a given moment.
private final class Executioner: Sendable {
    enum Moment {
        case never
        /// When the camera gets this request, counted from the first of the run.
        case request(Int)
        /// So many microseconds after the camera got the logout.
        case afterLogout(UInt32)
    }

    private struct State {
        var moment = Moment.never
        var requests = 0
        var victim: ChildProcess?
    }

    private let camera: SimulatedCamera
    private let state = Mutex(State())

    init(_ camera: SimulatedCamera) {
        self.camera = camera
    }

    var moment: Moment {
        get { state.withLock { $0.moment } }
        set { state.withLock { $0 = State(moment: newValue) } }
    }

    var victim: ChildProcess? {
        get { state.withLock { $0.victim } }
        set { state.withLock { $0.victim = newValue } }
    }

    @Sendable
    func answer(_ request: SimulatedRequest) -> SimulatedReply {
        let (moment, number, victim) = state.withLock { state in
            state.requests += 1
            return (state.moment, state.requests, state.victim)
        }
        switch moment {
        case .request(number): victim?.send(SIGKILL)
        case .afterLogout(let microseconds) where request.path == "/api/session/logout":
            Thread.detachNewThread {
                usleep(microseconds)
                victim?.send(SIGKILL)
            }
        default: break
        }
        return camera.answer(request)
    }
}
