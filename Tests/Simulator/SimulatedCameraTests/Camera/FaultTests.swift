import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

@Suite struct FaultTextTests {
    @Test(arguments: [
        "drop", "drop:event/motion", "close-keep-alive", "slow=500ms", "expire-session:after=10", "truncate:image/osd",
        "refuse-writes=202:image/*:on=set:after=1:times=2", "status=500:filedir", "huge=1000", "deep=70:times=1",
        "drop:on=write:after=4:times=1", "drop-field=/enable:event/motion",
        "slow=1ms:event/alarm-schedule[alarmType=2]",
        "reboot-after-write",
    ])
    func readsAndWritesTheSameText(text: String) throws {
        #expect(try Fault(text).description == text)
    }

    @Test func valuesHaveDefaults() throws {
        #expect(try Fault("slow").kind == .slow(.milliseconds(500)))
        #expect(try Fault("slow=2s").kind == .slow(.seconds(2)))
        #expect(try Fault("status").kind == .status(500))
    }

    @Test func everyKindIsReadFromItsUsage() throws {
        #expect(Fault.Kind.usage.count == 32)
        for text in Fault.Kind.usage { #expect(try Fault(text).description == text) }
    }

    @Test(arguments: [
        "", "dance", "drop=1", "slow=fast", "slow=500", "status=99", "drop:after=x", "drop:on=dance",
        "drop:a:b", "refuse-writes=0", "drop-field=enable", "drop-field=/",
    ])
    func refusesOtherTexts(text: String) {
        #expect(throws: FaultTextError.self) { try Fault(text) }
    }
}

@Suite struct FaultTests {
    private let motion = SectionName(endpoint: "event/motion")

    private func client(_ faults: String...) throws -> DirectClient {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        camera.faults = try faults.map { try Fault($0) }
        return client
    }

    @Test func strikesItsEndpointOnly() throws {
        let client = try client("drop:event/motion")
        #expect(client.call("event/motion", "get").isDropped)
        #expect(client.call("event/roi", "get").code == 0)
        client.camera.faults = [try Fault("drop:event/*:on=set")]
        #expect(client.call("event/motion", "get").code == 0)
        #expect(client.call("event/motion", "set", data: ["sensitivity": 1]).isDropped)
        #expect(client.call("image/osd", "set", data: ["text": "x"]).code == 0)
    }

    @Test func beginsAfterAndEndsAfter() throws {
        let client = try client("drop:event/motion:after=2:times=3")
        let dropped = (0..<8).map { _ in client.call("event/motion", "get").isDropped }
        #expect(dropped == [false, false, true, true, true, false, false, false])
        #expect(client.camera.requests.last?.faults == [])
        #expect(client.camera.requests.filter { !$0.faults.isEmpty }.count == 3)
    }

    @Test func closesOnlyReusedConnections() throws {
        let client = try client("close-keep-alive")
        let body = Array("{\"action\":\"get\",\"data\":null}".utf8)
        #expect(client.send("POST", "/api/event/motion", body: body).code == 0)
        #expect(client.send("POST", "/api/event/motion", body: body, numberOnConnection: 2).isDropped)
    }

    @Test func delays() throws {
        let client = try client("slow=500ms")
        let answer = client.call("event/motion", "get")
        #expect(answer.code == 0)
        #expect(answer.reply.delay == .milliseconds(500))
    }

    @Test func expiresTheSession() throws {
        let client = try client("expire-session:after=1:times=1")
        #expect(client.call("event/motion", "get").code == 0)
        #expect(client.call("event/motion", "get").code == 101)
        #expect(client.call("event/motion", "get").code == 101)
        var again = client
        again.logIn()
        #expect(again.call("event/motion", "get").code == 0)
    }

    @Test func restartsInsteadOfAnswering() throws {
        let client = try client("reboot:on=set:times=1")
        let answer = client.call("event/motion", "set", data: ["sensitivity": 1])
        #expect(answer.isDropped)
        #expect(answer.reply.offline != nil)
        #expect(client.camera.value(of: motion)?["sensitivity"] == 5)
        client.camera.advanceClock(by: .seconds(1))
        #expect(client.call("event/motion", "get").code == 101)
    }

