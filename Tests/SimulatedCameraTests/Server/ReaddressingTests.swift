import CameraSchema
import Glibc
import JSONTree
import TestSupport
import Testing

@testable import SimulatedCamera
@testable import SimulatedCameraServer

/// A camera whose own address or port is changed.
@Suite struct ReaddressingTests {
    private static let ports = SectionName(endpoint: "network/port")
    private static let interfaces = SectionName(endpoint: "network/interfaces")

    private struct Served {
        let camera: SimulatedCamera
        let server: SimulatedServer
        let listener: SimulatedListener
        let cookie: String

        init(_ readdressing: Readdressing, change: (inout CameraOptions) -> Void = { _ in }) throws {
            camera = try TestCameras.camera {
                $0.readdressing = readdressing
                $0.reportsAddress = true
                change(&$0)
            }
            server = try SimulatedServer()
            listener = try server.listen(for: camera)
            cookie = try #require(DirectClient.loggedIn(to: camera).cookie)
        }

        /// Writes over the network, and gives the whole answer.
        func write(_ endpoint: String, _ data: JSONValue) throws -> RawClient.Answer {
            let client = try RawClient(port: listener.port)
            let body = JSONWriter.compact(["action": "set", "data": data])
            try client.send(
                "POST", "/api/" + endpoint,
                headers: ["Cookie: \(cookie)", "Content-Type: application/json; charset=utf-8"],
                body: String(decoding: body, as: UTF8.self))
            return try client.answer()
        }

        func httpPort(_ port: Int) -> JSONValue {
            [["type": 16, "enable": true, "property": ["httpProtocol ": ["port": .integer(port)]]]]
        }

        func interfaces(ip: String) throws -> JSONValue {
            try #require(camera.value(of: ReaddressingTests.interfaces)).setting(.string(ip), at: ["ip"])
        }

        func answers(_ host: String, _ port: Int) -> Bool {
            guard let client = try? RawClient(host: host, port: port),
                (try? client.send("POST", "/api/system/platform-capabilities", body: #"{"action":"get"}"#)) != nil
            else { return false }
            return (try? client.answer())?.status == 200
        }
    }

    /// A port that is free now, bound by number as a listener binds it.
    private func freePort() throws -> Int {
        let socket = try ListeningSocket.open(address: "127.0.0.1", port: 0)
        close(socket.descriptor)
        return Int(socket.port)
    }

    @Test func theSettingsTellWhereItListens() throws {
        let served = try Served(.ignored)
        let port = served.camera.webAddress
        #expect(port.httpPort == served.listener.port)
        #expect(port.httpsPort == 443)
        #expect(port.ip == "127.0.0.1")
        let other = try TestCameras.camera()
        #expect(other.webAddress == WebAddress(ip: "172.18.193.180", httpPort: 80, httpsPort: 443))
        served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: 99)
        served.camera.resetToDefaults()
        #expect(served.camera.webAddress.httpPort == served.listener.port)
    }

    @Test func followsItsPortAtOnce() throws {
        let served = try Served(.followed)
        let port = try freePort()
        let answer = try served.write("network/port", served.httpPort(port))
        #expect(answer.text.hasPrefix("{\"code\":0"))
        #expect(!served.answers("127.0.0.1", served.listener.port))
        #expect(served.answers("127.0.0.1", port))
        #expect(served.listener.currentURL == "http://127.0.0.1:\(port)")
        #expect(served.camera.webAddress.httpPort == port)
    }

    @Test func followsItsAddress() throws {
        let served = try Served(.followed)
        let answer = try served.write("network/interfaces", served.interfaces(ip: "127.0.0.9"))
        #expect(answer.text.hasPrefix("{\"code\":0"))
        #expect(!served.answers("127.0.0.1", served.listener.port))
        #expect(served.answers("127.0.0.9", served.listener.port))
    }

    @Test func movesAfterAWhile() async throws {
        let served = try Served(.followed) { $0.readdressingDelay = .milliseconds(200) }
        let port = try freePort()
        #expect(try served.write("network/port", served.httpPort(port)).text.hasPrefix("{\"code\":0"))
        #expect(served.answers("127.0.0.1", served.listener.port))
        try await wait(until: "the new place") { served.answers("127.0.0.1", port) }
        #expect(!served.answers("127.0.0.1", served.listener.port))
    }

