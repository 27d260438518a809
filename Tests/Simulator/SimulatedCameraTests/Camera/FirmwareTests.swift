import CameraSchema
import JSONTree
import SimulatedCamera
import Testing

@Suite struct FirmwareTests {
    @Test func theSecondFirmwareDiffers() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera(firmware: 2))
        #expect(client.call("event/loitering", "get").code == 203)
        #expect(client.call("storage/ipeye", "get").status == 404)
        let motion = client.call("event/motion", "get").data
        #expect(motion["sensitivity"] == nil)
        #expect(motion["motionSensitivity"] == 5)
        #expect(motion["recStreamType"] == nil)
        #expect(motion["targetFilter"]?["human"] == true)
        let info = client.call("system/device-info", "get").data
        #expect(info["softwareVersion"] == "0.2.3.1")
    }

    @Test func keepsMembersThatTheSchemaDoesNotKnow() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera(firmware: 2))
        let written = client.call("event/motion", "get").data.objectValue ?? JSONObject()
        var changed = written
        changed["holdTime"] = 9
        changed["nonsense"] = 1
        #expect(client.call("event/motion", "set", data: .object(changed)).code == 0)
        changed["nonsense"] = nil
        #expect(client.call("event/motion", "get").data == .object(changed))
    }

    @Test func movesAMemberThatTheSchemaDoesNotKnow() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera(firmware: 2))
        let values = (0..<3).map { _ in client.call("image/fill-light", "get").data["lampTemperature"] }
        #expect(Set(values).count == 3)
    }

    @Test func encryptsMoreFields() throws {
        let schema = try TestCameras.schema()
        for (firmware, isEncrypted) in [(1, false), (2, true)] {
            let client = DirectClient.loggedIn(to: try TestCameras.camera(firmware: firmware))
            let sender = try client.read(SectionName(endpoint: "network/smtp"), schema).data["sender"]
            #expect((sender != "User@domain.com") == isEncrypted)
        }
    }

    @Test func everySectionOfTheSecondFirmwareCanBeRead() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera(firmware: 2)
        let client = DirectClient.loggedIn(to: camera)
        for section in camera.sections.keys.sorted() where schema.endpoint(of: section)?.isWalked == true {
            #expect(try client.read(section, schema).code == 0, "\(section)")
        }
    }

    @Test func anUpgradeKeepsMostAndLosesSome() throws {
        let camera = try TestCameras.camera()
        let second = try CameraTemplate(schema: TestCameras.schema(), firmware: 2)
        camera.set(SectionName(endpoint: "event/motion"), JSONPointer(["sensitivity"]), to: 2)
        camera.set(SectionName(endpoint: "event/video-cover"), JSONPointer(["sensitivity"]), to: 77)
        camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["serverIp"]), to: "10.9.8.7")
        camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["password"]), to: "kept")
        camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["path"]), to: "lost")
        camera.upgrade(to: second)
        #expect(camera.value(of: SectionName(endpoint: "event/motion"))?["motionSensitivity"] == 2)
        #expect(camera.value(of: SectionName(endpoint: "event/video-cover"))?["sensitivity"] == 0)
        let ftp = camera.value(of: SectionName(endpoint: "network/ftp"))
        #expect(ftp?["serverIp"] == "10.9.8.7")
        #expect(ftp?["password"] == "kept")
        #expect(ftp?["path"] == "Default_Folder")
        #expect(camera.value(of: SectionName(endpoint: "storage/ipeye")) == nil)
        #expect(camera.counters.reboots == 1)
        #expect(camera.template.firmware == 2)
    }

    // Only what the list names.
    @Test(arguments: [0, 3]) func anUpgradeLosesWhatItSays(unit: Int) throws {
        let schema = try TestCameras.schema()
        let second = try CameraTemplate(schema: schema, firmware: 2)
        let camera = try TestCameras.camera { $0.unit = unit }
        let fresh = try SimulatedCamera(schema: schema, firmware: 2, options: camera.options)
        for (endpoint, pointers) in second.lostByUpgrade {
            for section in camera.sections.keys where section.endpoint == endpoint {
                for pointer in pointers { camera.set(section, pointer, to: "somebody's own") }
            }
        }
        camera.upgrade(to: second)
        #expect((camera.sections == fresh.sections) == true, "an upgraded camera with defaults is a new one")
        #expect(second.lostByUpgrade.count == 7)
        #expect(try CameraTemplate(schema: schema).lostByUpgrade.isEmpty)
    }

    @Test func anUpgradedCameraIsAwayAndForgetsItsSessions() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient.loggedIn(to: camera)
        camera.upgrade(to: try CameraTemplate(schema: TestCameras.schema(), firmware: 2))
        #expect(client.call("event/motion", "get").isDropped)
        camera.advanceClock(by: .seconds(1))
        #expect(client.call("event/motion", "get").code == 101)
        client.logIn()
        #expect(client.call("event/motion", "get").data["motionSensitivity"] != nil)
        #expect(client.call("event/loitering", "get").code == 203)
    }

    @Test func thereAreTwoFirmwares() throws {
        let schema = try TestCameras.schema()
        #expect(throws: SimulatedCameraError.self) { try SimulatedCamera(schema: schema, firmware: 3) }
    }
}
