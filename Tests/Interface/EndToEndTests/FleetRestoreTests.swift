import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

/// `camkeep restore`, `clone` and `upgrade` of several cameras.
struct FleetRestoreTests {
    /// Cameras `gate-1`, `gate-2`, … of the group `gate`, each with a snapshot `@golden`, and drifted since.
    private struct Fleet {
        let fixture: Fixture
        let cameras: [TestCamera]
        /// Of the settings that have drifted.
        let golden: [[String: JSONValue]]
        let drifted: [[String: JSONValue]]

        init(_ count: Int, hasKeys: Bool = false) async throws {
            fixture = try Fixture()
            cameras = try (0..<count).map { [fixture] unit in
                try fixture.camera { options in
                    options.unit = unit
                    options.rebootDuration = .milliseconds(300)
                }
            }
            let lines = cameras.enumerated().map { number, camera in
                #"{"name": "gate-\#(number + 1)", "address": "\#(camera.url)", "groups": ["gate"], "#
                    + #""identity": {"system/device-info.devName": "Gate \#(number + 1)"}}"#
            }
            try fixture.write("{\"cameras\": [\(lines.joined(separator: ",\n"))]}".utf8, to: "cameras.json")
            for (number, camera) in cameras.enumerated() {
                camera.camera.set(
                    try #require(SectionName("video/audio")), try #require(JSONPointer("/outputVolume")),
                    to: .integer(number + 1))
            }
            if hasKeys { _ = try await fixture.run("keys", "generate") }
            let taken = try await fixture.run("snapshot", "--all", "--tag", "golden", "--no-export", "--quiet")
            #expect(taken.status == 0, "\(taken.errors)")
            golden = cameras.map { RestoreTests.values($0.camera) }
            for camera in cameras {
                try RestoreTests.drift(camera.camera)
                camera.camera.forgetRequests()
            }
            drifted = cameras.map { RestoreTests.values($0.camera) }
        }

        var values: [[String: JSONValue]] { cameras.map { RestoreTests.values($0.camera) } }
        var writes: [Int] { cameras.map(\.camera.counters.appliedWrites) }

