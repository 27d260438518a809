import CameraSchema
import CameraTestSupport
import Configuration
import JSONTree
import Restore
import SimulatedCamera
import Snapshots
import Testing

/// Whatever goes wrong at whichever write: the camera ends fully restored or exactly as before, and the report says which.
@Suite struct FaultTests {
    /// What is written, in the order of the plan.
    static let sections = ["network/ftp", "event/motion", "image/osd"]

    /// What a fault may lead to.
    enum End {
        case restored
        case asBefore
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let end: End
        let outcome: String

        var testDescription: String { fault }
    }

    static let cases = [
        Case(fault: "refuse-writes=202", end: .asBefore, outcome: "refused"),
        Case(fault: "ignore-writes", end: .asBefore, outcome: "dropped"),
        Case(fault: "drop-field", end: .asBefore, outcome: "dropped"),
        Case(fault: "drop", end: .restored, outcome: "verified"),
        Case(fault: "lose-after-write", end: .restored, outcome: "verified"),
        Case(fault: "reboot", end: .restored, outcome: "verified"),
        Case(fault: "reboot-after-write", end: .restored, outcome: "verified"),
        Case(fault: "expire-session", end: .restored, outcome: "verified"),
        Case(fault: "unauthorized", end: .restored, outcome: "verified"),
        Case(fault: "slow=200ms", end: .restored, outcome: "verified"),
        Case(fault: "garbage", end: .restored, outcome: "verified"),
        Case(fault: "html", end: .restored, outcome: "verified"),
        Case(fault: "empty", end: .restored, outcome: "verified"),
        Case(fault: "status=500", end: .restored, outcome: "verified"),
        Case(fault: "truncate", end: .restored, outcome: "verified"),
        Case(fault: "noise", end: .restored, outcome: "verified"),
    ]

    static let held: SecretSet = {
        var held = SecretSet()
        if let section = SectionName("network/ftp"), let place = JSONPointer("/password") {
            held[section, place] = Secret("ftp-geheim")
        }
        return held
    }()

    private static func rig(firmware: Int = 1) throws -> RestoreRig {
        try RestoreRig(
            try ServedCamera(firmware: firmware, options: .changed { $0.rebootDuration = .milliseconds(100) }))
    }

    private static func drift(_ rig: RestoreRig) throws {
        try rig.set("network/ftp", "/serverPort", 2121)
        try rig.set("event/motion", "/enable", false)
        try rig.set("image/osd", "/ircutSwitchTime", 7)
    }

