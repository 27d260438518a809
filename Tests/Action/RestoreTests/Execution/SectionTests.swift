import CameraSchema
import CameraTestSupport
import Configuration
import JSONTree
import Restore
import SimulatedCamera
import Snapshots
import Synchronization
import Testing

/// Single sections: what is sent, what is not, and what is reported.
@Suite struct SectionTests {
    private static let ftp = "network/ftp"

    private static func held(_ secret: String = "ftp-geheim") throws -> SecretSet {
        var held = SecretSet()
        held[try RestoreRig.section(ftp), try #require(JSONPointer("/password"))] = Secret(.string(secret))
        return held
    }

    /// The whole object is sent, with the camera's undocumented members and the new secret, and no test is triggered.
    @Test func theWholeObjectIsSent() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let desired = try await rig.snapshot(only: [Self.ftp])
        try rig.set(Self.ftp, "/serverPort", 2121)
        try rig.set(Self.ftp, "/ownMember", "kept")
        let before = try #require(try rig.value(Self.ftp)?.objectValue)
        let result = try await rig.restore(desired, held: Self.held(), only: [Self.ftp])
        guard case .verified(let verification)? = result.outcome(Self.ftp) else {
            Issue.record("\(result.steps)")
            return
        }
        #expect(verification.unseenSecrets == [try #require(JSONPointer("/password"))])
        #expect(verification.alsoChanged == [])
        #expect(rig.camera.receivedSecrets["network/ftp/password"] == "ftp-geheim")
        #expect(rig.camera.triggeredActions == [])
        var expected = before
        expected["serverPort"] = 21
        expected["password"] = "ftp-geheim"
        #expect(try rig.value(Self.ftp) == .object(expected))
    }

