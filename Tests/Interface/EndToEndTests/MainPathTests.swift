import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCamera
import Testing

/// What an operator does first: take a snapshot, look at it, look for changes.
struct MainPathTests {
    @Test func aSnapshotIsTakenListedShownAndVerified() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()

        let taken = try await fixture.run("snapshot", "--name", "front-door", camera.url)
        #expect(taken.status == 0)
        #expect(taken.output.contains("\(camera.address)  IPC · 16CV500 · software 0.1.12.6"))
        #expect(
            taken.output.contains(
                "69 sections ok, 19 unsupported; secrets left out; vendor archive described (34.7 kB)"))
        #expect(taken.output.contains("saved snapshots/front-door/20"))
        #expect(taken.errors.contains("[ 1/"))
        #expect(taken.errors.contains("event/motion"))
        #expect(taken.messages.count == 1)
        #expect(taken.messages.first?.hasPrefix("without a recipient secrets are left out") == true)
        #expect(camera.camera.counters.openSessions == 0)
        #expect(camera.camera.counters.mostConcurrentRequests == 1)
        #expect(camera.camera.counters.appliedWrites == 0)
        #expect(camera.camera.triggeredActions == [])

        let log = try await fixture.run("log", "front-door")
        #expect(log.status == 0)
        #expect(log.output.hasPrefix("front-door@20"))
        #expect(log.output.split(separator: "\n").count == 1)

        let shown = try await fixture.run("show", "front-door")
        #expect(shown.status == 0)
        #expect(shown.output.contains("network/ftp "))
        #expect(shown.output.hasSuffix("69 sections ok, 19 unsupported\n"))

        let section = try await fixture.run("show", "front-door@latest", "event/motion")
        #expect(section.status == 0)
        #expect(section.output.hasPrefix("event/motion  Motion detection\n"))
        #expect(section.output.contains("  sensitivity "))

        let verified = try await fixture.run("verify")
        #expect(verified.status == 0)
        #expect(verified.output.hasPrefix("intact  front-door@20"))
        #expect(verified.errors == "1 snapshot checked, all intact\n")
        try await fixture.expectIntactStore()
    }

    @Test func aSnapshotIsReadFromStandardInput() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)
        let file = try #require(try fixture.snapshots().first)

        let shown = try await fixture.run(["show", "-", "--json"], input: try fixture.read(file))
        #expect(shown.status == 0)
        #expect(try shown.json["camera"]?["address"] == .string(camera.address))

        let named = try await fixture.run("show", file, "--json")
        #expect(named.output == shown.output)

        let verified = try await fixture.run(["verify", "-"], input: try fixture.read(file))
        #expect(verified.status == 0)
        let compared = try await fixture.run(["diff", file, "-"], input: try fixture.read(file))
        #expect(compared.status == 0)
        let live = try await fixture.run("diff", file, "live:\(camera.url)")
        #expect(live.status == 0)

        let nothing = try await fixture.run(["show", "-"], input: [])
        #expect(nothing.status == 5)
        #expect(nothing.errors.contains("standard input: "))
        let damaged = try await fixture.run(["show", "-"], input: Array(try fixture.read(file).dropLast(100)))
        #expect(damaged.status == 5 && damaged.output == "")
    }
}
