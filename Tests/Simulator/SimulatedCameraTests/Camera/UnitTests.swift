import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

/// Units of one model, and models.
@Suite struct UnitTests {
    private let information = SectionName(endpoint: "system/device-info")

    @Test func everyUnitHasItsOwnNumbers() throws {
        let template = try CameraTemplate(schema: TestCameras.schema())
        let cameras = (0..<4).map { unit in
            var options = CameraOptions()
            options.unit = unit
            return SimulatedCamera(template: template, options: options)
        }
        for (endpoint, name) in [
            ("system/device-info", "devId"), ("system/device-info", "devName"), ("network/interfaces", "mac"),
            ("network/interfaces", "ip"), ("network/p2p", "serialNumber"), ("network/gb28181", "deviceId"),
        ] {
            let values = Set(cameras.map { $0.value(of: SectionName(endpoint: endpoint))?[name] })
            #expect(values.count == 4, "\(endpoint)/\(name)")
        }
        #expect(Set(cameras.map { $0.value(of: information)?["firmwareVersion"] }).count == 1)
    }

    @Test(arguments: [1, 2]) func theOtherModelDiffers(firmware: Int) throws {
        let schema = try TestCameras.schema()
        let camera = SimulatedCamera(
            template: try CameraTemplate(schema: schema, firmware: firmware, model: .fixedLens))
        let document = try SimulatedCamera(schema: schema, firmware: firmware)
        let client = DirectClient.loggedIn(to: camera)
        for name in ["platform", "devSensor", "firmwareVersion"] {
            #expect(camera.value(of: information)?[name] != document.value(of: information)?[name], "\(name)")
        }
        #expect(client.call("image/ptz-config", "get").code == 203)
        #expect(client.call("system/capabilities", "get", data: ["type": 0]).data["enablePtz"] == 0)
        #expect(client.call("system/capabilities", "get", data: ["type": 1]).data["image"]?["enablePtz"] == 0)
        for section in camera.sections.keys.sorted() where schema.endpoint(of: section)?.isWalked == true {
            #expect(try client.read(section, schema).code == 0, "\(section)")
        }
    }

    @Test func theOtherModelRefusesTheFirstOnesPicture() throws {
        let schema = try TestCameras.schema()
        let camera = SimulatedCamera(template: try CameraTemplate(schema: schema, model: .fixedLens))
        let client = DirectClient.loggedIn(to: camera)
        let picture = try #require(
            SimulatedCamera(schema: schema).value(of: SectionName(endpoint: "video/video-encode")))
        #expect(client.call("video/video-encode", "set", data: picture).code == 1)
        let smaller = picture.setting(1280, at: ["streamEncode", "0", "width"])
            .setting(720, at: ["streamEncode", "0", "height"])
        #expect(client.call("video/video-encode", "set", data: smaller).code == 0)
        let faster = smaller.setting(1920, at: ["streamEncode", "0", "width"])
            .setting(1080, at: ["streamEncode", "0", "height"])
            .setting(1280, at: ["streamEncode", "1", "width"])
        #expect(client.call("video/video-encode", "set", data: faster).code == 0)
    }

    @Test func anUpgradeKeepsTheModel() throws {
        let schema = try TestCameras.schema()
        let camera = SimulatedCamera(template: try CameraTemplate(schema: schema, model: .fixedLens))
        let before = camera.value(of: information)
        camera.upgrade(to: try CameraTemplate(schema: schema, firmware: 2, model: .fixedLens))
        let after = camera.value(of: information)
        #expect(after?["platform"] == before?["platform"])
        #expect(after?["firmwareVersion"] == "3516DV200_IMX335_B1T1A1M0C0P1_W_21.0.4.1")
        #expect(camera.value(of: SectionName(endpoint: "video/video-encode"))?["streamEncode"] != nil)
    }
}
