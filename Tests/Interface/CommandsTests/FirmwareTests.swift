import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

/// A camera with a newer firmware than the one that the schema describes.
struct FirmwareTests {
    @Test func aNewerFirmwareIsReadWithAllThatIsUnknownOfIt() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: 2)
        let taken = try await fixture.run("snapshot", camera.url)
        #expect(taken.status == 0, "\(taken.errors)")
        let snapshot = try SnapshotFile.read(fixture.folder + "/" + #require(fixture.snapshots().first))
        #expect(snapshot.camera.software == "0.2.3.1")

        // 203, and a web page with 404.
        for name in ["event/loitering", "network/wifiAPInfo", "storage/cloud[bindType=16]", "storage/ipeye"] {
            #expect(snapshot.sections[name]?.status.name == "unsupported", "\(name)")
            #expect(snapshot.sections[name]?.status.reason?.isEmpty == false)
        }
        // Added fields, objects and lists are kept where they stood.
        let motion = try #require(snapshot.sections["event/motion"])
        #expect(motion.undocumented[JSONPointer(["holdTime"])] == 5)
        let image = try #require(snapshot.sections["image/image"])
        #expect(image.undocumented[JSONPointer(["noiseFloor"])] == 12)
        #expect(image.undocumented[JSONPointer(["lowLight"])] == ["enable": 0, "gain": 40])
        // A field that moves between two reads is taken for no setting.
        let light = try #require(snapshot.sections["image/fill-light"])
        #expect(light.roles[.volatile]?.contains(JSONPointer(["lampTemperature"])) == true)
        #expect(motion.roles[.volatile]?.contains(JSONPointer(["holdTime"])) != true)

        let shown = try await fixture.run("show", camera.address)
        #expect(shown.output.contains("Picture settings (+2 undocumented)"))
        let section = try await fixture.run("show", camera.address, "image/fill-light")
        #expect(section.output.contains("lampTemperature"))
        #expect(section.output.contains("(undocumented, volatile)"))
        #expect(camera.camera.counters.openSessions == 0)
    }

    @Test func itsDigestIsStable() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: 2)
        let first = try await fixture.snapshot(camera)
        for _ in 0..<3 {
            camera.camera.advanceClock(by: .seconds(12_345))
            let again = try await fixture.snapshot(camera)
            #expect(again["digest"] == first["digest"])
            #expect(again["status"] == "unchanged")
        }
        let section = try #require(SectionName("event/motion"))
        camera.camera.set(section, JSONPointer(["holdTime"]), to: 6)
        let changed = try await fixture.snapshot(camera)
        #expect(changed["digest"] != first["digest"], "an undocumented setting counts")
        try fixture.expectIntactStore()
    }

    @Test func anUpgradeMakesAnotherSnapshot() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let newer = try fixture.camera(firmware: 2)
        let before = try await fixture.snapshot(camera, "--name", "gate")
        let after = try await fixture.snapshot(newer, "--name", "gate")
        #expect(after["status"] == "saved")
        #expect(after["digest"] != before["digest"])
        let log = try await fixture.run("log", "gate")
        #expect(log.output.split(separator: "\n").count == 2)
        #expect(log.output.contains("software 0.1.12.6"))
        #expect(log.output.contains("software 0.2.3.1"))
        try fixture.expectIntactStore()
    }
}
