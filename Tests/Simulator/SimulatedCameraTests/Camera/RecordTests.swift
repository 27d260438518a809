import CameraSchema
import JSONTree
import SimulatedCamera
import Testing

/// What a camera reports about the requests that it got.
@Suite struct RecordTests {
    @Test func countsRequestsOfEndpointsAndSections() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        camera.forgetRequests()
        for type in [1, 2, 1] { _ = client.call("event/alarm-schedule", "get", data: ["alarmType": .integer(type)]) }
        _ = client.call("event/motion", "set", data: ["sensitivity": 4])
        _ = client.call("event/motion", "get")
        _ = client.send("GET", "/nowhere")
        #expect(
            camera.requestCounts == ["event/alarm-schedule": 3, "event/motion": 2, "/nowhere": 1])
        #expect(camera.sectionRequestCounts[TestCameras.section("event/alarm-schedule[alarmType=1]")] == 2)
        #expect(camera.sectionRequestCounts[TestCameras.section("event/motion")] == 2)
        #expect(
            camera.requests.map(\.endpoint) == [
                "event/alarm-schedule", "event/alarm-schedule", "event/alarm-schedule", "event/motion", "event/motion",
                nil,
            ])
        #expect(camera.requests.map(\.isApplied) == [false, false, false, true, false, false])
    }

    @Test(arguments: ["drop", "refuse-writes=202", "expire-session", "unauthorized", "reboot", "ignore-writes"])
    func aWriteThatFailsHasASectionAndIsNotApplied(fault: String) throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        camera.add(try Fault(fault + ":on=write"))
        let before = camera.sections
        _ = client.call("event/motion", "set", data: ["sensitivity": 4])
        let record = try #require(camera.requests.last)
        #expect(record.section?.description == "event/motion")
        #expect(!record.isApplied)
        #expect((camera.sections == before) == true)
    }

    @Test func aWriteThatTheCameraRefusesIsNotApplied() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        #expect(client.call("event/motion", "set", data: ["sensitivity": 99]).code == 1)
        #expect(camera.requests.last?.isApplied == false)
    }

    struct AccountCall: Sendable {
        var path: String
        var action: String
        var data: JSONValue
        var isAccount: Bool
    }

    @Test(arguments: [
        AccountCall(path: "security/user", action: "set", data: ["username": "admin"], isAccount: true),
        AccountCall(path: "security/password", action: "set", data: .null, isAccount: true),
        AccountCall(path: "system/user-manager", action: "delete", data: .null, isAccount: true),
        AccountCall(path: "system/device-info", action: "set", data: ["newPassword": "x"], isAccount: true),
        AccountCall(path: "security/user", action: "get", data: .null, isAccount: false),
        AccountCall(path: "security/capability", action: "get", data: ["username": "admin"], isAccount: false),
        AccountCall(path: "system/device-info", action: "set", data: ["devName": "Gate"], isAccount: false),
        AccountCall(path: "session/heart-beat", action: "set", data: .null, isAccount: false),
    ])
    func marksWritesToAccounts(_ call: AccountCall) throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        _ = client.call(call.path, call.action, data: call.data)
        #expect(camera.requests.last?.concernsAccount == call.isAccount)
        #expect(camera.counters.accountWrites == (call.isAccount ? 1 : 0))
        if call.isAccount { #expect(camera.requests.last?.data == call.data) }
    }

    // Writing a section with the password of another service is not such a write.
    @Test func ordinaryWritesAreNoAccountWrites() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        for name in schema.endpointNames {
            guard let endpoint = schema.endpoints[name], endpoint.kind == .configuration else { continue }
            for example in endpoint.examples where example.action == .set {
                _ = client.call(name, "set", data: example.data)
            }
        }
        #expect(camera.counters.accountWrites == 0)
    }
}
