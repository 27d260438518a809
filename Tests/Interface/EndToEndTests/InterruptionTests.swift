import CommandTestSupport
import Glibc
import SimulatedCamera
import TestSupport
import Testing

/// Ctrl-C and termination requests: the camera gets its session back, the store stays as it was.
struct InterruptionTests {
    static let signals = [("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP)]
    /// What the camera is answering, and for how long. A login is waited for, since nobody else could log it out.
    static let moments: [(endpoint: String, delay: Duration)] = [
        ("session/login-capabilities", .seconds(60)), ("session/login", .seconds(1)),
        ("system/platform-capabilities", .seconds(60)), ("event/motion", .seconds(60)),
        ("system/export-params", .seconds(60)), ("filedir", .seconds(60)), ("session/logout", .seconds(1)),
    ]

    @Test(arguments: moments, signals)
    func aSignalEndsAWalkCleanly(
        _ moment: (endpoint: String, delay: Duration), _ signal: (name: String, number: Int32)
    ) async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera, "--only", "network")
        let before = try fixture.files()
        camera.camera.forgetRequests()
        camera.camera.add(Fault(.slow(moment.delay), target: moment.endpoint))

        let child = try fixture.start(["snapshot", camera.url, "http://127.0.0.1:1"])
        try await camera.waitForRequest(of: moment.endpoint)
        child.send(signal.number)
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == 130)
        #expect(outcome.controls == [])
        #expect(outcome.output == "")
        #expect(outcome.messages == ["camkeep: interrupted"])
        #expect(camera.camera.counters.openSessions == 0)
        #expect(try fixture.files() == before)
        try await fixture.expectIntactStore()
    }

    @Test func aSecondCtrlCDoesNotWaitForTheLogout() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(
            Fault(.slow(.seconds(60)), target: "event/motion"), Fault(.slow(.seconds(60)), target: "session/logout"))
        let child = try fixture.start(["snapshot", camera.url])
        try await camera.waitForRequest(of: "event/motion")
        child.send(SIGINT)
        try await camera.waitForRequest(of: "session/logout")
        child.send(SIGINT)
        #expect(try await child.result().end == .exited(130))
        try await fixture.expectIntactStore()
    }

    @Test func aRunWaitsForAnotherThatWrites() async throws {
        let fixture = try Fixture()
        let cameras = try (0..<4).map { unit in try fixture.camera { $0.unit = unit } }
        let children = try cameras.flatMap { camera in
            try (0..<2).map { _ in try fixture.start(["snapshot", "--quiet", "--name", "shared", camera.url]) }
        }
        for child in children {
            let outcome = try await Outcome(child.result())
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        for camera in cameras { #expect(camera.camera.counters.openSessions == 0) }
        #expect(try fixture.snapshots().count >= 4)
        try await fixture.expectIntactStore()
    }
}