    @Test func theLogTellsWhatWasAnswered() throws {
        let client = try client("lose-after-write:event/motion", "refuse-writes=202:image/osd")
        _ = client.call("event/motion", "set", data: ["sensitivity": 1])
        _ = client.call("image/osd", "set", data: ["text": "x"])
        _ = client.call("event/alarm-schedule", "get", data: ["alarmType": 1])
        let log = client.camera.requests.suffix(3)
        #expect(log.map(\.code) == [nil, 202, 0])
        #expect(log.map(\.endpoint) == ["event/motion", "image/osd", "event/alarm-schedule"])
        #expect(log.map(\.action) == ["set", "set", "get"])
        #expect(log.first?.data == ["sensitivity": 1])
        #expect(log.last?.section?.description == "event/alarm-schedule[alarmType=1]")
        #expect(log.map(\.faults) == [["lose-after-write"], ["refuse-writes=202"], []])
    }

    @Test func refusesLoginsAsTooMany() throws {
        var client = try client("too-many-sessions")
        #expect(client.logIn().code == 4001)
    }

    @Test(arguments: [("html", 200), ("empty", 200), ("status=500", 500), ("redirect", 302), ("unauthorized", 401)])
    func answersWithoutJSON(fault: String, status: Int) throws {
        let client = try client("\(fault):event/motion")
        let answer = client.call("event/motion", "get")
        #expect(answer.status == status)
        #expect(answer.json == nil)
    }

    @Test(arguments: ["garbage", "truncate", "huge=100000", "endless", "deep=70", "noise"])
    func answersWithBrokenJSON(fault: String) throws {
        let client = try client(fault)
        let answer = client.call("event/motion", "get")
        #expect(answer.json == nil)
        #expect(!answer.isDropped)
    }

    @Test func ignoresWrites() throws {
        let client = try client("ignore-writes")
        let before = client.camera.sections
        #expect(client.call("event/motion", "set", data: ["sensitivity": 1]).code == 0)
        #expect(client.camera.sections == before)
        #expect(client.camera.counters.appliedWrites == 0)
    }

    @Test func refusesWrites() throws {
        let client = try client("refuse-writes=202")
        let before = client.camera.sections
        #expect(client.call("event/motion", "set", data: ["sensitivity": 1]).code == 202)
        #expect(client.call("event/motion", "get").code == 0)
        #expect(client.camera.sections == before)
    }

    @Test func losesTheConnectionAfterAWrite() throws {
        let client = try client("lose-after-write:times=1")
        #expect(client.call("event/motion", "set", data: ["sensitivity": 1]).isDropped)
        #expect(client.camera.value(of: motion)?["sensitivity"] == 1)
        #expect(client.call("event/motion", "get").data["sensitivity"] == 1)
    }

    // The nth write of a run, whatever its endpoint. Logging in and reading are not writes.
    @Test func countsWritesAlone() throws {
        let camera = try TestCameras.camera(firmware: 1, "refuse-writes=202:on=write:after=1:times=1")
        let client = DirectClient.loggedIn(to: camera)
        var codes: [Int?] = []
        for sensitivity in 1...3 {
            _ = client.call("event/motion", "get")
            codes.append(client.call("event/motion", "set", data: ["sensitivity": .integer(sensitivity)]).code)
            codes.append(client.call("system/device-info", "set", data: ["devName": "Gate"]).code)
            _ = client.call("session/heart-beat", "set")
        }
        #expect(codes == [0, 202, 0, 0, 0, 0])
    }

    @Test func strikesOneSection() throws {
        let client = try client("drop:event/alarm-schedule[alarmType=1]")
        #expect(client.call("event/alarm-schedule", "get", data: ["alarmType": 1]).isDropped)
        #expect(client.call("event/alarm-schedule", "get", data: ["alarmType": 2]).isDropped == false)
    }

    @Test func restartsAfterAWrite() throws {
        var client = try client("reboot-after-write:times=1")
        let answer = client.call("event/motion", "set", data: ["sensitivity": 1])
        #expect(answer.isDropped)
        #expect(answer.reply.offline == .milliseconds(500))
        #expect(client.camera.value(of: motion)?["sensitivity"] == 1)
        #expect(client.camera.requests.last?.isApplied == true)
        client.camera.advanceClock(by: .seconds(1))
        #expect(client.call("event/motion", "get").code == 101)
        client.logIn()
        #expect(client.call("event/motion", "get").data["sensitivity"] == 1)
    }

