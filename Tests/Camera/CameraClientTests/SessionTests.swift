import CameraClient
import CameraSchema
import CameraTestSupport
import JSONTree
import SimulatedCamera
import Testing

@Suite(.timeLimit(.minutes(2)))
struct SessionTests {
    private struct Unexpected: Error {}

    // MARK: The session's end

    @Test func logsOutAfterAnErrorOfTheCaller() async throws {
        let served = try ServedCamera()
        await #expect(throws: Unexpected.self) { try await served.session { _ in throw Unexpected() } }
        #expect(served.camera.counters.logins == 1)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func logsOutAfterAnErrorOfTheCamera() async throws {
        let served = try ServedCamera(faults: ["garbage:event/motion"])
        let motion = try served.endpoint("event/motion")
        await #expect(throws: CameraError.self) { try await served.session { _ = try await $0.read(motion) } }
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func logsOutAfterBeingCancelledInACall() async throws {
        let served = try ServedCamera(faults: ["slow=3600s:event/motion"])
        let motion = try served.endpoint("event/motion")
        let reading = Task {
            await #expect(throws: CameraError.self) { try await served.session { _ = try await $0.read(motion) } }
        }
        await served.untilCall(of: "event/motion")
        reading.cancel()
        let error = try #require(await reading.value)
        #expect(error.isCancellation)
        #expect(error.endsWalk)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aLogoutThatFailsIsNoError() async throws {
        let served = try ServedCamera(faults: ["status=500:session/logout"])
        try await served.session { _ in }
    }

    @Test func aLogoutThatHangsIsNotWaitedFor() async throws {
        let served = try ServedCamera(faults: ["slow=3600s:session/logout"])
        var options = ClientOptions.test
        options.timeout = .seconds(3600)
        options.sessionCallTimeout = .milliseconds(50)
        try await served.session(options: options) { _ in }
    }

    @Test func aDroppedLogoutIsRepeated() async throws {
        let served = try ServedCamera(faults: ["drop:session/logout:times=1"])
        try await served.session { _ in }
        #expect(served.camera.counters.openSessions == 0)
    }

    // MARK: Sessions that end early

    @Test(arguments: ["expire-session:event/motion:times=1", "unauthorized:event/motion:times=1"])
    func aLostSessionIsRenewedOnce(fault: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let motion = try served.endpoint("event/motion")
        let data = try await served.session { try await $0.read(motion).answer.data }
        #expect(data == served.camera.value(of: SectionPlaces.motion))
        #expect(served.camera.counters.logins == 2)
        #expect(served.calls(of: "event/motion") == 2)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aSessionThatTimedOutIsRenewed() async throws {
        let served = try ServedCamera(options: .changed { $0.sessionLifetime = .seconds(60) })
        let motion = try served.endpoint("event/motion")
        try await served.session { session in
            _ = try await session.read(motion)
            served.camera.advanceClock(by: .seconds(61))
            _ = try await session.read(motion)
            _ = try await session.read(motion)
        }
        #expect(served.camera.requests.compactMap(\.code).filter { $0 == 103 }.count == 1)
        #expect(served.camera.counters.logins == 2)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test(arguments: ["expire-session:event/motion", "unauthorized:event/motion"])
    func aSessionLostTwiceIsAnError(fault: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        guard case .sessionLost = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(error.endpoint == "event/motion")
        #expect(error.sent?.hasPrefix("get") == true)
        #expect(served.camera.counters.logins == 2)
        #expect(served.calls(of: "event/motion") == 2)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aPasswordRefusedAtTheSecondLoginIsNotTriedAgain() async throws {
        let served = try ServedCamera(faults: ["expire-session:event/motion"]) { request, camera in
            request.path == "/api/session/login" && camera.counters.logins > 0 ? .api(code: 5002) : nil
        }
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        guard case .passwordRefused(.code("5002")) = error.cause else {
            Issue.record("\(error)")
            return
        }
        #expect(served.calls(of: "session/login") == 2)
    }

    // MARK: Heart-beats

    @Test func aHeartBeatPrecedesEveryCallThatIsDue() async throws {
        let served = try ServedCamera(options: .changed { $0.sessionLifetime = .seconds(60) })
        let motion = try served.endpoint("event/motion")
        var options = ClientOptions.test
        options.heartBeatInterval = .zero
        try await served.session(options: options) { session in
            for _ in 0..<4 {
                _ = try await session.read(motion)
                served.camera.advanceClock(by: .seconds(50))
            }
        }
        #expect(served.calls(of: "session/heart-beat") == 4)
        #expect(served.camera.counters.logins == 1)
    }

    // Only heart-beats keep a session alive: a busy one needs them too.
    @Test func aBusySessionIsKeptAlive() async throws {
        let served = try ServedCamera()
        let motion = try served.endpoint("event/motion")
        var options = ClientOptions.test
        options.heartBeatInterval = .milliseconds(100)
        try await served.session(options: options) { session in
            while served.calls(of: "session/heart-beat") < 2 { _ = try await session.read(motion) }
        }
    }

    @Test func aShortSessionNeedsNoHeartBeat() async throws {
        let served = try ServedCamera()
        let motion = try served.endpoint("event/motion")
        try await served.session { _ = try await $0.read(motion) }
        #expect(served.calls(of: "session/heart-beat") == 0)
    }

    @Test(arguments: ["status=404:session/heart-beat", "drop:session/heart-beat", "expire-session:session/heart-beat"])
    func aHeartBeatThatFailsIsNoError(fault: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let motion = try served.endpoint("event/motion")
        var options = ClientOptions.test
        options.heartBeatInterval = .zero
        try await served.session(options: options) { _ = try await $0.read(motion) }
        #expect(served.camera.counters.openSessions == 0)
    }

    // MARK: Politeness

    @Test func asksOneThingAtATime() async throws {
        let served = try ServedCamera(faults: ["slow=2ms"])
        let endpoints = served.schema.promisedEndpoints.filter { $0.selector == nil }
        var options = ClientOptions.test
        options.heartBeatInterval = .zero
        try await served.session(options: options) { session in
            for endpoint in endpoints.prefix(15) { _ = try await session.read(endpoint) }
        }
        #expect(served.camera.counters.mostConcurrentRequests == 1)
        #expect(served.camera.counters.logins == 1)
    }
}
