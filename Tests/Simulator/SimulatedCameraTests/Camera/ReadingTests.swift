import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

@Suite struct ReadingTests {
    // Everything that the document shows can be read, and looks as the document shows it.
    @Test func answersEveryGetOfTheSchemaWithItsExample() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        var read = 0
        for endpoint in schema.promisedEndpoints {
            for example in endpoint.examples where example.action == .get {
                var section = SectionName(endpoint: endpoint.name)
                if let selector = endpoint.selector, let value = example.selector {
                    section.selector = .init(argument: selector.argument, value: value)
                }
                let answer = try client.read(section, schema)
                #expect(answer.code == 0, "\(section)")
                #expect(shape(answer.data) == shape(example.data), "\(section)")
                read += 1
            }
        }
        #expect(read >= 51)
    }

    /// Member names and JSON types.
    private func shape(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "text"
        case .array(let items): .array(items.map(shape))
        case .object(let members): .object(JSONObject(members.map { ($0, shape($1)) }))
        }
    }

    @Test func answersEverySelectorValue() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let selected = camera.sections.keys.filter { $0.selector != nil }.map(\.description).sorted()
        for type in 0...7 { #expect(selected.contains("system/capabilities[type=\(type)]")) }
        for cruise in 0...8 { #expect(selected.contains("image/ptz-cruise[cruiseIdx=\(cruise)]")) }
        for brand in 16...18 { #expect(selected.contains("storage/cloud[bindType=\(brand)]")) }
        #expect(selected.contains("event/alarm-schedule[alarmType=1]"))
        for name in selected {
            #expect(try client.read(TestCameras.section(name), schema).code == 0, "\(name)")
        }
    }

    @Test func groupsCapabilities() throws {
        let schema = try TestCameras.schema()
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        let all = try client.read(TestCameras.section("system/capabilities[type=0]"), schema).data
        let network = try client.read(TestCameras.section("system/capabilities[type=3]"), schema).data
        let wifi = try #require(network["network"]?["enableWifi"])
        #expect(all["enableWifi"] == wifi)
        #expect(all["network"] == nil)
    }

    @Test func wantsTheSelectorAndTheArguments() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        #expect(client.call("event/alarm-schedule", "get").code == 1)
        #expect(client.call("event/alarm-schedule", "get", data: ["alarmType": 99]).code == 203)
        #expect(client.call("event/alarm-schedule", "get", data: ["alarmType": 1]).code == 0)
        #expect(client.call("network/port", "get").code == 1)
        #expect(client.call("network/port", "get", data: ["type": 255]).code == 0)
        #expect(client.call("storage/storage-info", "get", data: ["storageType": 1]).code == 1)
        #expect(client.call("storage/storage-info", "get", data: ["storageType": 1, "id": 255]).code == 0)
        #expect(client.call("system/log-manager", "get").code == 1)
        #expect(client.call("system/log-manager", "get", data: ["startTime": "0", "endTime": "1"]).code == 0)
    }

    @Test func encryptsUserNamesUnderTheKeyOfTheRequest() throws {
        let schema = try TestCameras.schema()
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        let names = try #require(schema.endpoints["network/ftp"]?.encryption[.get])
        var ciphers: Set<String> = []
        for datetime in ["2021-03-06T10:47:05", "2021-03-06T10:47:06"] {
            let (members, codec) = try client.encryption(names, datetime: datetime)
            let answer = client.call("network/ftp", "get", data: .object(members))
            let cipher = try #require(answer.data["username"]?.stringValue)
            #expect(codec.decrypt(cipher) == "operator")
            ciphers.insert(cipher)
            #expect(answer.data["password"] == nil)
        }
        #expect(ciphers.count == 2)
        #expect(client.call("network/ftp", "get").code == 230)
    }

    @Test func movesVolatileValuesAtEveryRead() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera { $0.startTime = 1_600_000_000 }
        var client = DirectClient.loggedIn(to: camera)
        for (section, pointer) in [
            ("image/fill-light", "/realTimeVal"), ("network/wifi", "/wifiInfo/0/strength"),
            ("storage/storage-info[storageType=1]", "/videoFreeSpace"),
        ] {
            let place = try #require(JSONPointer(pointer))
            let name = TestCameras.section(section)
            let values = try (0..<3).map { _ in try client.read(name, schema).data[place]?.integerValue }
            #expect(Set(values).count == 3, "\(section)")
        }
        let time = SectionName(endpoint: "system/system-time")
        let before = try client.read(time, schema).data
        #expect(before["year"] == 2020)
        #expect(before["month"] == 9)
        #expect(before["day"] == 13)
        camera.advanceClock(by: .seconds(86_400 * 40))
        client.logIn()
        #expect(try client.read(time, schema).data["month"] == 10)
        #expect(try client.read(time, schema).data["ntpServerAddr"] == before["ntpServerAddr"])
    }

    @Test func neverReturnsAPassword() throws {
        let schema = try TestCameras.schema()
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        #expect(try client.read(SectionName(endpoint: "network/gb28181"), schema).data["devicePwd"] == "")
    }

    @Test func answersUnknownPathsWithAWebPage() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        #expect(client.call("event/dance", "get").status == 404)
        #expect(client.send("GET", "/").status == 404)
        #expect(client.send("GET", "/api/event/motion").status == 405)
        #expect(client.call("event/motion", "delete").code == 3001)
        #expect(client.send("POST", "/api/event/motion", body: Array("{".utf8)).code == 1001)
    }
}
