import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

@Suite struct WritingTests {
    private let motion = SectionName(endpoint: "event/motion")

    @Test func keepsWhatIsWritten() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        var data = client.call("event/motion", "get").data
        data = data.setting(9, at: ["sensitivity"])
        #expect(client.call("event/motion", "set", data: data).code == 0)
        #expect(client.call("event/motion", "get").data == data)
        #expect(camera.counters.appliedWrites == 1)
        #expect(camera.value(of: motion)?["sensitivity"] == 9)
    }

    // The document's own writes that are not encrypted.
    @Test func theSetExamplesAreAccepted() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        for name in schema.endpointNames {
            guard let endpoint = schema.endpoints[name], endpoint.kind == .configuration else { continue }
            for example in endpoint.examples where example.action == .set {
                guard endpoint.encryption[.set] == nil else { continue }
                var data = example.data
                if name == "image/image" {
                    // A slip of the document: 112 in a switch between manual and automatic.
                    #expect(client.call(name, "set", data: data).code == 1)
                    data = data.setting(1, at: ["enableGainCtrl"])
                }
                #expect(client.call(name, "set", data: data).code == 0, "\(name)")
            }
        }
    }

    @Test func aLoneMemberWipesItsNeighbours() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        #expect(client.call("event/motion", "set", data: ["sensitivity": 7]).code == 0)
        let data = client.call("event/motion", "get").data
        #expect(data["sensitivity"] == 7)
        #expect(data["enable"] == false)
        #expect(data["recStreamType"] == 0)
    }

    @Test func mergesWhenToldSo() throws {
        let camera = try TestCameras.camera { $0.writes = .merge }
        let client = DirectClient.loggedIn(to: camera)
        let before = client.call("event/motion", "get").data
        #expect(client.call("event/motion", "set", data: ["sensitivity": 7]).code == 0)
        #expect(client.call("event/motion", "get").data == before.setting(7, at: ["sensitivity"]))
    }

    @Test func readOnlyMembersStay() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        let before = client.call("system/device-info", "get").data
        #expect(client.call("system/device-info", "set", data: ["devName": "Gate", "devId": "1"]).code == 0)
        #expect(client.call("system/device-info", "get").data == before.setting("Gate", at: ["devName"]))
        let bounds = client.call("image/ptz-config", "get").data["serial"]?["baudrateList"]
        let serial: JSONValue = [
            "protocol": 1, "addr": 1, "baudrate": 9600, "databit": 8, "stopbit": 1, "checkType": 0,
        ]
        #expect(client.call("image/ptz-config", "set", data: ["serial": serial]).code == 0)
        let after = client.call("image/ptz-config", "get").data["serial"]
        #expect(after?["baudrate"] == 9600)
        #expect(after?["baudrateList"] == bounds)
    }

    @Test(arguments: [
        [], [HTTPField("Content-Type", "application/json")], [HTTPField("Content-Type", "text/plain; charset=utf-8")],
    ])
    func dropsAWriteWithoutTheCharset(headers: [HTTPField]) throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let before = camera.sections
        #expect(client.call("event/motion", "set", data: ["sensitivity": 7], headers: headers).code == 0)
        #expect(client.call("system/reboot", "set", headers: headers).code == 0)
        #expect(camera.sections == before)
        #expect(camera.counters.reboots == 0)
    }

    @Test(arguments: ["application/json; charset=utf-8", "application/json;charset=UTF-8"])
    func takesAWriteWithTheCharset(type: String) throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let headers = [HTTPField("content-type", type)]
        #expect(client.call("event/motion", "set", data: ["sensitivity": 7], headers: headers).code == 0)
        #expect(camera.value(of: motion)?["sensitivity"] == 7)
    }

    @Test func mapsSetNamesToGetNames() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        var data = client.call("event/alarm-schedule", "get", data: ["alarmType": 1]).data
        let trigger = try #require(data["trigger"]?.objectValue)
        let process = JSONObject(trigger.map { key, _ in (key, JSONValue.integer(1)) })
        data = data.setting(nil, at: ["trigger"]).setting(.object(process), at: ["process"])
        #expect(client.call("event/alarm-schedule", "set", data: data).code == 0)
        let after = client.call("event/alarm-schedule", "get", data: ["alarmType": 1]).data
        #expect(after["process"] == nil)
        // The camera keeps answering in its own types.
        #expect(after["trigger"]?["enableAlarmFtp"] == "1")
    }

    @Test func keepsDayObjectsWhenItIsSentLists() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        var data = client.call("storage/regular-record-property", "get").data
        let shape = data["weekScop"]?["dayScope"]
        let day = JSONValue.array([[60, 120, 1], [], [], [], [], []])
        data = data.setting(.array(Array(repeating: day, count: 7)), at: ["weekScop", "dayScope"])
        #expect(client.call("storage/regular-record-property", "set", data: data).code == 0)
        let after = client.call("storage/regular-record-property", "get").data["weekScop"]?["dayScope"]
        #expect(after?.arrayValue?.count == shape?.arrayValue?.count)
        #expect(after?.arrayValue?.first?["hourScope"] == day)
        #expect(after?.arrayValue?.first?["socpeMode"] != nil)
    }

    @Test func writesOneItemOfAKeyedList() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let before = client.call("network/port", "get", data: ["type": 255]).data
        let item: JSONValue = ["argType": 16, "enable": true, "property": ["httpProtocol ": ["port": 8080]]]
        #expect(client.call("network/port", "set", data: [item]).code == 0)
        let after = client.call("network/port", "get", data: ["type": 255]).data
        #expect(after == before.setting(8080, at: ["3", "property", "httpProtocol ", "port"]))
    }

    @Test func decryptsAndKeepsSecrets() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let names = try #require(schema.endpoints["network/ftp"]?.encryption[.set])
        let (members, codec) = try client.encryption(names)
        var data = try client.read(SectionName(endpoint: "network/ftp"), schema).data.objectValue ?? JSONObject()
        for (name, value) in members { data[name] = value }
        data["username"] = .string(codec.encrypt("upload"))
        data["password"] = .string(codec.encrypt("密码 pass"))
        data["enableFtpTest"] = 1
        let answer = client.call("network/ftp", "set", data: .object(data))
        #expect(answer.code == 0)
        #expect(answer.data["ftpTestStatus"] == 1)
        #expect(camera.receivedSecrets == ["network/ftp/username": "upload", "network/ftp/password": "密码 pass"])
        #expect(camera.triggeredActions == ["network/ftp/enableFtpTest"])
        let shown = try client.read(SectionName(endpoint: "network/ftp"), schema).data
        #expect(shown["password"] == nil)
        #expect(codec.decrypt(shown["username"]?.stringValue ?? "") == "upload")
    }

    @Test func refusesCiphertextsThatItCannotRead() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let before = camera.sections
        #expect(client.call("network/ftp", "set", data: ["username": "in clear"]).code == 230)
        let names = try #require(schema.endpoints["network/ftp"]?.encryption[.set])
        var data = try client.encryption(names).members
        data["username"] = "no base64!"
        #expect(client.call("network/ftp", "set", data: .object(data)).code == 230)
        #expect(camera.sections == before)
    }

    @Test func aClockThatIsWrittenIsSet() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let section = SectionName(endpoint: "system/system-time")
        let data = try client.read(section, schema).data.setting(2031, at: ["year"]).setting(2, at: ["month"])
            .setting(3, at: ["day"])
        #expect(client.call("system/system-time", "set", data: data).code == 0)
        #expect(try client.read(section, schema).data["year"] == 2031)
        #expect(camera.counters.clockSettings == 1)
    }

    @Test func actionsAreCountedAndHarmless() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        #expect(
            client.call("storage/storage-option", "set", data: ["storageType": 1, "id": 0, "optType": 0]).code == 0)
        #expect(client.call("system/log-manager", "delete").code == 0)
        #expect(camera.counters.erasures == 2)
        let preset: JSONValue = ["presetIdx": 7, "presetName": "gate", "enablePreset": 1]
        #expect(client.call("image/ptz-ctrl", "set", data: ["optType": 30, "preset": preset]).code == 0)
        let list = client.call("image/ptz-ctrl", "get").data["presetList"]?.arrayValue ?? []
        #expect(list.contains { $0["presetIdx"] == 7 && $0["presetName"] == "gate" })
        #expect(camera.counters.movements == 1)
    }

    @Test func connectsToAWirelessNetwork() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let names = try #require(schema.endpoints["network/wifi"]?.encryption[.set])
        var (data, codec) = try client.encryption(names)
        data["ssid"] = "Yard"
        data["password"] = .string(codec.encrypt("12345678"))
        data["connectStatus"] = 1
        #expect(client.call("network/wifi", "set", data: .object(data)).code == 0)
        #expect(camera.receivedSecrets["network/wifi/password"] == "12345678")
        let list = client.call("network/wifi", "get").data["wifiInfo"]?.arrayValue ?? []
        let yard = try #require(list.first { $0["ssid"] == "Yard" })
        #expect(yard["password"] == "")
    }

    @Test func goesBackToDefaults() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient.loggedIn(to: camera)
        let factory = camera.sections
        let ipeye = SectionName(endpoint: "storage/ipeye")
        for (type, keepsNetwork) in [(0, true), (1, false)] {
            camera.set(motion, JSONPointer(["sensitivity"]), to: 2)
            camera.set(SectionName(endpoint: "network/p2p"), JSONPointer(["enable"]), to: false)
            camera.set(ipeye, JSONPointer(["enable"]), to: true)
            #expect(client.call("system/default", "set", data: ["type": .integer(type)]).code == 0)
            #expect(camera.value(of: motion) == factory[motion])
            #expect((camera.sections == factory) == !keepsNetwork)
            camera.advanceClock(by: .seconds(10))
            client.logIn()
        }
        #expect(camera.counters.resets == 2)
    }

    @Test func unitsDifferInTheirIdentityAlone() throws {
        let first = try TestCameras.camera { $0.unit = 1 }
        let second = try TestCameras.camera { $0.unit = 2 }
        let differing = first.sections.filter { second.sections[$0.key] != $0.value }.map(\.key.endpoint)
        #expect(
            Set(differing) == ["system/device-info", "network/p2p", "network/interfaces", "network/gb28181"])
    }
}