    @Test func ignoresTheChangeWhenToldSo() throws {
        let served = try Served(.ignored)
        let port = try freePort()
        #expect(try served.write("network/port", served.httpPort(port)).text.hasPrefix("{\"code\":0"))
        #expect(served.answers("127.0.0.1", served.listener.port))
        #expect(!served.answers("127.0.0.1", port))
        #expect(served.camera.webAddress.httpPort == port)
    }

    @Test(arguments: [Readdressing.lost, .followed]) func isLost(readdressing: Readdressing) throws {
        let served = try Served(readdressing)
        // Followed, it is lost all the same: nothing on this machine answers at such an address.
        let ip = readdressing == .lost ? "127.0.0.9" : "192.0.2.7"
        #expect(try served.write("network/interfaces", served.interfaces(ip: ip)).text.hasPrefix("{\"code\":0"))
        #expect(!served.answers("127.0.0.1", served.listener.port))
        #expect(!served.answers("127.0.0.9", served.listener.port))
        #expect(served.listener.currentURL == nil)
        // Somebody sets it right at the camera itself.
        served.camera.resetToDefaults()
        #expect(served.answers("127.0.0.1", served.listener.port))
    }

    @Test func switchingItsProtocolOffLosesIt() throws {
        let served = try Served(.followed)
        let item: JSONValue = ["type": 16, "enable": false, "property": ["httpProtocol ": ["port": 80]]]
        #expect(try served.write("network/port", [item]).text.hasPrefix("{\"code\":0"))
        #expect(served.listener.currentURL == nil)
    }

    @Test func anotherProtocolsPortMovesNothing() throws {
        let served = try Served(.followed)
        let item: JSONValue = ["type": 64, "enable": true, "property": ["httpsProtocol ": ["port": 8443]]]
        #expect(try served.write("network/port", [item]).text.hasPrefix("{\"code\":0"))
        #expect(served.answers("127.0.0.1", served.listener.port))
    }

    @Test func movesAlthoughTheAnswerIsLost() throws {
        let served = try Served(.followed)
        let port = try freePort()
        served.camera.add(try Fault("lose-after-write"))
        #expect(throws: RawClient.Failure.self) { try served.write("network/port", served.httpPort(port)) }
        #expect(!served.answers("127.0.0.1", served.listener.port))
        #expect(served.answers("127.0.0.1", port))
    }

    @Test func aRestoredArchiveMovesItOnceItIsBack() async throws {
        let served = try Served(.followed) { $0.rebootDuration = .milliseconds(300) }
        let port = try freePort()
        served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: .integer(port))
        served.camera.reboot()
        #expect(!served.answers("127.0.0.1", served.listener.port))
        try await wait(until: "the camera at its new port") { served.answers("127.0.0.1", port) }
    }

    @Test func movesBackAndForth() throws {
        let served = try Served(.followed)
        let first = served.listener.port
        let second = try freePort()
        for port in [second, first, second] {
            served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: .integer(port))
            #expect(served.answers("127.0.0.1", port))
            #expect(!served.answers("127.0.0.1", port == first ? second : first))
        }
    }

    @Test func aRestartWithoutARequestRefusesConnections() async throws {
        let served = try Served(.ignored) { $0.rebootDuration = .seconds(1) }
        served.camera.upgrade(to: try CameraTemplate(schema: TestCameras.schema(), firmware: 2))
        #expect(throws: RawClient.Failure.self) { try RawClient(port: served.listener.port) }
        try await wait(until: "the upgraded camera") { served.answers("127.0.0.1", served.listener.port) }
    }

    @Test(arguments: ["127.0.0.1", "127.255.1.2", "192.168.1.1", "camera", "", "::1", "126.0.0.1"])
    func knowsLoopback(address: String) {
        let place = ListenerPlace(address: "127.0.0.8", port: 80)
        let moved = place.moved(AddressMove(address: address), isSecure: false)
        #expect((moved != nil) == address.hasPrefix("127."))
    }
}