    /// Both ends and the middle, where something was written before; the middle with the other firmware.
    @Test(arguments: cases, [0, 1, 2])
    func aFaultAtAWrite(_ fault: Case, at write: Int) async throws {
        let rig = try Self.rig(firmware: write == 1 ? 2 : 1)
        let desired = try await rig.snapshot(only: Self.sections)
        try Self.drift(rig)
        let before = rig.camera.sections
        let prepared = try await rig.prepare(
            desired, held: Self.held, only: Self.sections, plan: PlanOptions(secrets: [.mayBeCleared]))
        #expect(prepared.prepared.writes.count == 3, "\(prepared.plan.omissions) \(prepared.prepared.heldBack)")
        rig.camera.add(try Fault("\(fault.fault):on=write:after=\(write):times=1"))

        let result = try await rig.execute(prepared)
        let concerned = result.steps[write]
        #expect(concerned.outcome.word == fault.outcome, "\(concerned)")
        switch fault.end {
        case .restored:
            #expect(result.ending == .finished && result.isComplete)
            #expect(try await rig.snapshot(only: Self.sections).digest == desired.digest)
        case .asBefore:
            #expect(result.ending == .rolledBack)
            #expect(result.steps.prefix(write).allSatisfy { $0.rollback != nil })
            #expect(result.steps.dropFirst(write + 1).allSatisfy { $0.outcome == .notTried })
            for section in Self.sections {
                // No camera shows the old password, so the new one stays.
                let old = before[try RestoreRig.section(section)]?.objectValue?.filter { $0.key != "password" }
                let new = try rig.value(section)?.objectValue?.filter { $0.key != "password" }
                #expect(old?.map(\.key).sorted() == new?.map(\.key).sorted())
                for (name, value) in old ?? [] { #expect(new?.first { $0.key == name }?.value == value) }
            }
        }
        #expect(rig.journals == [])
        #expect(rig.camera.counters.openSessions <= 1, "a session that was lost may be open until it times out")
    }

    /// A camera that loses its connection at every write of a section, and never applies it.
    @Test func aConnectionThatIsAlwaysLost() async throws {
        let rig = try Self.rig()
        let desired = try await rig.snapshot(only: Self.sections)
        try Self.drift(rig)
        let before = rig.camera.sections
        let prepared = try await rig.prepare(
            desired, held: Self.held, only: Self.sections, plan: PlanOptions(secrets: [.mayBeCleared]))
        rig.camera.add(try Fault("drop:event/motion:on=set"))
        let result = try await rig.execute(prepared)
        #expect(result.outcome("event/motion")?.word == "lost")
        #expect(result.ending == .rolledBack)
        #expect(rig.camera.requests.count { $0.endpoint == "event/motion" && $0.action == "set" } == 2)
        #expect(try rig.value("event/motion") == before[RestoreRig.section("event/motion")])
        #expect(try rig.value("image/osd") == before[RestoreRig.section("image/osd")])
    }

    @Test func onFailureStopLeavesWhatWasWritten() async throws {
        let rig = try Self.rig()
        var options = RestoreRig.options
        options.onFailure = .stop
        let desired = try await rig.snapshot(only: Self.sections)
        try Self.drift(rig)
        let prepared = try await rig.prepare(
            desired, held: Self.held, only: Self.sections, plan: PlanOptions(secrets: [.mayBeCleared]), options)
        let names = prepared.prepared.writes.map(\.section.description)
        rig.camera.add(try Fault("refuse-writes=202:on=write:after=1:times=1"))
        let result = try await rig.execute(prepared, options)
        #expect(result.steps.map(\.outcome.word) == ["verified", "refused", "not-tried"])
        #expect(result.ending == .stopped && result.isOpen)
        #expect(rig.journals.count == 1)

        // The journal finishes what was left.
        let (journal, record) = try RestoreJournal.open("front-door", in: rig.store)
        var secrets = JournalSecrets()
        secrets.wanted = Self.held
        let finished = try await RestoreExecutor(rig.connection(), options: options).takeOver(
            journal, record, secrets: secrets, to: .apply)
        #expect(finished.isComplete, "\(names) \(finished.words)")
        #expect(try await rig.snapshot(only: Self.sections).digest == desired.digest)
        #expect(rig.journals == [])
    }

    @Test func onFailureContinueWritesTheRest() async throws {
        let rig = try Self.rig()
        var options = RestoreRig.options
        options.onFailure = .continue
        let desired = try await rig.snapshot(only: Self.sections)
        try Self.drift(rig)
        let prepared = try await rig.prepare(
            desired, held: Self.held, only: Self.sections, plan: PlanOptions(secrets: [.mayBeCleared]), options)
        rig.camera.add(try Fault("refuse-writes=202:on=write:after=1:times=1"))
        let result = try await rig.execute(prepared, options)
        #expect(result.steps.map(\.outcome.word) == ["verified", "refused", "verified"])
        #expect(result.ending == .finished && !result.isComplete)
        #expect(rig.journals == [])
    }

    /// A session and its writes cost no more than necessary: for each section a write and a read-back.
    @Test(arguments: [1, 2])
    func aRestoreCostsThreeRequestsPerSection(firmware: Int) async throws {
        let rig = try RestoreRig(try ServedCamera(firmware: firmware))
        let desired = try await rig.snapshot(only: Self.sections)
        try rig.set("event/motion", "/enable", false)
        try rig.set("image/osd", "/ircutSwitchTime", 7)
        let prepared = try await rig.prepare(desired, only: Self.sections)
        rig.camera.forgetRequests()
        let result = try await rig.execute(prepared)
        #expect(result.isComplete && result.steps.count == 2)
        for section in result.steps.map(\.section) {
            let requests = rig.camera.requests.filter { $0.section?.description == section }
            // The third request was part of the walk.
            #expect(requests.map(\.action) == ["set", "get"])
        }
        // Two for the login, one for the logout.
        #expect(rig.camera.requests.count == 7)
    }
}
