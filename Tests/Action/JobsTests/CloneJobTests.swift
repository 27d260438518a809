import CameraSchema
import CameraTestSupport
import Configuration
import Fleet
import JSONTree
import Jobs
import Restore
import SimulatedCamera
import Snapshots
import Testing

/// A golden configuration onto other units, without a terminal.
struct CloneJobTests {
    /// A rig whose first camera is the golden one.
    private func golden(_ units: Int) async throws -> JobsRig {
        let rig = try JobsRig(units + 1)
        try rig.set(rig.cameras[0], "video/audio", "/outputVolume", 66)
        try rig.set(rig.cameras[0], "image/osd", "/ircutSwitchTime", 7)
        try await rig.keep(tag: "golden")
        return rig
    }

    private func clone(
        _ rig: JobsRig, _ job: RestoreJob, models: CloneJob.Models = .same, options: PlanOptions = PlanOptions()
    ) async throws -> CloneJob {
        let reference = try ConfigurationReference("gate-1@golden", with: TargetResolver(nil))
        let golden = try await ConfigurationLoader(store: rig.store, reader: job.reader, secrets: rig.secrets).load(
            reference)
        return CloneJob(golden: golden, options: options, secrets: rig.secrets, models: models)
    }

    private func template(_ rig: JobsRig) -> CloneTemplate {
        CloneTemplate(schema: rig.schema, resolver: TargetResolver(nil))
    }

    @Test func unitsBecomeLikeTheGoldenOneWithTheirOwnValues() async throws {
        let rig = try await golden(2)
        let units = Array(rig.cameras.dropFirst())
        let names = units.map { rig.value($0, "system/device-info", "devName") }
        try rig.folder.write(
            """
            target,camera,system/device-info.devName,video/audio.outputVolume\r
            \(units[0].target),yard,"Yard, north",\r
            \(units[1].target),,,12\r

            """, to: "yard.csv")
        let targets = try template(rig).targets([], settings: [], table: rig.folder.path("yard.csv"))
        #expect(targets.map(\.camera) == ["yard", nil])
        let job = try await rig.restoreJob()
        let clone = try await clone(rig, job, options: PlanOptions(secrets: [.mayBeCleared]))
        try clone.check(targets)
        for target in targets {
            let planned = try await job.plan(clone.request(for: target), isOneOfMany: false)
            #expect(planned.unset.isEmpty && planned.remarks.isEmpty)
            #expect(try await job.write(planned, options: RestoreOptions()).isComplete)
        }
        #expect(rig.value(units[0], "system/device-info", "devName") == "Yard, north")
        #expect(rig.value(units[1], "system/device-info", "devName") == names[1])
        #expect(units.map { rig.value($0, "video/audio", "outputVolume") } == [66, 12])
        #expect(units.map { rig.value($0, "image/osd", "ircutSwitchTime") } == [7, 7])
        #expect(try rig.tagged("before-restore").map(\.camera).contains("yard"))
    }

    /// Nobody gives a value to have it left out.
    @Test func aValueThatIsNotWrittenIsNamed() async throws {
        let rig = try await golden(1)
        let targets = try template(rig).targets(
            [rig.targets[1]], settings: ["network/gb28181.deviceId=34020000001320000011"], table: nil)
        let job = try await rig.restoreJob()
        let clone = try await clone(rig, job)
        let planned = try await job.plan(clone.request(for: targets[0]), isOneOfMany: false)
        #expect(planned.unset.map(\.path) == ["network/gb28181.deviceId"])
        #expect(planned.unset.first?.reason.name == "wouldClearSecrets", "\(planned.unset)")
    }

    @Test func anotherModelIsLeftAloneUnlessThatIsAllowed() async throws {
        let rig = try await golden(0)
        let other = try ServedCamera(model: .fixedLens)
        let reader = try await rig.reader([FleetTarget(other.target)])
        let job = RestoreJob(reader: reader, store: rig.store, recipients: [])
        let target = try #require(
            try template(rig).targets([FleetTarget(other.target)], settings: [], table: nil).first)
        let same = try await clone(rig, job)
        await #expect(throws: CloneJob.OtherModel.self) {
            try await job.plan(same.request(for: target), isOneOfMany: false)
        }
        let any = try await clone(rig, job, models: .any)
        let planned = try await job.plan(any.request(for: target), isOneOfMany: false)
        #expect(planned.remarks.contains { $0.hasPrefix("model ") })
        #expect(other.camera.counters.appliedWrites == 0)
        #expect(try await job.write(planned, options: RestoreOptions()).written > 0)
        #expect(rig.value(other, "video/audio", "outputVolume") == 66)
    }

    @Test(arguments: [
        ("target,network/interfaces.ipp\nhttp://h,1", "column network/interfaces.ipp"),
        ("target,video/audio.outputVolume\nhttp://a,5\nhttp://b,loud", "yard.csv:3: column video/audio.outputVolume"),
        ("target,video/audio.outputVolume\nhttp://a,5000", "yard.csv:2: column video/audio.outputVolume"),
        ("name\nx", "no column target"), ("target\nftp://x", "yard.csv:2: column target"),
        ("target\nhttp://a\nhttp://a", "yard.csv:3: http://a is there twice"),
        ("target,network/ftp.password\nhttp://a,x", "is a secret"), ("target\n\"http://a", "the quote is not closed"),
    ])
    func faultsOfATableNameRowAndColumn(table: String, message: String) throws {
        let folder = try ScratchFolder()
        try folder.write(table, to: "yard.csv")
        let template = CloneTemplate(
            schema: try CameraSchema(files: SchemaFile.embedded), resolver: TargetResolver(nil))
        let fault = #expect(throws: CloneTemplate.Fault.self) {
            try template.targets([], settings: [], table: folder.path("yard.csv"))
        }
        #expect(fault?.description.contains(message) ?? false, "\(String(describing: fault))")
    }

    @Test func whatDistinguishesCamerasIsNotGivenToSeveral() throws {
        let resolver = TargetResolver(nil)
        let template = CloneTemplate(schema: try CameraSchema(files: SchemaFile.embedded), resolver: resolver)
        let targets = try resolver.targets(["http://a", "http://b"])
        let fault = #expect(throws: RequestFault.self) {
            try template.targets(targets, settings: ["network/interfaces.ip=10.0.0.9"], table: nil)
        }
        #expect(fault?.hint.contains("--template") ?? false)
        #expect(throws: RequestFault.self) {
            try template.targets(targets + [targets[0]], settings: [], table: nil)
        }
        #expect(throws: RequestFault.self) {
            try template.targets(targets, settings: ["network/ftp.path"], table: nil)
        }
    }

    @Test func aValueWithoutAPlaceInTheGoldenConfigurationIsFoundBeforehand() async throws {
        let rig = try await golden(0)
        let job = try await rig.restoreJob()
        let stored = try StoredSnapshot("gate-1@golden", in: rig.store)
        var snapshot = stored.snapshot
        snapshot.sections["network/ftp"] = nil
        let clone = CloneJob(
            golden: NamedConfiguration(name: "golden", snapshot: snapshot, secrets: .init()), options: PlanOptions(),
            secrets: rig.secrets, models: .same)
        let targets = try template(rig).targets(rig.targets, settings: ["network/ftp.path=/a"], table: nil)
        #expect(throws: CloneTemplate.Fault.self) { try clone.check(targets) }
        #expect(job.store.path == rig.store.path)
    }
}
