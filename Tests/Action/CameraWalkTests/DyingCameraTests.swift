import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import HTTPTransport
import JSONTree
import SimulatedCamera
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2)))
struct DyingCameraTests {
    @Test func aCameraThatIsGoneInTheMiddleGivesNoResult() async throws {
        let served = try ServedCamera()
        let error = try await #require(throws: CameraError.self) {
            _ = try await served.walk { if $0.done == 10 { served.disappear() } }
        }
        guard case .transport(let cause) = error.cause, cause.kind == .cannotConnect else {
            Issue.record("\(error)")
            return
        }
        #expect(served.camera.counters.logins == 1)
    }

    /// A camera that falls silent in its own way after ten sections.
    private func silentCamera(_ reply: SimulatedReply) throws -> ServedCamera {
        let answered = Atomic<Int>(0)
        return try ServedCamera { request, _ in
            guard !request.path.hasPrefix("/api/session/") else { return nil }
            return answered.add(1, ordering: .relaxed).newValue > 10 ? reply : nil
        }
    }

    private static let never: SimulatedReply = {
        var reply = SimulatedReply.api()
        reply.delay = .seconds(3600)
        return reply
    }()

    @Test(arguments: [(never, 3 + 1), (SimulatedReply(.drop), 2 * (3 + 1))])
    func aCameraThatFallsSilentIsNotAskedForEverySection(reply: SimulatedReply, requests: Int) async throws {
        let served = try silentCamera(reply)
        var options = ClientOptions.test
        options.timeout = .seconds(1)
        let failure = await #expect(throws: CameraError.self) { _ = try await served.walk(options: options) }
        let error = try #require(failure)
        guard case .transport = error.cause else {
            Issue.record("\(error)")
            return
        }
        let asked = served.traffic.requests.filter { !$0.path.hasPrefix("/api/session/") }.count
        #expect(asked == 10 + requests)
        #expect(served.calls(of: "session/logout") == 1)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aFirmwareThatDropsWhatItDoesNotHaveIsReadToTheEnd() async throws {
        let served = try ServedCamera(faults: ["drop:event/*"])
        let result = try await served.walk()
        let events = served.schema.promisedEndpoints.filter { $0.name.hasPrefix("event/") }
        #expect(events.count > 3)
        #expect(Set(result.failedSections.map(\.endpoint)) == Set(events.map(\.name)))
        #expect(result.readSections == served.walkedSections.filter { !$0.endpoint.hasPrefix("event/") })
    }

    @Test func aPasswordRefusedInTheMiddleEndsTheWalk() async throws {
        let served = try ServedCamera(faults: ["expire-session:event/motion", "drop:event/r*"]) { request, camera in
            request.path == "/api/session/login" && camera.counters.logins > 0 ? .api(code: 5002) : nil
        }
        let error = try await #require(throws: CameraError.self) { _ = try await served.walk() }
        guard case .passwordRefused = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(served.calls(of: "session/login") == 2)
    }

    // The probe after three silent sections has a session of its own to lose.
    @Test func aPasswordRefusedToTheProbeEndsTheWalk() async throws {
        let probes = Atomic<Int>(0)
        let served = try ServedCamera(faults: ["drop:event/*"]) { request, camera in
            switch request.path {
            case "/api/system/device-info":
                probes.add(1, ordering: .relaxed).newValue > 1 ? .api(code: 101) : nil
            case "/api/session/login" where camera.counters.logins > 0: .api(code: 5002)
            default: nil
            }
        }
        let error = try await #require(throws: CameraError.self) { _ = try await served.walk() }
        guard case .passwordRefused = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(served.calls(of: "session/login") == 2)
    }

    @Test func aCancelledWalkGivesNoResultAndLogsOut() async throws {
        let served = try ServedCamera(faults: ["slow=3600s:event/motion"])
        let walk = Task { await #expect(throws: CameraError.self) { _ = try await served.walk() } }
        await served.untilCall(of: "event/motion")
        walk.cancel()
        let error = try #require(await walk.value)
        #expect(error.isCancellation)
        #expect(served.camera.counters.openSessions == 0)
    }
}