        func expectNoneIsLeftOpen(sourceLocation: SourceLocation = #_sourceLocation) throws {
            #expect(cameras.map(\.camera.counters.openSessions).allSatisfy { $0 == 0 }, sourceLocation: sourceLocation)
            #expect(
                try !fixture.files("snapshots/.journal").contains { $0.hasSuffix(".journal") },
                sourceLocation: sourceLocation)
        }
    }

    @Test func eachCameraGoesBackToItsOwnSnapshotAndForthAgain() async throws {
        let fleet = try await Fleet(5)
        let dry = try await fleet.fixture.run("restore", "--dry-run", "@golden", "@gate")
        #expect(dry.status == 1, "\(dry.errors)")
        #expect(dry.output.contains("differs  gate-1  3 sections to write, 3 changes"), "\(dry.output)")
        // What is alike is shown once.
        #expect(dry.output.components(separatedBy: "Plan: 3 sections to write").count == 2)
        #expect(dry.output.components(separatedBy: "3 changes, as gate-").count == 5)
        #expect(fleet.writes.allSatisfy { $0 == 0 })

        let outcome = try await fleet.fixture.run("restore", "--yes", "@golden", "@gate")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(fleet.values == fleet.golden)
        #expect(outcome.output.contains("written  gate-5  3 sections written and read back"))
        try fleet.expectNoneIsLeftOpen()

        let again = try await fleet.fixture.run("restore", "--yes", "@golden", "--all")
        #expect(again.status == 0 && again.output.contains("5 as wanted"), "\(again.output)")

        let back = try await fleet.fixture.run("restore", "--yes", "--json", "@before-restore", "gate-*")
        #expect(back.status == 0, "\(back.errors)")
        #expect(fleet.values == fleet.drifted)
        let lines = try back.jsonLines
        #expect(Set(lines.compactMap { $0["camera"]?.stringValue }) == Set((1...5).map { "gate-\($0)" }))
        #expect(lines.allSatisfy { $0["ending"] == "finished" })
        #expect(fleet.cameras.allSatisfy { $0.camera.counters.mostConcurrentRequests <= 1 })
        try await fleet.fixture.expectIntactStore()
    }

    @Test func oneGoesAheadAndWhatGoesWrongDoesNotSpread() async throws {
        let fleet = try await Fleet(5)
        for camera in fleet.cameras { camera.camera.add(try Fault("ignore-writes:image/osd:on=set")) }
        let outcome = try await fleet.fixture.run("restore", "--yes", "@golden", "@gate")
        #expect(outcome.status == 4, "\(outcome.output)")
        #expect(fleet.writes.count { $0 > 0 } == 1)
        #expect(fleet.values == fleet.drifted)
        #expect(outcome.output.contains("5 cameras in ") && outcome.output.contains("1 put back, 4 not tried"))
        #expect(outcome.output.contains("wrong at image/osd"))
        #expect(outcome.output.contains("image/osd  On-screen text, rotation and IR-cut: accepted and not applied"))
        try fleet.expectNoneIsLeftOpen()

        let more = try await fleet.fixture.run("restore", "--yes", "--max-failures", "3", "@golden", "@gate")
        #expect(more.output.contains("3 put back, 2 not tried"), "\(more.output)")

        // Those that cannot be reached were not written.
        for camera in fleet.cameras { camera.camera.faults = [] }
        fleet.cameras[0].camera.add(try Fault("drop"))
        let rest = try await fleet.fixture.run("restore", "--yes", "--retries", "0", "@golden", "@gate")
        #expect(rest.status == 4)
        #expect(rest.output.contains("1 failed, 4 written"), "\(rest.output)")
        #expect(Array(fleet.values.dropFirst()) == Array(fleet.golden.dropFirst()))
    }

    @Test func whatWasAgreedToIsWrittenAndNothingElse() async throws {
        let fleet = try await Fleet(2)
        let terminal = try PseudoTerminal()
        let child = try fleet.fixture.start(
            ["restore", "@golden", "@gate"], environment: ["TERM": "xterm"], streams: .terminal(terminal))
        try await wait(until: "the question") { terminal.shown.contains("[y/N]") }
        #expect(terminal.shown.contains("Write 6 sections to 2 cameras, one ahead of the others?"))
        #expect(fleet.writes == [0, 0])
        fleet.cameras[1].camera.set(
            try #require(SectionName("video/audio")), try #require(JSONPointer("/inputVolume")), to: 44)
        terminal.type("yes\n")
        #expect(try await child.result().end == .exited(4))
        try await wait(until: "the table") {
            terminal.shown.contains("it has changed since it was looked at; nothing was written")
        }
        #expect(fleet.writes == [3, 0])
        #expect(fleet.values[0] == fleet.golden[0])
    }

    @Test func anInterruptedRunPutsBackWhatIsUnderWay() async throws {
        let fleet = try await Fleet(3)
        for camera in fleet.cameras { camera.camera.add(try Fault("slow=4s:on=write:after=1:times=1")) }
        let child = try fleet.fixture.start(["restore", "--yes", "@golden", "@gate"])
        try await wait(until: "a second write") {
            fleet.cameras.contains { camera in
                camera.camera.requests.count {
                    $0.action == "set" && RestoreTests.sections.contains($0.endpoint ?? "")
                } >= 2
            }
        }
        child.send(SIGINT)
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == 130)
        #expect(fleet.values == fleet.drifted)
        #expect(outcome.output.contains("put back") && outcome.output.contains("interrupted"), "\(outcome.output)")
        #expect(outcome.output.contains("3 cameras in "))
        try fleet.expectNoneIsLeftOpen()
    }

    @Test func whatACameraHasNoTimeForIsPutBack() async throws {
        let fleet = try await Fleet(2)
        for camera in fleet.cameras { camera.camera.add(try Fault("slow=4s:on=write")) }
        let outcome = try await fleet.fixture.run(
            "restore", "--yes", "--camera-deadline", "7", "--max-failures", "2", "@golden", "@gate")
        #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("its time was over"), "\(outcome.output)")
        #expect(fleet.values == fleet.drifted)
        try fleet.expectNoneIsLeftOpen()
    }

    @Test(arguments: ["--resume", "--rollback"])
    func whatAKilledRunLeftIsFinishedOrUndoneAtOnce(way: String) async throws {
        let fleet = try await Fleet(3)
        // The first goes ahead; the others are under way together when the run is killed.
        for camera in fleet.cameras { camera.camera.add(try Fault("slow=60s:on=write:after=2:times=1")) }
        let child = try fleet.fixture.start(["restore", "--yes", "--timeout", "1", "@golden", "@gate"])
        try await wait(until: "two cameras under way") {
            fleet.cameras.count { camera in
                camera.camera.requests.count { $0.action == "set" && !($0.endpoint ?? "").hasPrefix("session/") } >= 3
            } >= 1
        }
        child.send(SIGKILL)
        #expect(try await child.result().end == .signalled(SIGKILL))
        for camera in fleet.cameras { camera.camera.faults = [] }
        let outcome = try await fleet.fixture.run("restore", way, "--all")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for (position, values) in fleet.values.enumerated() where values != fleet.drifted[position] {
            #expect(way == "--resume" && values == fleet.golden[position])
        }
        #expect(way == "--rollback" || fleet.values != fleet.drifted)
        #expect(try !fleet.fixture.files("snapshots/.journal").contains { $0.hasSuffix(".journal") })
        #expect(try await fleet.fixture.run("restore", way, "@gate").errors.contains("no restore is waiting"))
    }

    @Test func theUnitsOfACloneAreWhoTheInventorySaysTheyAre() async throws {
        let fleet = try await Fleet(3)
        #expect(try await fleet.fixture.run("inventory", "check").status == 0)
        let outcome = try await fleet.fixture.run(
            "clone", "--yes", "--allow-clearing-secrets", "gate-2@golden", "@gate")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for (number, camera) in fleet.cameras.enumerated() {
            func value(_ section: String, _ member: String) -> JSONValue? {
                camera.camera.value(of: SectionName(endpoint: section))?[member]
            }
            #expect(value("system/device-info", "devName") == .string("Gate \(number + 1)"))
            #expect(value("video/audio", "outputVolume") == 2)
        }
        let own = try await fleet.fixture.run(
            "clone", "--yes", "--set", "system/device-info.devName=Other", "gate-2@golden", "gate-1")
        #expect(own.status == 0, "\(own.errors)")
        #expect(
            fleet.cameras[0].camera.value(of: SectionName(endpoint: "system/device-info"))?["devName"] == "Other",
            "an option is narrower than the inventory")
    }

    @Test func aGroupGoesThroughAnUpgrade() async throws {
        let fleet = try await Fleet(3, hasKeys: true)
        for camera in fleet.cameras {
            camera.camera.set(
                try #require(SectionName("system/auto-maintain")), try #require(JSONPointer("/minute")), to: 31)
        }
        let begin = try await fleet.fixture.run("upgrade", "begin", "@gate")
        // Nobody holds the passwords that cameras never show.
        #expect(begin.status == 1, "\(begin.output)\(begin.errors)")
        #expect(begin.output.contains("3 incomplete") && begin.output.contains("secret missing"), "\(begin.output)")
        #expect(begin.output.components(separatedBy: "incomplete  gate-").count == 7)
        for camera in fleet.cameras.dropFirst() {
            camera.camera.upgrade(to: try CameraTemplate(schema: camera.camera.template.schema, firmware: 2))
        }
        let finish = try await fleet.fixture.run("upgrade", "finish", "--upgrade-timeout", "3", "@gate")
        #expect(finish.status == 4, "\(finish.output)")
        #expect(finish.output.contains("failed  gate-1"))
        #expect(finish.output.contains("no new firmware within"))
        #expect(finish.output.contains("lost    gate-2"), "\(finish.output)")

        let restored = try await fleet.fixture.run(
            "upgrade", "finish", "--restore-lost", "--yes", "--allow-clearing-secrets", "gate-2", "gate-3")
        #expect(restored.status == 0, "\(restored.output)\(restored.errors)")
        for camera in fleet.cameras {
            #expect(camera.camera.value(of: SectionName(endpoint: "system/auto-maintain"))?["minute"] == 31)
        }
        try fleet.expectNoneIsLeftOpen()
    }

    @Test func aSelectorAloneIsTheCamerasOwnSnapshot() async throws {
        let fleet = try await Fleet(2)
        let plan = try await fleet.fixture.run("plan", "@golden", "gate-2")
        #expect(plan.status == 1 && plan.output.contains("gate-2@2"), "\(plan.output)\(plan.errors)")
        let outcome = try await fleet.fixture.run("restore", "--yes", "@golden", "gate-2")
        #expect(outcome.status == 0)
        #expect(fleet.values == [fleet.drifted[0], fleet.golden[1]])
    }

    @Test(arguments: [
        (["restore", "--yes", "gate-1@golden", "@gate"], "camkeep clone makes them the same"),
        (["restore", "--yes", "--name", "x", "@golden", "@gate"], "--name is for one camera"),
        (
            ["restore", "--yes", "--vendor-archive", "@golden", "gate-1", "gate-2"],
            "a vendor archive goes to one camera"
        ),
        (["restore", "--yes"], "REF is missing"), (["restore", "--yes", "@golden"], "the camera is missing"),
        (["restore", "--resume"], "the camera is missing"),
        (["restore", "@golden", "@gate"], "there is no terminal to confirm the plan on"),
        (["upgrade", "begin", "--name", "x", "@gate"], "--name is for one camera"),
        (["clone", "--yes", "gate-1@golden"], "TARGET is missing"),
    ])
    func whatFitsOnlyOneCameraIsRefused(arguments: [String], message: String) async throws {
        let fixture = try Fixture()
        try fixture.write(
            #"""
            {"cameras": [{"name": "gate-1", "address": "http://a", "groups": ["gate"]},
                         {"name": "gate-2", "address": "http://b", "groups": ["gate"]}]}
            """#.utf8, to: "cameras.json")
        let outcome = try await fixture.run(arguments)
        #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
    }
}
