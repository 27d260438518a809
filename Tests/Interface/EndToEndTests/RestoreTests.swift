import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import TestSupport
import Testing

/// `camkeep restore` as an operator runs it.
struct RestoreTests {
    /// Changes some settings as somebody at the camera's web page does.
    static func drift(_ camera: SimulatedCamera) throws {
        for (section, pointer, value) in [
            ("event/motion", "/enable", false), ("image/osd", "/ircutSwitchTime", 9),
            ("video/audio", "/inputVolume", 33),
        ] as [(String, String, JSONValue)] {
            camera.set(
                try #require(SectionName(section)), try #require(JSONPointer(pointer)), to: value)
        }
    }

    static let sections = ["event/motion", "image/osd", "video/audio"]

    static func values(_ camera: SimulatedCamera) -> [String: JSONValue] {
        sections.reduce(into: [:]) { result, name in
            result[name] = SectionName(name).flatMap { camera.value(of: $0) }
        }
    }

    /// A camera that has drifted from its snapshot `gate@golden`.
    static func driftedCamera(_ fixture: Fixture) async throws -> TestCamera {
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera, "--name", "gate", "--tag", "golden")
        try drift(camera.camera)
        camera.camera.forgetRequests()
        return camera
    }

    @Test func theMainPath() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let wanted = Self.values(camera.camera)
        _ = try await fixture.snapshot(camera, "--name", "gate", "--tag", "golden")
        try Self.drift(camera.camera)

        let dry = try await fixture.run("restore", "gate@golden", camera.url, "--dry-run")
        #expect(dry.status == 1)
        #expect(camera.camera.counters.appliedWrites == 0)
        #expect(try fixture.snapshots().count == 1)

        let unasked = try await fixture.run("restore", "gate@golden", camera.url)
        #expect(unasked.status == 2)
        #expect(unasked.errors.contains("--yes"))

        let outcome = try await fixture.run("restore", "gate@golden", camera.url, "--yes")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(Self.values(camera.camera) == wanted)
        #expect(outcome.output.contains("Restored: 3 sections written and read back."))
        #expect(camera.camera.counters.openSessions == 0)
        #expect(try fixture.files("snapshots/.journal") == [])

        let again = try await fixture.run("restore", "gate@golden", camera.url, "--yes")
        #expect(again.status == 0)
        #expect(camera.camera.counters.appliedWrites == 3)

