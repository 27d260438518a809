import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import TestSupport
import Testing

/// Cameras that are not there, not alone, or not who they were.
struct ReachingTests {
    @Test func aClosedPortAndAnUnknownHostAreTold() async throws {
        let fixture = try Fixture()
        let gone = try fixture.camera()
        gone.listener.stop()
        let closed = try await fixture.run("snapshot", gone.url)
        #expect(closed.status == 3)
        #expect(closed.errors.contains("\(gone.address): "))
        #expect(closed.errors.contains("nothing answers there"))
        #expect(closed.errors.contains("hint: check address, port and cable; is it http or https?"))

        // RFC 6761 keeps this name from ever being resolved.
        let unknown = try await fixture.run("snapshot", "http://camera.invalid")
        #expect(unknown.status == 3)
        #expect(unknown.errors.contains("camera.invalid: "))
        #expect(unknown.errors.contains("its name cannot be resolved"))
        #expect(try fixture.files("snapshots") == [])
    }

    @Test func oneDeadCameraOfTwoDoesNotKeepTheOtherFromBeingRead() async throws {
        let fixture = try Fixture()
        // Not the port of a camera that was stopped: another test's camera may get it.
        let gone = "http://127.0.0.1:1"
        let alive = try fixture.camera()
        let outcome = try await fixture.run("snapshot", "--json", "--retries", "0", gone, alive.url)
        #expect(outcome.status == 4)
        // Each as it is done.
        let lines = try outcome.jsonLines.sorted { $0["status"]?.stringValue ?? "" < $1["status"]?.stringValue ?? "" }
        #expect(lines.map { $0["status"] } == ["failed", "saved"])
        #expect(lines[0]["target"] == .string(gone))
        #expect(lines[0]["error"]?.stringValue?.contains("nothing answers there") == true)
        #expect(lines[0]["hint"]?.stringValue?.isEmpty == false)
        #expect(alive.camera.counters.openSessions == 0)
        try await fixture.expectIntactStore()

        let both = try await fixture.run("snapshot", gone, gone)
        #expect(both.status == 3)
    }

    @Test func theKeyOfTheFirstContactIsTheOnlyOneAccepted() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(certificate: Fixture.certificate())
        let first = try await fixture.run("snapshot", camera.url)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.errors.contains("first contact; from now on only its key sha256//"))
        let known = String(decoding: try fixture.read(".config/camkeep/known-cameras"), as: UTF8.self)
        #expect(known.hasPrefix("\(camera.address) sha256//"))

        let second = try await fixture.run("snapshot", camera.url)
        #expect(second.status == 0)
        #expect(!second.errors.contains("first contact"))

        // Somebody else, with another key, answers at the same address.
        let port = camera.listener.port
        camera.listener.stop()
        let impostor = try fixture.camera()
        let listener = try fixture.listen(
            port: port, certificate: Fixture.certificate(), impostor.camera.answer)
        let changed = try await fixture.run("snapshot", listener.url)
        #expect(changed.status == 3)
        #expect(changed.errors.contains("\(camera.address): "))
        #expect(changed.errors.contains("presents a TLS key other than the known one"))
        #expect(changed.errors.contains("delete its line from the known-cameras file"))
        #expect(impostor.camera.requests.isEmpty, "nothing was said to it")

        let insecure = try await fixture.run("snapshot", "--insecure", listener.url)
        #expect(insecure.status == 0)
        #expect(String(decoding: try fixture.read(".config/camkeep/known-cameras"), as: UTF8.self) == known)

        let other = try await fixture.run("snapshot", "--known-cameras", "mine", listener.url)
        #expect(other.status == 0)
        #expect(String(decoding: try fixture.read("mine"), as: UTF8.self).hasPrefix("\(camera.address) sha256//"))
        try await fixture.expectIntactStore()
    }

    @Test func aDamagedKnownCamerasFileIsNotIgnored() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(certificate: Fixture.certificate())
        try fixture.write("# mine\nnonsense\n".utf8, to: "known")
        let outcome = try await fixture.run("snapshot", "--known-cameras", "known", camera.url)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("known, line 2: this is not HOST:PORT sha256//KEY"))
        #expect(camera.camera.requests.isEmpty)
    }

    @Test func httpAtAnHttpsPortAndTheOtherWayRoundAreTold() async throws {
        let fixture = try Fixture()
        let plain = try fixture.camera()
        let secure = try fixture.camera(certificate: Fixture.certificate())
        let first = try await fixture.run("snapshot", "https://\(plain.address)")
        #expect(first.status == 3)
        #expect(first.errors.contains("is it https?"))
        let second = try await fixture.run("snapshot", "http://\(secure.address)")
        #expect(second.status == 3)
        #expect(second.errors.contains("https"), "\(second.errors)")
    }

    @Test func theSimulatorProgramServesHTTPAndHTTPS() async throws {
        let fixture = try Fixture()
        for (option, scheme) in [("--quiet", "http"), ("--https", "https")] {
            let simulator = try fixture.start(
                ["--port", "0", "--cameras", "2", "--firmware", "2", option], program: "camkeep-simulator",
                environment: ["CAMKEEP_SIMULATOR_PASSWORD": Fixture.password])
            func urls() -> [String] {
                String(decoding: simulator.outputSoFar, as: UTF8.self).split(separator: "\n").map {
                    String($0.dropFirst("listening on ".count))
                }
            }
            try await wait(until: "the simulator's addresses") { simulator.hasEnded || urls().count == 2 }
            try #require(urls().count == 2)
            #expect(urls().allSatisfy { $0.hasPrefix(scheme + "://127.0.0.1:") })
            let outcome = try await fixture.run(["snapshot", "--json", "--quiet", "--no-export"] + urls())
            #expect(outcome.status == 0, "\(outcome.errors)")
            let lines = try outcome.jsonLines
            #expect(lines.count == 2)
            #expect(lines.first?["digest"] != lines.last?["digest"], "two units have two names")
            simulator.send(SIGTERM)
            #expect(try await simulator.result().end == .exited(130))
        }
        try await fixture.expectIntactStore()
    }
}
