import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

/// `kill -9` and power cuts in the middle of a restore: whatever the moment, it can be finished, and it can be undone.
struct KilledRestoreTests {
    /// When the run ends, counted in its writes from 1.
    enum Moment: Sendable, Hashable {
        /// The write has been written down and sent, and has no effect.
        case beforeWrite(Int)
        /// It has taken effect, and its answer is never read.
        case afterWrite(Int)
        /// It was answered, and is about to be read back.
        case beforeReadBack(Int)
        /// It was read back, and something else is asked.
        case afterReadBack(Int)
    }

    static let moments = (1...3).flatMap { write -> [Moment] in
        [.beforeWrite(write), .afterWrite(write), .beforeReadBack(write), .afterReadBack(write)]
    }

    @Test(arguments: moments, ["--resume", "--rollback"])
    func aKilledRestore(_ moment: Moment, _ way: String) async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.sessionLimit = 10 }
        let executioner = RestoreExecutioner(camera.camera)
        let listener = try fixture.listen(executioner.answer)
        let wanted = RestoreTests.values(camera.camera)
        let taken = try await fixture.run(
            "snapshot", "--quiet", "--name", "gate", "--tag", "golden", "--no-export", listener.url)
        #expect(taken.status == 0, "\(taken.errors)")
        try RestoreTests.drift(camera.camera)
        let before = RestoreTests.values(camera.camera)

        executioner.moment = moment
        let child = try fixture.start(
            ["restore", "gate@golden", listener.url, "--yes", "--quiet", "--name", "gate"])
        executioner.victim = child
        #expect(try await child.result().end == .signalled(SIGKILL))
        executioner.moment = nil

        let refused = try await fixture.run("restore", "gate@golden", listener.url, "--yes")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("--resume") && refused.errors.contains("--rollback"))

        let outcome = try await fixture.run("restore", way, way == "--resume" ? listener.url : "gate")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(RestoreTests.values(camera.camera) == (way == "--resume" ? wanted : before))
        #expect(try !fixture.files("snapshots/.journal").contains { $0.hasSuffix(".journal") })
        try await fixture.expectIntactStore()
    }

    /// A run that is killed while it puts things back.
    @Test func aKilledRollback() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.sessionLimit = 10 }
        let executioner = RestoreExecutioner(camera.camera)
        let listener = try fixture.listen(executioner.answer)
        let taken = try await fixture.run(
            "snapshot", "--quiet", "--name", "gate", "--tag", "golden", "--no-export", listener.url)
        #expect(taken.status == 0, "\(taken.errors)")
        try RestoreTests.drift(camera.camera)
        let before = RestoreTests.values(camera.camera)
        camera.camera.add(try Fault("refuse-writes=202:on=write:after=2:times=1"))

        // The third write is refused; the fourth is the first of the way back.
        executioner.moment = .afterWrite(4)
        let child = try fixture.start(
            ["restore", "gate@golden", listener.url, "--yes", "--quiet", "--name", "gate"])
        executioner.victim = child
        #expect(try await child.result().end == .signalled(SIGKILL))
        executioner.moment = nil
        #expect(RestoreTests.values(camera.camera) != before)

        let outcome = try await fixture.run("restore", "--rollback", listener.url)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(RestoreTests.values(camera.camera) == before)
    }

    @Test func thereIsNothingToResume() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let outcome = try await fixture.run("restore", "--resume", camera.url)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("no restore of"))
        #expect(camera.camera.counters.requests == 0)
    }
}

/// Answers for a camera, and kills the program that writes to it at a given moment.
final class RestoreExecutioner: Sendable {
    private struct State {
        var moment: KilledRestoreTests.Moment?
        var writes = 0
        var victim: ChildProcess?
        var camera: SimulatedCamera?
    }

    private let state = Mutex(State())

    init(_ camera: SimulatedCamera? = nil) {
        self.camera = camera
    }

    var camera: SimulatedCamera? {
        get { state.withLock { $0.camera } }
        set { state.withLock { $0.camera = newValue } }
    }

    var moment: KilledRestoreTests.Moment? {
        get { state.withLock { $0.moment } }
        set { state.withLock { $0.moment = newValue } }
    }

    var victim: ChildProcess? {
        get { state.withLock { $0.victim } }
        set { state.withLock { $0.victim = newValue } }
    }

    @Sendable
    func answer(_ request: SimulatedRequest) -> SimulatedReply {
        guard let camera else { return SimulatedReply(.drop) }
        let text = String(decoding: request.body, as: UTF8.self)
        let isWrite = text.contains("\"action\":\"set\"") && !request.path.contains("/session/")
        let isRead = text.contains("\"action\":\"get\"") && !request.path.contains("/session/")
        let (moment, writes, victim) = state.withLock { state in
            if isWrite, state.moment != nil { state.writes += 1 }
            return (state.moment, state.writes, state.victim)
        }
        func dies() { victim?.send(SIGKILL) }
        switch moment {
        case .beforeWrite(writes) where isWrite:
            dies()
            return SimulatedReply(.drop)
        case .afterWrite(writes) where isWrite:
            let reply = camera.answer(request)
            dies()
            return reply
        case .beforeReadBack(writes) where isRead:
            dies()
            return camera.answer(request)
        case .afterReadBack(let number)
        where number < writes || (number == writes && request.path.hasSuffix("/logout")):
            dies()
            return SimulatedReply(.drop)
        default: return camera.answer(request)
        }
    }
}
