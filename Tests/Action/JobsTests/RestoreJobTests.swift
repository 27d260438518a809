import CameraSchema
import CameraTestSupport
import Fleet
import JSONTree
import Jobs
import Restore
import SimulatedCamera
import Snapshots
import Synchronization
import Testing

/// Restoring one camera and several, as a program does it: without a terminal, and with what it says as values.
struct RestoreJobTests {
    @Test func aCameraGoesBackToItsSnapshot() async throws {
        let rig = try JobsRig()
        try await rig.keep(tag: "golden")
        let golden = rig.values
        try rig.drift()
        let job = try await rig.restoreJob()
        let request = try #require(try rig.requests(job: job).first)

        let planned = try await job.plan(request, isOneOfMany: false)
        #expect(
            Set(planned.plan.steps.map(\.section.description)) == ["event/motion", "image/osd", "video/audio"])
        #expect(rig.writes == [0])
        let kept = Mutex("")
        let progress = Mutex(0)
        let result = try await job.write(
            planned, options: RestoreOptions(), kept: { reference in kept.withLock { $0 = reference } },
            progress: { _ in progress.withLock { $0 += 1 } })
        #expect(result.isComplete && !result.isOpen && result.written == 3)
        #expect(rig.values == golden)
        #expect(progress.withLock { $0 } >= 3)
        // The camera as it was before is kept.
        #expect(try rig.tagged("before-restore").map(\.reference) == [kept.withLock { $0 }])
        #expect(try await job.plan(request, isOneOfMany: false).plan.steps.isEmpty)
    }

    /// Whoever restores "the latest" after a restore does not mean the camera as it was before that one.
    @Test func theSnapshotBeforeARestoreIsNotTakenByItsPlaceAlone() async throws {
        let rig = try JobsRig()
        try await rig.keep(tag: "golden")
        try rig.drift()
        let job = try await rig.restoreJob()
        let request = try #require(try rig.requests(job: job).first)
        _ = try await job.write(job.plan(request, isOneOfMany: false), options: RestoreOptions())
        #expect(throws: RequestFault.self) { try rig.requests("@latest", job: job) }
        #expect(try rig.requests("@before-restore", job: job).count == 1)
    }

    @Test func aPatternThatFitsNothingIsRefused() async throws {
        let rig = try JobsRig()
        try await rig.keep(tag: "golden")
        let reader = try await rig.reader()
        let requests = RestoreRequests(
            store: rig.store, reader: reader, secrets: rig.secrets, name: nil,
            options: PlanOptions(except: ["netwrok"]))
        let reference = try ConfigurationReference("gate-1@golden", with: TargetResolver(nil))
        #expect(throws: RequestFault.self) {
            try requests.requests(for: .configuration(reference, for: rig.targets[0]))
        }
    }

    // MARK: - Several

    private func fleet(_ count: Int) async throws -> (rig: JobsRig, restore: FleetRestore) {
        let rig = try JobsRig(count)
        try await rig.keep(tag: "golden")
        try rig.drift()
        let job = try await rig.restoreJob()
        return (rig, FleetRestore(try rig.requests(job: job), job: job))
    }

    private func preview(_ rig: JobsRig, _ restore: FleetRestore) async throws -> FleetRestore.Preview {
        var preview = FleetRestore.Preview()
        for planned in await rig.onAll({ try await restore.plan($0) }) { preview.add(try planned.get()) }
        return preview
    }

    @Test func whatWasAgreedToIsWrittenAndNothingElse() async throws {
        let (rig, restore) = try await fleet(3)
        let preview = try await preview(rig, restore)
        #expect(preview.cameras == 3 && preview.sections == 9 && !preview.cutsConnection)
        #expect(rig.writes == [0, 0, 0])
        // One of them changes while the operator reads.
        try rig.set(rig.cameras[1], "video/audio", "/inputVolume", 44)
        let writing = restore.writing(RestoreOptions(), confirmed: preview, mostFailures: 1)
        let results = await rig.onAll { try await writing.write($0) }
        #expect(throws: FleetRestore.Changed.self) { try results[1].get() }
        #expect(rig.writes == [3, 0, 3])
        #expect(try results.filter { $0.failure == nil }.allSatisfy { try $0.get().isComplete })
        // Where there is nothing left to do, nothing is written.
        let again = restore.writing(RestoreOptions(), confirmed: nil, mostFailures: 1)
        let last = await rig.onAll { try await again.write($0) }
        #expect(try last.map { try $0.get().isComplete } == [true, true, true])
        #expect(rig.writes == [3, 3, 3])
    }

    @Test func oneGoesAheadAndWhatGoesWrongDoesNotSpread() async throws {
        let (rig, restore) = try await fleet(3)
        let drifted = rig.values
        for camera in rig.cameras { camera.camera.add(try Fault("ignore-writes:image/osd:on=set")) }
        let writing = restore.writing(RestoreOptions(), confirmed: nil, mostFailures: 1)
        let results = await rig.onAll { try await writing.write($0) }
        #expect(rig.writes.count { $0 > 0 } == 1)
        #expect(rig.values == drifted)
        #expect(results.count { $0.failure as? FleetFault == .stopped(failures: 1) } == 2)
        let tried = results.compactMap { try? $0.get().result }
        #expect(tried.map(\.ending) == [.rolledBack])
    }

    @Test func aCameraThatDoesNotBelongToTheRunIsRefused() async throws {
        let (rig, restore) = try await fleet(2)
        let other = try ServedCamera()
        #expect(rig.targets.count == 2)
        await #expect(throws: RequestFault.self) { try await restore.plan(FleetTarget(other.target)) }
    }
}

extension Result {
    fileprivate var failure: (any Error)? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension FleetRestore.Written {
    fileprivate var result: RestoreResult? {
        if case .tried(_, let result) = self { result } else { nil }
    }

    fileprivate var isComplete: Bool { result?.isComplete ?? true }
}
