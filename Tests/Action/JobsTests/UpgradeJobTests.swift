import CameraSchema
import CameraTestSupport
import Drill
import Fleet
import JSONTree
import Jobs
import Restore
import SemanticDiff
import SimulatedCamera
import Snapshots
import Synchronization
import Testing

/// A camera through a firmware upgrade, without a terminal.
struct UpgradeJobTests {
    private func begin(_ rig: JobsRig, _ reader: CameraReader) async throws -> UpgradeBegin.Kept {
        try await UpgradeBegin(reader: reader, store: rig.store, name: nil, secrets: rig.secrets).run(
            rig.targets[0], isOneOfMany: false)
    }

    private func finish(_ rig: JobsRig, _ reader: CameraReader, timeout: Duration) -> UpgradeFinish {
        var options = UpgradeFinish.Options()
        options.timeout = timeout
        return UpgradeFinish(reader: reader, store: rig.store, secrets: rig.secrets, options: options)
    }

    private func upgrade(_ rig: JobsRig) throws {
        rig.cameras[0].camera.upgrade(to: try CameraTemplate(schema: rig.schema, firmware: 2))
    }

    @Test func whatTheFirmwareLosesIsFoundAndPutBack() async throws {
        let rig = try JobsRig()
        let camera = rig.cameras[0]
        try rig.set(camera, "system/auto-maintain", "/minute", 31)
        let reader = try await rig.reader()
        let kept = try await begin(rig, reader)
        #expect(kept.archiveGap == nil)
        #expect(try rig.tagged("before-upgrade").map(\.camera) == ["gate-1"])
        // Nobody holds the passwords that cameras never show.
        #expect(Set(kept.drill.losses.map(\.kind)) == [.missingSecret])

        try upgrade(rig)
        let finish = finish(rig, reader, timeout: .seconds(60))
        let finished = try await finish.run(rig.targets[0], isOneOfMany: false)
        #expect(finished.review.lost.contains { $0.section == "system/auto-maintain" && $0.title.isEmpty == false })
        #expect(rig.value(camera, "system/auto-maintain", "minute") != 31)
        #expect(try rig.tagged("after-upgrade").count == 1)

        let request = finish.request(
            rig.targets[0], toUndo: finished,
            options: PlanOptions(including: [.identity], secrets: [.mayBeCleared]))
        let job = RestoreJob(reader: reader, store: rig.store, recipients: rig.secrets.recipients)
        let result = try await job.write(job.plan(request, isOneOfMany: false), options: RestoreOptions())
        #expect(result.isComplete)
        #expect(rig.value(camera, "system/auto-maintain", "minute") == 31)
        #expect(try await finish.run(rig.targets[0], isOneOfMany: false).review.lost.isEmpty)
    }

    @Test func aCameraThatKeepsItsFirmwareIsWaitedForInVain() async throws {
        let rig = try JobsRig()
        let reader = try await rig.reader()
        _ = try await begin(rig, reader)
        let waited = Mutex<[String]>([])
        let fault = await #expect(throws: UpgradedCamera.Fault.self) {
            try await finish(rig, reader, timeout: .seconds(3)).run(rig.targets[0], isOneOfMany: false) { text in
                waited.withLock { $0.append(text) }
            }
        }
        #expect(fault?.description.contains("still has firmware") ?? false)
        #expect(waited.withLock { $0 }.allSatisfy { $0.contains("still has firmware") })
    }

    @Test func withoutABeginThereIsNothingToCompareWith() async throws {
        let rig = try JobsRig()
        try await rig.keep(tag: "golden")
        let reader = try await rig.reader([FleetTarget(rig.cameras[0].target)])
        let fault = await #expect(throws: RequestFault.self) {
            try await finish(rig, reader, timeout: .seconds(1)).run(
                FleetTarget(rig.cameras[0].target), isOneOfMany: false)
        }
        #expect(fault?.hint.contains("camkeep upgrade begin") ?? false)
    }
}
