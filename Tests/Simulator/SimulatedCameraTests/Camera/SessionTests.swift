import CameraSchema
import JSONTree
import SimulatedCamera
import Testing

@Suite struct SessionTests {
    private let section = SectionName(endpoint: "event/motion")

    @Test func opensASessionForTheRightPassword() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient(camera)
        let answer = client.logIn()
        #expect(answer.code == 0)
        let cookie = try #require(answer.data["cookie"]?.stringValue)
        #expect(cookie.hasPrefix("sessionID="))
        #expect(cookie.utf8.count == "sessionID=".utf8.count + 32)
        #expect(answer.header("Set-Cookie")?.hasPrefix(cookie) == true)
        #expect(client.call("event/motion", "get").code == 0)
        #expect(camera.counters.openSessions == 1)
        #expect(client.call("session/logout", "set", data: ["cookie": .string(cookie)]).code == 0)
        #expect(camera.counters.openSessions == 0)
        #expect(client.call("event/motion", "get").code == 101)
    }

    @Test(arguments: [
        ("2021-03-06T10:47:05", 0), ("2021-03-06T10:47:05+00:00", 0), ("2021-03-06T10:47:05Z", 0),
        ("2021-03-06 10:47:05", 1), ("06.03.2021", 1), ("", 1),
    ])
    func takesLocalTimesAndOffsets(datetime: String, code: Int) throws {
        var client = DirectClient(try TestCameras.camera())
        #expect(client.logIn(datetime: datetime).code == code)
    }

    @Test(arguments: [nil, 1, 100] as [Int?])
    func followsTheIterationsItAnnounced(iterations: Int?) throws {
        var client = DirectClient(try TestCameras.camera { $0.loginIterations = iterations })
        #expect(client.logIn().code == 0)
    }

    @Test func needsNoSessionForThePlatform() throws {
        let client = DirectClient(try TestCameras.camera())
        #expect(client.call("system/platform-capabilities", "get", data: .object(JSONObject())).code == 0)
        #expect(client.call("system/device-info", "get").code == 101)
        #expect(client.call("session/heart-beat", "set").code == 101)
    }

    @Test func refusesAWrongPasswordAndLocksAfterFive() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient(camera)
        for _ in 0..<5 {
            #expect(client.logIn(password: "wrong").code == 211)
        }
        #expect(camera.counters.failedLogins == 5)
        #expect(client.logIn().code == 5007)
        camera.advanceClock(by: .seconds(29 * 60))
        #expect(client.logIn().code == 5007)
        camera.advanceClock(by: .seconds(61))
        #expect(client.logIn().code == 0)
        #expect(camera.counters.failedLogins == 5)
    }

    @Test func aSuccessForgetsEarlierFailures() throws {
        var client = DirectClient(try TestCameras.camera())
        for _ in 0..<3 {
            for _ in 0..<4 { client.logIn(password: "wrong") }
            #expect(client.logIn().code == 0)
            _ = client.call("session/logout", "set")
        }
    }

    @Test func refusesUnknownUsersAndForeignSessionIDs() throws {
        var client = DirectClient(try TestCameras.camera())
        #expect(client.logIn(user: "root").code == 5001)
        let answer = client.call(
            "session/login", "set",
            data: [
                "username": "admin", "loginEncryptionType": "sha256-1", "password": "00",
                "sessionID": "00112233445566778899aabbccddeeff", "datetime": "2021-03-06T10:47:05",
            ])
        #expect(answer.code == 4008)
    }

    @Test func limitsSessions() throws {
        let camera = try TestCameras.camera { $0.sessionLimit = 2 }
        var clients = (0..<3).map { _ in DirectClient(camera) }
        #expect(clients[0].logIn().code == 0)
        #expect(clients[1].logIn().code == 0)
        #expect(clients[2].logIn().code == 4001)
        #expect(camera.counters.failedLogins == 0)
        _ = clients[0].call("session/logout", "set")
        #expect(clients[2].logIn().code == 0)
    }

    @Test func endsSessionsWithoutAHeartBeat() throws {
        let camera = try TestCameras.camera { $0.sessionLifetime = .seconds(60) }
        let client = DirectClient.loggedIn(to: camera)
        camera.advanceClock(by: .seconds(50))
        #expect(client.send("POST", "/api/session/heart-beat", body: Array("{\"operaType\":\"x\"}".utf8)).code == 0)
        #expect(client.send("POST", "/api/session/heart-beat").code == 0)
        camera.advanceClock(by: .seconds(50))
        #expect(client.call("event/motion", "get").code == 0)
        camera.advanceClock(by: .seconds(20))
        #expect(client.call("event/motion", "get").code == 103)
        #expect(camera.counters.openSessions == 0)
    }

    @Test func forgetsSessionsWhenItRestarts() throws {
        let camera = try TestCameras.camera { $0.rebootDuration = .seconds(40) }
        let client = DirectClient.loggedIn(to: camera)
        let answer = client.call("system/reboot", "set")
        #expect(answer.code == 0)
        #expect(answer.reply.offline == .seconds(40))
        #expect(client.call("event/motion", "get").isDropped)
        camera.advanceClock(by: .seconds(41))
        #expect(client.call("event/motion", "get").code == 101)
        #expect(camera.counters.reboots == 1)
    }
}
