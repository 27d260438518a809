import Audit
import DiffTestSupport
import JSONTree
import Snapshots
import Testing

@Suite struct WaiverTests {
    /// Two of five cameras have no FTP, and one of these another brightness.
    private func cameras() throws -> Cameras {
        try Cameras(
            [
                { try $0.set("network/ftp", "/enable", to: 0) },
                {
                    try $0.set("network/ftp", "/enable", to: 0)
                    try $0.set("image/image", "/brightness", to: 7)
                }, { _ in }, { _ in }, { _ in },
            ], groups: ["camera-001": ["yard"]])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var waiver: JSONValue
        var waived: Int
        var state: WaiverUse.State
        var testDescription: String { waiver.compactText }

        init(_ waiver: JSONValue, _ waived: Int, _ state: WaiverUse.State) {
            self.waiver = waiver
            self.waived = waived
            self.state = state
        }
    }

    @Test(arguments: [
        Case(PolicyFiles.waiver("network/ftp"), 2, .used),
        Case(PolicyFiles.waiver("network/ftp.enable"), 2, .used),
        Case(PolicyFiles.waiver("*"), 3, .used),
        Case(PolicyFiles.waiver("network/ftp", cameras: ["camera-000"]), 1, .used),
        Case(PolicyFiles.waiver("network/ftp", cameras: ["camera-00*"]), 2, .used),
        Case(PolicyFiles.waiver("*", cameras: ["@yard"]), 2, .used),
        Case(PolicyFiles.waiver("*", cameras: ["@office"]), 0, .unused),
        Case(PolicyFiles.waiver("network/ftp.path"), 0, .unused),
        Case(PolicyFiles.waiver("*", rule: "https-off"), 0, .unused),
        Case(PolicyFiles.waiver("*", rule: "diff*"), 3, .used),
        // The audit takes place on 22 November 2026.
        Case(PolicyFiles.waiver("network/ftp", expires: "2026-11-22"), 2, .used),
        Case(PolicyFiles.waiver("network/ftp", expires: "2026-11-21"), 0, .expired),
    ])
    func waiver(_ example: Case) throws {
        let result = try cameras().audit(waivers: PolicyFiles.waivers(example.waiver))
        #expect(result.waivedCount == example.waived)
        #expect(result.places.count == 3 - example.waived)
        #expect(result.waivers.map(\.state) == [example.state])
    }

    @Test func anExpiredWaiverTellsWhatItWouldSilence() throws {
        let result = try cameras().audit(
            waivers: PolicyFiles.waivers(PolicyFiles.waiver("network/ftp", expires: "2026-01-01")))
        #expect(result.waivers.map(\.count) == [2])
        #expect(result.hasFindings)
    }

    @Test func theFirstWaiverCounts() throws {
        let result = try cameras().audit(
            waivers: PolicyFiles.waivers(
                PolicyFiles.waiver("network/ftp", expires: "2026-01-01"), PolicyFiles.waiver("network/ftp"),
                PolicyFiles.waiver("network/ftp")))
        #expect(result.waivers.map(\.state) == [.expired, .used, .unused])
        #expect(result.findings.compactMap(\.waiver) == [1, 1])
    }

    @Test func waivedFindingsDoNotCount() throws {
        let result = try cameras().audit(waivers: PolicyFiles.waivers(PolicyFiles.waiver("*")))
        #expect(!result.hasFindings)
        #expect(result.cameras.allSatisfy { $0.isClean })
        #expect(result.findings.count == 3)
    }

    @Test func rulesAreWaivedByTheirID() throws {
        let policy = try PolicyFiles.policy(#""path": "network/p2p.enable", "equals": false"#)
        let waivers = try PolicyFiles.waivers(PolicyFiles.waiver("network/p2p", rule: "test"))
        let result = try cameras().audit(nil, policies: [policy], waivers: waivers)
        #expect(result.waivedCount == 5)
        #expect(!result.hasFindings)
    }

    @Test func notesAloneAreNoFailure() throws {
        let policy = try PolicyFiles.policy(#""path": "network/p2p.enable", "equals": false"#, severity: .note)
        let result = try cameras().audit(nil, policies: [policy])
        #expect(result.count(.note) == 5)
        #expect(!result.hasFindings)
    }
}
