import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import TestSupport
import Testing

/// Inventories, and runs over many cameras at once.
struct FleetTests {
    /// A camera of the mix, and what is to become of it.
    private struct Member {
        let name: String
        let camera: TestCamera
        let kind: Kind

        /// Of a dead one a port at which nobody listens: that of a stopped camera might be given to another.
        var url: String { kind == .dead ? "http://127.1.0.\(camera.camera.options.unit + 1):9" : camera.url }

        enum Kind: String, CaseIterable {
            case good
            case dead
            case slow
            case wrongPassword
            case rebooting
            case busy
        }
    }

    private func fleet(_ fixture: Fixture, count: Int) throws -> [Member] {
        try (0..<count).map { index in
            let kind: Member.Kind =
                switch index % 20 {
                case 3: .dead
                case 7: .slow
                case 11: .wrongPassword
                case 15: .rebooting
                case 19: .busy
                default: .good
                }
            var faults: [Fault] = []
            switch kind {
            case .slow: faults = [Fault(.slow(.seconds(600)), target: "network/port")]
            // In the middle of the walk; it comes back after the time that the options say.
            case .rebooting: faults = [Fault(.reboot, target: "network/port", times: 1)]
            case .busy: faults = [Fault(.tooManySessions, target: "session/login-capabilities", times: 2)]
            default: break
            }
            let camera = try fixture.camera { options in
                options.unit = index
                options.faults = faults
                options.rebootDuration = .milliseconds(400)
            }
            return Member(name: "\(kind.rawValue)-\(index)", camera: camera, kind: kind)
        }
    }

    private func write(_ members: [Member], _ fixture: Fixture) throws {
        let lines = members.map { member in
            let password = member.kind == .wrongPassword ? #", "password": {"environment": "WRONG"}"# : ""
            return
                #"{"name": "\#(member.name)", "address": "\#(member.url)", "groups": ["\#(member.kind)"]\#(password)},"#
        }
        let text = "// made by a test\n{\"cameras\": [\n" + lines.joined(separator: "\n") + "\n]}\n"
        try fixture.write(text.utf8, to: "cameras.json")
    }

