import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

/// `camkeep audit` with an inventory: groups of stored cameras, and cameras as they are now.
struct LiveAuditTests {
    private let fixture: Fixture
    private let cameras: [TestCamera]

    /// `gate-1` to `gate-5`, of which the last is also in the group `yard`; the third breaks out of the line.
    init() throws {
        let fixture = try Fixture()
        self.fixture = fixture
        cameras = try (0..<5).map { unit in try fixture.camera { $0.unit = unit } }
        let lines = cameras.enumerated().map { number, camera in
            let groups = number == 4 ? #"["gate", "yard"]"# : #"["gate"]"#
            return #"{"name": "gate-\#(number + 1)", "address": "\#(camera.url)", "groups": \#(groups)}"#
        }
        try fixture.write("{\"cameras\": [\(lines.joined(separator: ","))]}".utf8, to: "cameras.json")
        cameras[2].camera.set(
            try #require(SectionName("event/motion")), try #require(JSONPointer("/enable")), to: false)
    }

    /// What was found, `gate-3 event/motion/enable`, and the names of the cameras that could not be read.
    private func audit(_ arguments: String...) async throws -> (status: Int32?, found: [String], unread: [String]) {
        let outcome = try await fixture.run(["audit", "-f", "json"] + arguments)
        let document = try outcome.json
        let found = (document["cameras"]?.arrayValue ?? []).flatMap { camera in
            (camera["findings"]?.arrayValue ?? []).filter { $0["waiver"] == nil }.map { finding in
                "\(camera["name"]?.stringValue ?? "") \(finding["section"]?.stringValue ?? "")"
                    + (finding["path"]?.stringValue ?? "")
            }
        }
        return (outcome.status, found, (document["unread"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
    }

    @Test func camerasAreAuditedAsTheyAreNow() async throws {
        let now = try await audit("--majority", "@gate", "live")
        #expect(now == (1, ["gate-3 event/motion/enable"], []))
        #expect(try fixture.snapshots() == [], "nothing of them is kept")
        #expect(cameras.allSatisfy { $0.camera.counters.openSessions == 0 && $0.camera.counters.appliedWrites == 0 })

        cameras[1].camera.add(try Fault("drop"))
        let one = try await audit("--majority", "--retries", "0", "--all", "live")
        #expect(one == (4, ["gate-3 event/motion/enable"], ["gate-2"]))
        let none = try await audit("--majority", "--retries", "0", "gate-2", "live")
        #expect(none == (3, [], ["gate-2"]))
    }

    @Test func groupsOfTheInventoryAreAuditedFromTheStore() async throws {
        let taken = try await fixture.run("snapshot", "--no-export", "--quiet", "gate-1", "gate-3", "gate-4", "gate-5")
        #expect(taken.status == 0)
        for camera in cameras { camera.camera.forgetRequests() }
        let group = try await audit("--majority", "@gate")
        #expect(group == (4, ["gate-3 event/motion/enable"], ["gate-2"]))
        #expect(try await audit("--majority", "@yard") == (0, [], []))
        #expect(try await audit("--majority", "--all") == group)
        #expect(try await audit("--majority", "--stored").status == 1, "the store has no gate-2 to miss")
        #expect(cameras.allSatisfy { $0.camera.requests.isEmpty })

        // Waivers can name groups of the inventory.
        try fixture.write(
            #"""
            {"format": "camkeep-waivers", "version": "1.0", "waivers": [{"path": "event/motion.enable", "cameras": ["@gate"], "rule": "difference",
             "reason": "the works", "expires": "2999-01-01"}]}
            """#.utf8, to: "waivers.json")
        #expect(try await audit("--majority", "--waivers", fixture.path("waivers.json"), "--stored") == (0, [], []))
        // The golden one may be named, too.
        let golden = try await audit("--golden", "gate-1", "gate-3", "live")
        #expect(golden == (1, ["gate-3 event/motion/enable"], []))
    }

    @Test(arguments: [
        (["audit", "--all", "gate-1"], "all cameras are meant, and some are named"),
        (["audit", "--stored", "@gate", "live"], "--stored and live exclude each other"),
        (["audit", "live"], "TARGET is missing"), (["audit", "@gat", "live"], "did you mean @gate?"),
    ])
    func wrongCommandLines(arguments: [String], message: String) async throws {
        let outcome = try await fixture.run(arguments)
        #expect(outcome.status == 2 && outcome.errors.contains(message), "\(outcome.errors)")
    }
}