    struct Dropping: Sendable {
        var fault: String
        var kept: [String]
        var changed: [String]
    }

    @Test(arguments: [
        Dropping(fault: "drop-field", kept: ["enable"], changed: ["sensitivity", "recStreamType"]),
        Dropping(fault: "drop-field=/sensitivity", kept: ["sensitivity"], changed: ["enable", "recStreamType"]),
        Dropping(fault: "drop-field=/nowhere", kept: [], changed: ["enable", "sensitivity", "recStreamType"]),
    ])
    func dropsOneMemberOfAWrite(_ dropping: Dropping) throws {
        let client = try client(dropping.fault)
        let before = client.call("event/motion", "get").data
        var data = before
        for (name, value) in [("enable", false), ("sensitivity", 2), ("recStreamType", 1)] as [(String, JSONValue)] {
            data = data.setting(value, at: [name])
        }
        #expect(client.call("event/motion", "set", data: data).code == 0)
        let after = client.call("event/motion", "get").data
        for name in dropping.kept { #expect(after[name] == before[name], "\(name)") }
        for name in dropping.changed { #expect(after[name] == data[name], "\(name)") }
    }

    @Test func dropsAMemberInside() throws {
        let client = try client("drop-field")
        let before = client.call("video/video-encode", "get").data
        let data = before.setting(1000, at: ["streamEncode", "1", "bitRate"])
            .setting(50, at: ["streamEncode", "1", "keyFrameInterval"])
        #expect(client.call("video/video-encode", "set", data: data).code == 0)
        let after = client.call("video/video-encode", "get").data
        #expect(after == before.setting(50, at: ["streamEncode", "1", "keyFrameInterval"]))
    }

    @Test func spoilsNames() throws {
        var client = try client("hostile-text")
        let name = client.call("system/device-info", "get").data["devName"]?.stringValue
        #expect(name?.unicodeScalars.contains("\u{1B}") == true)
        client.camera.faults = [try Fault("gb18030")]
        let bytes = client.call("system/device-info", "get").bytes
        #expect(String(validating: bytes, as: UTF8.self) == nil)
        #expect(GB18030.decode(bytes)?.isEmpty == false)
        client.camera.faults = []
        client.logIn()
        #expect(client.call("system/device-info", "get").data["devName"] == "IPC")
    }

    @Test func writesNumbersAsTexts() throws {
        let client = try client("string-numbers")
        let json = try #require(client.call("event/motion", "get").json)
        #expect(json["code"] == "0")
        #expect(json["data"]?["sensitivity"] == "5")
        #expect(json["data"]?["enable"] == "1")
    }

    @Test func writesTheCodeAsText() throws {
        let client = try client("wrong-code-type")
        let json = try #require(client.call("event/motion", "get").json)
        #expect(json["code"] == "0")
        #expect(json["data"]?["sensitivity"] == 5)
    }

    @Test func writesTrailingCommas() throws {
        let client = try client("trailing-commas")
        let answer = client.call("event/motion", "get")
        #expect(answer.json == nil)
        let read = try JSONReader.readTolerantly(answer.bytes, limits: .init(bytes: 1 << 20, depth: 64))
        #expect(read.value["data"]?["sensitivity"] == 5)
        #expect(read.tolerated.contains { $0.kind == .trailingComma })
    }

    @Test func spoilsEncryption() throws {
        let schema = try TestCameras.schema()
        let client = try client()
        let names = try #require(schema.endpoints["network/ftp"]?.encryption[.get])
        let (members, codec) = try client.encryption(names)
        client.camera.faults = [try Fault("wrong-key")]
        let cipher = client.call("network/ftp", "get", data: .object(members)).data["username"]?.stringValue ?? ""
        #expect(codec.decrypt(cipher) != "operator")
        client.camera.faults = [try Fault("clear-text")]
        #expect(client.call("network/ftp", "get", data: .object(members)).data["username"] == "operator")
    }

    @Test func aHostileArchiveLeadsElsewhere() throws {
        let client = try client("hostile-archive-name")
        let data = client.call("system/export-params", "get").data
        #expect(data["url"]?.stringValue?.hasPrefix("http://192.0.2.1/") == true)
        #expect(data["filename"]?.stringValue?.hasPrefix("../") == true)
    }
}
