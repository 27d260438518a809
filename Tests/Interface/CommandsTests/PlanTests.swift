import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

/// `camkeep plan` as an operator uses it. What is planned and what is left out is tested with the planner.
struct PlanTests {
    private let fixture: Fixture
    private let camera: TestCamera

    init() throws {
        fixture = try Fixture()
        camera = try fixture.camera()
    }

    private func set(_ section: String, _ place: [String], to value: JSONValue) throws {
        try camera.camera.set(#require(SectionName(section)), JSONPointer(place), to: value)
    }

    /// Keeps the camera's configuration, then lets it drift.
    private func drift() async throws {
        #expect(try await fixture.run("snapshot", "--name", "front-door", "--tag", "golden", camera.url).status == 0)
        try set("event/motion", ["sensitivity"], to: 9)
        try set("network/ftp", ["enable"], to: 0)
        try set("video/video-encode", ["streamEncode", "0", "bitRate"], to: 1024)
        try set("network/port", ["3", "property", "httpProtocol ", "port"], to: 8080)
        try set("system/device-info", ["devName"], to: "Gate")
    }

    private func json(_ text: String) throws -> JSONValue {
        try JSONReader.readStrictly(Array(text.utf8), limits: .init(bytes: 1 << 24, depth: 100))
    }

    @Test func anUnchangedCameraHasNothingToWrite() async throws {
        #expect(try await fixture.run("snapshot", "--name", "front-door", camera.url).status == 0)
        let outcome = try await fixture.run("plan", "front-door", camera.url)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Nothing to write"))
        let live = try await fixture.run("plan", "live:\(camera.url)", camera.url)
        #expect(live.status == 0)
    }

    @Test func whatDriftedIsPlannedInOrderAndNothingIsSent() async throws {
        try await drift()
        let outcome = try await fixture.run("plan", "front-door@golden", camera.url)
        #expect(outcome.status == 1)
        for words in [
            "1. Video encoding", "interrupt recording and restart the camera", "2. Motion detection",
            "Motion sensitivity 9 → 5", "3. Protocol ports", "cut the connection", "--allow-clearing-secrets",
            "--with-identity", "Plan: 3 sections to write, 3 changes; 2 settings left out.",
        ] {
            #expect(outcome.output.contains(words), "\(words) in\n\(outcome.output)")
        }
        let sets = camera.camera.requests.filter { $0.action == "set" && $0.endpoint?.hasPrefix("session/") == false }
        #expect(sets.isEmpty)
    }

    @Test func optionsWidenAndNarrowIt() async throws {
        try await drift()
        let all = try await fixture.run(
            "plan", "--with-identity", "--allow-clearing-secrets", "front-door@golden", camera.url)
        #expect(all.output.contains("Plan: 5 sections to write, 5 changes."))
        #expect(all.output.contains("This clears secrets that are not available: password."))
        let some = try await fixture.run(
            "plan", "--only", "event", "--only", "network", "--except", "network/port", "front-door@golden", camera.url)
        #expect(some.output.contains("Plan: 1 section to write, 1 change; 1 setting left out."))
        let omitted = try await fixture.run("plan", "--show-omitted", "front-door@golden", camera.url)
        #expect(omitted.output.contains("Device information: Device name"))
        let secrets = try await fixture.run("plan", "--require-secrets", "front-door@golden", camera.url)
        #expect(secrets.status == 3)
        #expect(secrets.errors.contains("secrets are missing: network/ftp"))
    }

    @Test func aPlanIsPrintedAndKeptAsOneDocument() async throws {
        try await drift()
        let outcome = try await fixture.run(
            "plan", "--json", "-o", fixture.path("gate.plan"), "front-door@golden", camera.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("gate.plan"))
        let (printed, kept) = try (
            json(outcome.output), json(String(decoding: fixture.read("gate.plan"), as: UTF8.self))
        )
        for name in ["steps", "omissions", "counts", "options", "target", "desired", "integrity"] {
            #expect(printed[name] == kept[name], "\(name)")
        }
        #expect(printed["target"] == .string(camera.url))
        #expect(
            printed["steps"]?.arrayValue?.compactMap { $0["section"]?.stringValue } == [
                "video/video-encode", "event/motion", "network/port",
            ])
    }

    @Test func quietSaysItWithTheExitCode() async throws {
        try await drift()
        let outcome = try await fixture.run(
            "plan", "--quiet", "-o", fixture.path("gate.plan"), "front-door@golden", camera.url)
        #expect(outcome.status == 1)
        #expect(outcome.output == "" && outcome.errors == "")
        #expect(try fixture.files(".").contains("gate.plan"))
    }

    @Test func aSectionThatFailedMakesItPartial() async throws {
        try await drift()
        camera.camera.add(Fault(.status(500), target: "event/roi"))
        let outcome = try await fixture.run("plan", "front-door@golden", camera.url)
        #expect(outcome.status == 4)
        #expect(outcome.output.contains("This plan is partial"))
        #expect(outcome.output.contains("Plan: 3 sections to write"))
        let other = try await fixture.run("plan", "--only", "network", "front-door@golden", camera.url)
        #expect(other.status == 1)
    }

    @Test func anotherFirmwareLacksSomeOfIt() async throws {
        let upgraded = try fixture.camera(firmware: 2)
        #expect(try await fixture.run("snapshot", "--name", "front-door", camera.url).status == 0)
        let outcome = try await fixture.run("plan", "front-door", upgraded.url)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("The camera's firmware is"))
        #expect(outcome.output.contains("the camera does not have it"))
    }

    @Test func aWrongCommandLineIsExplained() async throws {
        #expect(try await fixture.run("snapshot", "--name", "front-door", camera.url).status == 0)
        for (arguments, words) in [
            (["--except", "event/motoin", "front-door", camera.url], "event/motoin"),
            (["front-door"], "TARGET"), (["front-door", "192.168.1.10"], "http"),
            (["front-door@silver", camera.url], "silver"),
        ] {
            let outcome = try await fixture.run(["plan"] + arguments)
            #expect(outcome.status == 2, "\(arguments)")
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        let unwritable = try await fixture.run("plan", "-o", fixture.path("none/gate.plan"), "front-door", camera.url)
        #expect(unwritable.status == 3)
    }

    @Test func theSchemaCheckFindsAnOrderThatCannotBe() async throws {
        let circle = """
            {"format": 1, "endpoints": {
             "a/one": {"title": "One", "path": "/api/a/one", "source": "test", "actions": ["get", "set"], "after": ["a/two"]},
             "a/two": {"title": "Two", "path": "/api/a/two", "source": "test", "actions": ["get", "set"], "after": ["a/one"]},
             "a/three": {"title": "Three", "path": "/api/a/three", "source": "test", "actions": ["get", "set"],
              "after": ["network/port"]}}}
            """
        try fixture.write(circle.utf8, to: "overlay/more.json")
        let outcome = try await fixture.run("schema", "check", fixture.path("overlay"))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("the order is circular"))
        #expect(outcome.errors.contains("network/port interrupts the connection"))
    }
}
