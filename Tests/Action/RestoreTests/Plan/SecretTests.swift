import CameraSchema
import CameraWalk
import Configuration
import DiffTestSupport
import JSONTree
import Restore
import SemanticDiff
import Snapshots
import Testing

/// Secrets in a plan: known ones, unknown ones, and those that the camera does not show.
@Suite struct SecretTests {
    private static let password = JSONPointer(["password"])
    private static let username = JSONPointer(["username"])

    @Test func aSecretThatIsHeldIsWrittenWithThoseTheCameraHides() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("network/ftp", "/username", to: "other")
        try planCase.hold("network/ftp", "/username", "other")
        try planCase.hold("network/ftp", "/password", "4711")
        let step = try #require(planCase.plan().step("network/ftp"))
        #expect(step.changes.map(\.pointer) == [Self.username])
        #expect(step.secrets == [Self.password, Self.username])
        #expect(step.clearedSecrets.isEmpty)
    }

    @Test func clearingIsAllowedOnRequest() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("network/ftp", "/serverPort", to: 2121)
        planCase.options.secrets = [.mayBeCleared]
        let step = try #require(planCase.plan().step("network/ftp"))
        #expect(step.clearedSecrets == [Self.password])
        #expect(step.secrets.isEmpty)
    }

    /// A camera that was reset has lost its passwords, and nothing shows that.
    @Test func whatTheCameraHidesIsWrittenAloneOnRequest() throws {
        var planCase = try PlanCase()
        try planCase.hold("network/ftp", "/password", "4711")
        #expect(try planCase.plan().steps.isEmpty)
        planCase.options.secrets = [.areRewritten]
        let plan = try planCase.plan()
        #expect(plan.sections == ["network/ftp"])
        let step = try #require(plan.step("network/ftp"))
        #expect(step.changes.map(\.pointer) == [Self.password] && step.secrets == [Self.password])
        let live = try #require(NormalizedSection(step.live))
        let merged = try step.merged(into: live, held: planCase.held[step.section])
        #expect(merged.secrets[Self.password]?.reveal() == "4711")
    }

    @Test func requiredSecretsEndThePlanning() throws {
        var planCase = try PlanCase()
        planCase.options.secrets = [.mustBeHeld]
        #expect(try planCase.plan().steps.isEmpty)
        try planCase.desired.set("network/ftp", "/serverPort", to: 2121)
        let error = #expect(throws: MissingSecrets.self) { try planCase.plan() }
        #expect(error?.description.contains("network/ftp") == true)
        try planCase.hold("network/ftp", "/password", "4711")
        #expect(try planCase.plan().sections == ["network/ftp"])
    }

    @Test func aSecretThatIsWantedEmptyIsCleared() throws {
        var planCase = try PlanCase()
        try planCase.live.set("network/snmp", "/trapName", to: "traps")
        try planCase.desired.set("network/snmp", "/trapName", to: "")
        try planCase.hold("network/snmp", "/roUser/authpass", "a")
        try planCase.hold("network/snmp", "/roUser/privpass", "b")
        let step = try #require(planCase.plan().step("network/snmp"))
        let live = try #require(NormalizedSection(step.live))
        let merged = try step.merged(into: live, held: planCase.held[step.section])
        #expect(merged.secrets[JSONPointer(["trapName"])]?.reveal() == "")
        #expect(merged.secrets[JSONPointer(["roUser", "authpass"])]?.reveal() == "a")
    }

    // MARK: - Without fingerprints

    private func withoutKey() throws -> PlanCase {
        var planCase = try PlanCase()
        planCase.desired.fingerprintKey = nil
        return planCase
    }

    @Test func whatCannotBeComparedIsNamed() throws {
        let plan = try withoutKey().plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.reason("network/ftp", "/username") == .secretNotHeld)
    }

    @Test func theClearTextTellsWhetherItIsAnother() throws {
        var planCase = try withoutKey()
        planCase.options.only = ["network/ftp"]
        try planCase.hold("network/ftp", "/username", "new")
        try planCase.hold("network/ftp", "/password", "4711")
        let section = try #require(SectionName("network/ftp"))
        planCase.liveSecrets[section, Self.username] = Secret("old")
        let step = try #require(planCase.plan().step("network/ftp"))
        #expect(step.changes.map(\.pointer) == [Self.username])
        #expect(step.changes.first?.title == "User name")
        planCase.liveSecrets[section, Self.username] = Secret("new")
        let plan = try planCase.plan()
        #expect(plan.steps.isEmpty && plan.omissions.isEmpty)
    }

    /// The hotspot's password is empty in every answer: nobody can say that it differs.
    @Test func aPasswordThatTheCameraHidesIsNoReasonToWrite() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("network/wifiAPInfo", "/APPassword", to: "12345678")
        #expect(try planCase.plan().reason("network/wifiAPInfo", "/APPassword") == .secretNotHeld)
        try planCase.hold("network/wifiAPInfo", "/APPassword", "12345678")
        var plan = try planCase.plan()
        #expect(plan.steps.isEmpty && plan.omissions.isEmpty)
        try planCase.desired.set("network/wifiAPInfo", "/IPRange", to: 50)
        plan = try planCase.plan()
        #expect(plan.step("network/wifiAPInfo")?.secrets == [JSONPointer(["APPassword"])])
    }
}