    @Test func everyGoodCameraIsStoredAndEveryBadOneIsInTheTable() async throws {
        let fixture = try Fixture()
        let members = try fleet(fixture, count: 40)
        try write(members, fixture)
        let outcome = try await fixture.run(
            "snapshot", "--all", "--jobs", "16", "--camera-deadline", "60", "--timeout", "5", "--connect-timeout", "2",
            "--retries", "3", "--json", environment: ["WRONG": "not-it"])
        #expect(outcome.status == 4, "\(outcome.errors)")
        let lines = try outcome.jsonLines
        #expect(lines.count == 40)
        let byName = Dictionary(uniqueKeysWithValues: lines.map { ($0["camera"]?.stringValue ?? "", $0) })
        for member in members {
            let line = try #require(byName[member.name])
            let error = line["error"]?.stringValue ?? ""
            let counters = member.camera.camera.counters
            switch member.kind {
            case .good, .rebooting, .busy: #expect(line["status"] == "saved", "\(member.name): \(error)")
            case .dead: #expect(error.contains("nothing answers there"), "\(error)")
            case .slow: #expect(line["status"] == "saved" && line["failed"] != [], "\(line.compactText)")
            case .wrongPassword:
                #expect(error.contains("refused the user name or password"), "\(error)")
                #expect(counters.failedLogins == 1, "a refused password is never tried again")
            }
            if member.kind == .rebooting { #expect(counters.reboots == 1) }
            #expect(counters.openSessions == 0, "\(member.name)")
            // A camera that still works on an answer that nobody waits for any more cannot be spared the next request.
            if member.kind != .slow { #expect(counters.mostConcurrentRequests <= 1, "\(member.name)") }
        }
        #expect(try Set(fixture.snapshots().map { $0.split(separator: "/")[1] }).count == 36)
        try await fixture.expectIntactStore()

        // Only what failed or was not whole is done again.
        for member in members where member.kind == .slow { member.camera.camera.faults = [] }
        let again = try await fixture.run(
            "snapshot", "--all", "--resume", "--retries", "0", environment: ["WRONG": "not-it"])
        #expect(again.status == 4)
        #expect(again.errors.contains("34 of 40 cameras were read today already"), "\(again.errors)")
        let table = again.output.split(separator: "\n")
        #expect(table.count == 7)
        #expect(table.prefix(4).allSatisfy { $0.hasPrefix("failed") })
        #expect(table[4].hasPrefix("saved   slow-"), "\(again.output)")
        #expect(table[6].contains("6 cameras in "))
        #expect(table[6].contains("4 failed, 2 saved"))
    }

    @Test func aCameraThatHangsEndsAtItsDeadline() async throws {
        let fixture = try Fixture()
        let hanging = try fixture.camera(Fault(.slow(.seconds(600)), target: "network/port"))
        let good = try fixture.camera { $0.unit = 1 }
        let outcome = try await fixture.run("snapshot", hanging.url, good.url, "--camera-deadline", "12")
        #expect(outcome.status == 4)
        #expect(outcome.output.contains("failed  \(hanging.address)  took longer than the 12 s of --camera-deadline"))
        #expect(outcome.output.contains("saved   \(good.address)"))
        #expect(hanging.camera.counters.openSessions == 0)
    }

    @Test func atTheDeadlineTheRestIsToldAndResumed() async throws {
        let fixture = try Fixture()
        let hanging = try fixture.camera(Fault(.slow(.seconds(600)), target: "network/port"))
        let waiting = try fixture.camera { $0.unit = 1 }
        let outcome = try await fixture.run("snapshot", hanging.url, waiting.url, "-j", "1", "--deadline", "2")
        #expect(outcome.status == 3)
        #expect(outcome.output.components(separatedBy: "the time limit of --deadline was reached").count == 3)
        #expect(waiting.camera.requests.isEmpty)
        #expect(hanging.camera.counters.openSessions == 0)
    }

    @Test func anInventoryGoesFromATableToASnapshotAndADifference() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let twin = try fixture.camera { $0.unit = 1 }
        try fixture.write("\(Fixture.password)\n".utf8, to: "pw.txt")
        try fixture.write("name,address,groups\ngate-1,\(camera.url),gate\n".utf8, to: "cameras.csv")
        #expect(try await fixture.run("inventory", "import", "cameras.csv").status == 0)
        let added = try await fixture.run(
            "inventory", "add", "yard", twin.url, "--group", "outside", "--password-from", "file:pw.txt")
        #expect(added.status == 0, "\(added.errors)")
        let checked = try await fixture.run("inventory", "check")
        #expect(checked.status == 0)
        #expect(checked.errors.contains("cameras.json: 2 cameras, 2 groups"))
        #expect(try await fixture.run("inventory", "list", "@outside").output.hasPrefix("yard  http"))

        // The password of the second comes from its file, whatever the variable says.
        let mixed = try await fixture.run("snapshot", "@outside", environment: ["CAMKEEP_PASSWORD": "wrong"])
        #expect(mixed.status == 0, "\(mixed.errors)")
        #expect(try await fixture.run("snapshot", camera.url, "yard").status == 0)
        #expect(
            try fixture.snapshots().allSatisfy { $0.hasPrefix("snapshots/gate-1/") || $0.hasPrefix("snapshots/yard/") })

        #expect(try await fixture.run("diff", "--all", "live").status == 0)
        let section = try #require(SectionName("event/motion"))
        camera.camera.set(section, JSONPointer(["enable"]), to: false)
        let drifted = try await fixture.run("diff", "gate-*", "yard", "live")
        #expect(drifted.status == 1, "\(drifted.errors)")
        #expect(drifted.output.contains("event/motion"))
        #expect(drifted.output.contains("drifted    gate-1  1 change in 1 section"))
        #expect(drifted.output.contains("as stored  yard"))
        twin.camera.set(section, JSONPointer(["enable"]), to: false)
        let alike = try await fixture.run("diff", "--all", "live")
        #expect(alike.output.components(separatedBy: "Motion detection switched off").count == 2, "\(alike.output)")
        #expect(alike.output.contains("1 change in 1 section, as "))
        #expect(try await fixture.run("diff", "gate-1", "live").status == 1)
        #expect(try await fixture.run("diff", "gate-1", "live:gate-1").status == 1)
        #expect(try await fixture.run("plan", "gate-1", "gate-1").status == 1)
        let restored = try await fixture.run("restore", "--yes", "gate-1", "gate-1")
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(try await fixture.run("diff", "gate-1@before-restore", "live:gate-1").status == 1)

        let unknown = try await fixture.run("snapshot", "gate-2")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("did you mean gate-1?"))
    }

    @Test func passwordsComeFromTheVault() async throws {
        let fixture = try Fixture()
        let cameras = try (0..<3).map { unit in try fixture.camera { $0.unit = unit } }
        let lines = cameras.enumerated().map {
            #"{"name": "Gate-\#($0)", "address": "\#($1.url)", "groups": ["gate"], "password": {"vault": true}}"#
        }
        try fixture.write("{\"cameras\": [\(lines.joined(separator: ","))]}".utf8, to: "cameras.json")
        _ = try await fixture.run("keys", "generate")
        let missing = try await fixture.run("snapshot", "--all", environment: ["CAMKEEP_PASSWORD": ""])
        #expect(missing.status == 2, "\(missing.errors)")
        #expect(missing.output.contains("the vault has no password for logging in to gate-2"), "\(missing.output)")
        for (scope, password) in [(["--group", "gate"], Fixture.password), (["--camera", "gate-1"], "wrong")] {
            let set = try await fixture.run(
                ["secrets", "set", "session/login.password", "--stdin"] + scope, input: Array(password.utf8))
            #expect(set.status == 0, "\(set.errors)")
        }
        let outcome = try await fixture.run("snapshot", "--all", "--json", environment: ["CAMKEEP_PASSWORD": ""])
        #expect(outcome.status == 4, "\(outcome.errors)")
        let byName = Dictionary(
            uniqueKeysWithValues: try outcome.jsonLines.map { ($0["camera"]?.stringValue ?? "", $0) })
        #expect(byName["Gate-0"]?["status"] == "saved" && byName["Gate-2"]?["status"] == "saved")
        #expect(byName["Gate-1"]?["error"]?.stringValue?.contains("refused the user name or password") ?? false)
        // No restore writes it.
        #expect(try await fixture.run("secrets", "check", "gate-0").output.contains("session/login") == false)
        #expect(try await fixture.run("plan", "@latest", "Gate-0", environment: ["CAMKEEP_PASSWORD": ""]).status == 0)

        // Keys can be changed.
        _ = try await fixture.run("keys", "generate", "--output", "new.txt")
        let rekeyed = try await fixture.run("secrets", "rekey", "--recipient", try recipient(fixture, "new.txt"))
        #expect(rekeyed.status == 0, "\(rekeyed.errors)")
        let again = try await fixture.run(
            "diff", "Gate-0", "live", environment: ["CAMKEEP_PASSWORD": "", "CAMKEEP_IDENTITY": "new.txt"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try await fixture.run("diff", "Gate-0", "live", environment: ["CAMKEEP_PASSWORD": ""]).status == 3)
    }

    private func recipient(_ fixture: Fixture, _ identity: String) throws -> String {
        let text = String(decoding: try fixture.read(identity), as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first { $0.contains("age1") })
        return String(line[try #require(line.range(of: "age1")).lowerBound...])
    }

    /// Two runs over the same cameras and one store, begun together.
    @Test func twoRunsAtTheSameTimeAreBothRight() async throws {
        let fixture = try Fixture()
        let cameras = try (0..<6).map { unit in
            try fixture.camera { options in
                options.unit = unit
                options.sessionLimit = 10
            }
        }
        let lines = cameras.enumerated().map { #"{"name": "gate-\#($0)", "address": "\#($1.url)"}"# }
        try fixture.write("{\"cameras\": [\(lines.joined(separator: ","))]}".utf8, to: "cameras.json")
        let runs = try (0..<2).map { number in
            try fixture.start(["snapshot", "--all", "--json", "--tag", "run-\(number)"])
        }
        var found: [[String: String]] = []
        for run in runs {
            let outcome = try await Outcome(run.result())
            #expect(outcome.status == 0, "\(outcome.errors)")
            let lines = try outcome.jsonLines
            #expect(lines.count == 6)
            found.append(
                Dictionary(
                    uniqueKeysWithValues: lines.map {
                        ($0["camera"]?.stringValue ?? "", $0["digest"]?.stringValue ?? "")
                    }))
        }
        #expect(found[0] == found[1])
        // What was kept first is what the other has seen again, and both tags are on it.
        #expect(try fixture.snapshots().count == 6)
        for number in 0..<6 {
            let entry = try await fixture.run("log", "gate-\(number)")
            #expect(entry.output.contains("run-0") && entry.output.contains("run-1"), "\(entry.output)")
        }
        #expect(cameras.allSatisfy { $0.camera.counters.openSessions == 0 })
        try await fixture.expectIntactStore()
    }

    @Test func sessionsOfAnInterruptedRunAreClosed() async throws {
        let fixture = try Fixture()
        let cameras = try (0..<6).map { unit in
            try fixture.camera(Fault(.slow(.seconds(60)), target: "network/port")) { $0.unit = unit }
        }
        let child = try fixture.start(["snapshot"] + cameras.map(\.url))
        for camera in cameras { try await camera.waitForRequest(of: "network/port") }
        child.send(SIGINT)
        #expect(try await child.result().end == .exited(130))
        #expect(cameras.allSatisfy { $0.camera.counters.openSessions == 0 })
        #expect(try fixture.snapshots() == [])
        try await fixture.expectIntactStore()
    }
}