        // What the camera was before leads back.
        let back = try await fixture.run("restore", "gate@before-restore", camera.url, "--yes", "--json")
        #expect(back.status == 0, "\(back.errors)")
        let json = try back.json
        #expect(json["ending"] == "finished")
        #expect(
            json["sections"]?.arrayValue?.compactMap { $0["outcome"]?.stringValue } == [
                "verified", "verified", "verified",
            ])
        try await fixture.expectIntactStore()
    }

    @Test func aPlanFileIsCarriedOutUnlessTheCameraHasChanged() async throws {
        let fixture = try Fixture()
        let camera = try await Self.driftedCamera(fixture)
        let plan = try await fixture.run("plan", "gate@golden", camera.url, "-o", "gate.plan")
        #expect(plan.status == 1, "\(plan.errors)")

        let section = try #require(SectionName("video/audio"))
        let pointer = try #require(JSONPointer("/inputVolume"))
        camera.camera.set(section, pointer, to: 44)
        let stale = try await fixture.run("restore", "gate.plan", "--yes")
        #expect(stale.status == 1)
        #expect(
            stale.errors.contains(
                "the camera has changed since the plan was made; nothing was written\n  video/audio: "))
        #expect(camera.camera.counters.appliedWrites == 0)

        camera.camera.set(section, pointer, to: 33)
        let outcome = try await fixture.run("restore", "gate.plan", "--yes")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(camera.camera.counters.appliedWrites == 3)
    }

    @Test(arguments: [true, false])
    func thePlanIsConfirmedOnATerminal(answer: Bool) async throws {
        let fixture = try Fixture()
        let camera = try await Self.driftedCamera(fixture)
        let terminal = try PseudoTerminal()
        let child = try fixture.start(
            ["restore", "gate@golden", camera.url], environment: ["TERM": "xterm"], streams: .terminal(terminal))
        try await wait(until: "the question") { terminal.shown.contains("[y/N]") }
        #expect(camera.camera.counters.appliedWrites == 0)
        terminal.type(answer ? "yes\n" : "\n")
        #expect(try await child.result().end == .exited(answer ? 0 : 1))
        #expect(camera.camera.counters.appliedWrites == (answer ? 3 : 0))
    }

    /// What the camera did is what the exit status says.
    @Test(arguments: [
        ("ignore-writes:on=write:after=1:times=1", "rollback", 5),
        ("refuse-writes=202:on=write:after=1:times=1", "rollback", 3),
        ("refuse-writes=202:on=write:after=1:times=1", "continue", 4),
        ("refuse-writes=202:on=write:after=1:times=1", "stop", 4),
        ("lose-after-write:on=write:after=1:times=1", "rollback", 0),
    ])
    func theExitStatusTellsTheEnd(fault: String, onFailure: String, status: Int32) async throws {
        let fixture = try Fixture()
        let camera = try await Self.driftedCamera(fixture)
        let before = Self.values(camera.camera)
        camera.camera.add(try Fault(fault))
        let outcome = try await fixture.run(
            "restore", "gate@golden", camera.url, "--yes", "--on-failure", onFailure)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
        if onFailure == "rollback", status != 0 { #expect(Self.values(camera.camera) == before) }
        let journals = try fixture.files("snapshots/.journal").filter { $0.hasSuffix(".journal") }
        #expect(journals.count == (onFailure == "stop" ? 1 : 0))
    }

    /// Ctrl-C lets the write under way end, and then does what was asked for.
    @Test(arguments: ["rollback", "stop"])
    func ctrlC(onFailure: String) async throws {
        let fixture = try Fixture()
        let camera = try await Self.driftedCamera(fixture)
        let before = Self.values(camera.camera)
        let golden = try fixture.snapshots()
        #expect(golden.count == 1)
        camera.camera.add(try Fault("slow=4s:on=write:after=1:times=1"))
        let child = try fixture.start(
            ["restore", "gate@golden", camera.url, "--yes", "--on-failure", onFailure])
        try await wait(until: "the second write") {
            camera.camera.requests.count { $0.action == "set" && Self.sections.contains($0.endpoint ?? "") } >= 2
        }
        child.send(SIGINT)
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == 130)
        #expect(camera.camera.counters.openSessions == 0)
        let written = Self.values(camera.camera).filter { before[$0.key] != $0.value }.count
        if onFailure == "rollback" {
            #expect(written == 0, "\(outcome.output)\(outcome.errors)")
            #expect(try !fixture.files("snapshots/.journal").contains { $0.hasSuffix(".journal") })
        } else {
            #expect(written == 2)
            let resumed = try await fixture.run("restore", "--resume", camera.url)
            #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
            #expect(Self.values(camera.camera).filter { before[$0.key] != $0.value }.count == 3)
        }
    }

    /// A camera that can go to another port, and a snapshot `gate@golden` that sends it there.
    private struct Moving {
        let host: String
        let camera: SimulatedCamera
        let server: SimulatedServer
        let port: Int
        let newPort: Int

        var url: String { "http://\(host):\(port)" }
        var newURL: String { "http://\(host):\(newPort)" }

        init(_ fixture: Fixture, host: String, executioner: RestoreExecutioner? = nil) async throws {
            self.host = host
            var options = CameraOptions()
            options.password = Fixture.password
            options.reportsAddress = true
            options.readdressing = .followed
            options.sessionLimit = 10
            camera = try SimulatedCamera(schema: CameraSchema(files: SchemaFile.embedded), options: options)
            server = try SimulatedServer()
            executioner?.camera = camera
            port = try server.listen(for: camera, address: host, answer: executioner?.answer).port
            newPort = port < 65_535 ? port + 1 : 1024
            // A twin that is at the other port already, and whose snapshot is the wanted one.
            let section = try #require(SectionName("network/port"))
            let twin = try fixture.camera()
            let items = try #require(twin.camera.value(of: section)?.arrayValue)
            let position = try #require(items.firstIndex { $0["type"] == 16 })
            twin.camera.set(
                section, JSONPointer([String(position), "property", "httpProtocol ", "port"]), to: .integer(newPort))
            _ = try await fixture.snapshot(twin, "--name", "gate", "--tag", "golden")
        }
    }

    /// The camera goes to another port and is followed there; the journal is gone, and the next run finds it.
    @Test func aCameraIsFollowedToItsNewPort() async throws {
        let fixture = try Fixture()
        let moving = try await Moving(fixture, host: "127.99.3.7")
        defer { moving.server.stop() }

        let unasked = try await fixture.run("restore", "gate@golden", moving.url, "--yes")
        #expect(unasked.status == 4)
        #expect(unasked.output.contains("--allow-readdress"))

        let outcome = try await fixture.run(
            "restore", "gate@golden", moving.url, "--yes", "--allow-readdress", "--reconnect-timeout", "30")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("The camera is at \(moving.newURL) now."))
        let again = try await fixture.run("restore", "gate@golden", moving.newURL, "--yes")
        #expect(again.status == 0, "\(again.output)\(again.errors)")
    }

    /// The run is killed when the camera has been sent to its new port and before anybody has seen it there.
    @Test(arguments: ["--resume", "--rollback"])
    func aCameraThatMovedWhenTheRunWasKilledIsFound(way: String) async throws {
        let fixture = try Fixture()
        let executioner = RestoreExecutioner()
        let moving = try await Moving(
            fixture, host: way == "--resume" ? "127.99.3.8" : "127.99.3.9", executioner: executioner)
        defer { moving.server.stop() }
        executioner.moment = .afterWrite(1)
        let child = try fixture.start(
            ["restore", "gate@golden", moving.url, "--yes", "--quiet", "--name", "gate", "--allow-readdress"])
        executioner.victim = child
        #expect(try await child.result().end == .signalled(SIGKILL))
        executioner.moment = nil

        let outcome = try await fixture.run("restore", way, "gate", "--reconnect-timeout", "30")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let place = way == "--resume" ? moving.newURL : moving.url
        let seen = try await fixture.run("snapshot", "--quiet", "--only", "network/port", place)
        #expect(seen.status == 0, "\(seen.errors)")
    }
}
