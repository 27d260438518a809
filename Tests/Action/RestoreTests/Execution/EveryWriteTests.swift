import CameraTestSupport
import Configuration
import Restore
import SimulatedCamera
import Snapshots
import Testing

/// A fault at each single write of a whole restore. Both firmwares and all kinds of faults take turns.
@Suite struct EveryWriteTests {
    /// Sections that can cut the connection have tests of their own.
    private static let connectionSections = [
        "network/port", "network/interfaces", "network/pppoe", "network/wifiAPInfo",
    ]
    private static let parts = 4

    @Test(arguments: 0..<parts)
    func aFaultAtEachWrite(part: Int) async throws {
        var write = part
        var tried = 0
        while try await isTried(write) {
            tried += 1
            write += Self.parts
        }
        #expect(tried > 5)
    }

    /// Restores a reset camera, with a fault at one write.
    ///
    /// - Returns: false if the restore has fewer writes
    private func isTried(_ write: Int) async throws -> Bool {
        let firmware = write % 2 + 1
        let fault = FaultTests.cases[write * 3 % FaultTests.cases.count]
        let options = CameraOptions.changed { $0.rebootDuration = .milliseconds(100) }
        let rig = try RestoreRig(try ServedCamera(firmware: firmware, options: options))
        try Drift.change(rig.camera, rig.served.schema)
        let desired = try await rig.snapshot()
        rig.camera.resetToDefaults()
        let prepared = try await rig.prepare(
            desired, held: Drift.secrets, plan: PlanOptions(except: Self.connectionSections, secrets: [.mayBeCleared]))
        let before = prepared.live.digest
        guard write < prepared.prepared.writes.count else { return false }
        rig.camera.add(try Fault("\(fault.fault):on=write:after=\(write):times=1"))

        let result = try await rig.execute(prepared)
        let section = prepared.prepared.writes[write].section
        switch fault.end {
        case .restored:
            #expect(
                result.ending == .finished && result.isComplete, "\(fault.fault) at \(section): \(result.steps[write])")
            #expect(
                try await rig.prepare(
                    desired, held: Drift.secrets,
                    plan: PlanOptions(except: Self.connectionSections, secrets: [.mayBeCleared])
                ).prepared.writes.isEmpty, "\(fault.fault) at \(section)")
        case .asBefore:
            #expect(
                result.ending == .rolledBack && !result.isComplete,
                "\(fault.fault) at \(section): \(result.steps[write])")
            #expect(try await rig.snapshot().digest == before, "\(fault.fault) at \(section)")
        }
        #expect(rig.journals == [])
        return true
    }
}