    /// Each message has a time and an IV of its own.
    @Test func everyMessageIsEncryptedAnew() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let desired = try await rig.snapshot(only: [Self.ftp])
        for port in [2121, 2122] {
            try rig.set(Self.ftp, "/serverPort", .integer(port))
            _ = try await rig.restore(desired, held: Self.held(), only: [Self.ftp])
        }
        let writes = rig.camera.requests.filter { $0.endpoint == Self.ftp && $0.action == "set" }
        #expect(writes.count == 2)
        #expect(Set(writes.compactMap { $0.data?["iv"]?.stringValue }).count == 2)
        #expect(Set(writes.compactMap { $0.data?["password"]?.stringValue }).count == 2)
    }

    @Test func aSecretThatIsNotHeldIsNotCleared() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let desired = try await rig.snapshot(only: [Self.ftp])
        try rig.set(Self.ftp, "/serverPort", 2121)
        let prepared = try await rig.prepare(desired, held: Self.held(), only: [Self.ftp])
        // Planned with the secret, carried out without it.
        let without = PreparedRestore(
            prepared.plan, schema: rig.served.schema, live: try await rig.snapshot(only: [Self.ftp]),
            liveSecrets: SecretSet(), held: SecretSet(), options: RestoreRig.options)
        #expect(without.writes.isEmpty)
        #expect(without.heldBack.map(\.outcome.word) == ["held-back"])
    }

    @Test func aSecondRunWritesNothing() async throws {
        let rig = try RestoreRig(try ServedCamera())
        let desired = try await rig.snapshot(only: [Self.ftp])
        try rig.set(Self.ftp, "/serverPort", 2121)
        _ = try await rig.restore(desired, held: Self.held(), only: [Self.ftp])
        rig.camera.forgetRequests()
        let result = try await rig.restore(desired, held: Self.held(), only: [Self.ftp])
        #expect(result.isComplete && result.steps.isEmpty)
        #expect(!rig.camera.requests.contains { $0.action == "set" && $0.endpoint == Self.ftp })
    }

    /// An old plan does not overwrite what has changed in between.
    @Test func whatChangedMeanwhileIsNotWritten() async throws {
        let rig = try RestoreRig(try ServedCamera())
        var options = RestoreRig.options
        options.readsFirst = true
        let desired = try await rig.snapshot(only: ["image/osd"])
        try rig.set("image/osd", "/ircutSwitchTime", 9)
        let prepared = try await rig.prepare(desired, only: ["image/osd"], options)
        try rig.set("image/osd", "/dateFormat", 1)
        let result = try await rig.execute(prepared, options)
        #expect(result.outcome("image/osd")?.word == "changed-meanwhile")
        #expect(rig.camera.counters.appliedWrites == 0)
        #expect(result.ending == .rolledBack)
    }

    @Test func whatIsAlreadyAsWantedIsNotSent() async throws {
        let rig = try RestoreRig(try ServedCamera())
        var options = RestoreRig.options
        options.readsFirst = true
        let desired = try await rig.snapshot(only: ["image/osd"])
        try rig.set("image/osd", "/ircutSwitchTime", 9)
        let prepared = try await rig.prepare(desired, only: ["image/osd"], options)
        try rig.set("image/osd", "/ircutSwitchTime", 3)
        let result = try await rig.execute(prepared, options)
        #expect(result.outcome("image/osd") == .alreadyAsWanted)
        #expect(rig.camera.counters.appliedWrites == 0)
    }

    /// A camera that changes another field by itself.
    @Test func whatElseChangedIsReported() async throws {
        let section = try RestoreRig.section("image/osd")
        let served = try ServedCamera { request, camera in
            let reply = camera.answer(request)
            let text = String(decoding: request.body, as: UTF8.self)
            if request.path == "/api/image/osd", text.contains("\"action\":\"set\"") {
                camera.set(section, JSONPointer(["dateFormat"]), to: 1)
            }
            return reply
        }
        let rig = try RestoreRig(served)
        let desired = try await rig.snapshot(only: ["image/osd"])
        try rig.set("image/osd", "/ircutSwitchTime", 9)
        let result = try await rig.restore(desired, only: ["image/osd"])
        guard case .verified(let verification)? = result.outcome("image/osd") else {
            Issue.record("\(result.steps)")
            return
        }
        #expect(verification.alsoChanged.map(\.pointer.description) == ["/dateFormat"])
    }

    /// Sections of one endpoint are written separately, even if the document's own set names none of them.
    @Test(arguments: [
        ("storage/storage-property[storageType=4]", "/videoStoragePercentage"),
        ("image/ptz-cruise[cruiseIdx=3]", "/cruisePresetList/0/speed"),
        ("event/exception[abnormalType=1]", "/alarmLinkScope"),
        ("event/alarm-schedule[alarmType=1]", "/personFilterStatus"),
    ])
    func theRightSectionIsWritten(name: String, pointer: String) async throws {
        let rig = try RestoreRig(try ServedCamera())
        let section = try RestoreRig.section(name)
        try #require(rig.camera.value(of: section) != nil)
        let wanted = rig.camera.sections
        let desired = try await rig.snapshot(only: [section.endpoint])
        let old = try #require(try rig.value(name, pointer))
        try rig.set(name, pointer, old == 0 ? 1 : 0)
        let result = try await rig.restore(desired, only: [section.endpoint])
        #expect(result.isComplete && result.steps.map(\.section) == [name], "\(result.steps)")
        #expect(rig.camera.sections == wanted)
    }

    /// A refused login is never tried again: the account would be locked.
    @Test func aLockedAccountEndsTheRun() async throws {
        let refusals = Atomic(0)
        let isLocked = Atomic(false)
        let served = try ServedCamera { request, camera in
            let text = String(decoding: request.body, as: UTF8.self)
            if request.path == "/api/event/motion", text.contains("\"action\":\"set\"") {
                isLocked.store(true, ordering: .relaxed)
                camera.endSessions()
                return .api(code: 101)
            }
            if isLocked.load(ordering: .relaxed), request.path == "/api/session/login" {
                refusals.add(1, ordering: .relaxed)
                return .api(code: 5002)
            }
            return nil
        }
        let rig = try RestoreRig(served)
        let desired = try await rig.snapshot(only: ["event/motion", "image/osd"])
        try rig.set("event/motion", "/enable", false)
        try rig.set("image/osd", "/ircutSwitchTime", 9)
        let result = try await rig.restore(desired, only: ["event/motion", "image/osd"])
        #expect(result.isLockedOut)
        #expect(refusals.load(ordering: .relaxed) == 1)
        #expect(result.ending == .rollbackFailed || result.ending == .rolledBack)
        #expect(result.ending == .rolledBack || result.isOpen)
    }
}
