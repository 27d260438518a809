import Audit
import Configuration
import DiffTestSupport
import JSONTree
import SemanticDiff
import Testing

@Suite struct GoldenTests {
    @Test func everyCameraIsComparedWithTheGoldenOne() throws {
        let cameras = try Cameras(
            4,
            edited: [
                1: { try $0.set("network/ftp", "/enable", to: 0) },
                2: { try $0.set("network/ftp", "/enable", to: 0) },
                3: { try $0.set("network/ftp", "/enable", to: 0) },
            ])
        let result = cameras.audit(cameras.golden(0))
        #expect(
            result.places == [
                "camera-001 network/ftp/enable", "camera-002 network/ftp/enable", "camera-003 network/ftp/enable",
            ])
        guard case .golden(let side)? = result.reference else {
            Issue.record("there is no golden configuration")
            return
        }
        #expect(side.name == "camera-000@latest")
        let change = try #require(result.findings.first?.change)
        #expect(change.old == true)
        #expect(change.new == false)
    }

    @Test func sectionsThatOneSideLacksAreNoDeviation() throws {
        let cameras = try Cameras(
            3,
            edited: [
                0: { $0.leaveOut("storage/ipeye") },
                1: { $0.leaveOut("network/snmp") },
                2: { $0.fail("network/smtp", "the camera answered code 1001") },
            ])
        let result = cameras.audit(cameras.golden(0))
        #expect(result.places.isEmpty)
        #expect(result.gaps.map(\.section) == ["network/snmp", "storage/ipeye"])
        #expect(result.gaps.map(\.isInGolden) == [true, false])
        #expect(result.gaps.map(\.lacking) == [["camera-001"], ["camera-000"]])
        #expect(result.camera(2)?.unreadSections == ["network/smtp"])
    }

    @Test func whatTheGoldenOneCouldNotReadIsSaid() throws {
        let cameras = try Cameras(2, edited: [0: { $0.fail("network/smtp", "the camera answered code 1001") }])
        let result = cameras.audit(cameras.golden(0))
        #expect(result.unreadInGolden == ["network/smtp"])
        #expect(result.gaps.isEmpty)
        #expect(!result.isComplete)
    }

    @Test func secretsUnderAnotherKeyAreNotCompared() throws {
        let cameras = try Cameras(2, edited: [1: { $0.fingerprintKey = nil }])
        let result = cameras.audit(cameras.golden(0))
        #expect(result.places.isEmpty)
        #expect(result.camera(1)?.incomparableSecrets ?? 0 > 0)
        #expect(result.camera(0)?.incomparableSecrets == 0)
    }
}
