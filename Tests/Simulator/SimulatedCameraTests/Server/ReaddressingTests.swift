import CameraSchema
import Cryptography
import Foundation
import JSONTree
import Synchronization
import TestSupport
import Testing

@testable import SimulatedCamera
@testable import SimulatedCameraServer

/// A camera whose own address or port is changed.
@Suite struct ReaddressingTests {
    private static let ports = SectionName(endpoint: "network/port")
    private static let interfaces = SectionName(endpoint: "network/interfaces")

    private static let served = Atomic(0)

    /// A camera at its own loopback address, where no other test takes the ports that it moves to.
    private struct Served {
        let host: String
        let otherHost: String
        let camera: SimulatedCamera
        let server: SimulatedServer
        let listener: SimulatedListener
        let cookie: String

        init(
            _ readdressing: Readdressing, certificate: ServerCertificate? = nil,
            change: (inout CameraOptions) -> Void = { _ in }
        ) throws {
            let number = ReaddressingTests.served.add(1, ordering: .relaxed).newValue
            host = "127.77.1.\(number)"
            otherHost = "127.77.2.\(number)"
            camera = try TestCameras.camera {
                $0.readdressing = readdressing
                $0.reportsAddress = true
                change(&$0)
            }
            server = try SimulatedServer()
            listener = try server.listen(for: camera, address: host, certificate: certificate)
            cookie = try #require(DirectClient.loggedIn(to: camera).cookie)
        }

        /// Writes over the network, and returns the whole answer.
        func write(_ endpoint: String, _ data: JSONValue) throws -> RawClient.Answer {
            let client = try RawClient(host: host, port: listener.port)
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

        /// Another port at its address.
        var otherPort: Int { listener.port < 65_535 ? listener.port + 1 : 1024 }

        func answers(_ host: String, _ port: Int) -> Bool {
            guard let client = try? RawClient(host: host, port: port),
                (try? client.send("POST", "/api/system/platform-capabilities", body: #"{"action":"get"}"#)) != nil
            else { return false }
            return (try? client.answer())?.status == 200
        }
    }

    @Test func theSettingsTellWhereItListens() throws {
        let served = try Served(.ignored)
        let port = served.camera.webAddress
        #expect(port.httpPort == served.listener.port)
        #expect(port.httpsPort == 443)
        #expect(port.ip == served.host)
        let other = try TestCameras.camera()
        #expect(other.webAddress == WebAddress(ip: "172.18.193.180", httpPort: 80, httpsPort: 443))
        served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: 99)
        served.camera.resetToDefaults()
        #expect(served.camera.webAddress.httpPort == served.listener.port)
    }

    @Test func followsItsPortAtOnce() throws {
        let served = try Served(.followed)
        let port = served.otherPort
        let answer = try served.write("network/port", served.httpPort(port))
        #expect(answer.text.hasPrefix("{\"code\":0"))
        #expect(!served.answers(served.host, served.listener.port))
        #expect(served.answers(served.host, port))
        #expect(served.listener.currentURL == "http://\(served.host):\(port)")
        #expect(served.camera.webAddress.httpPort == port)
    }

    @Test func followsItsAddress() throws {
        let served = try Served(.followed)
        let answer = try served.write("network/interfaces", served.interfaces(ip: served.otherHost))
        #expect(answer.text.hasPrefix("{\"code\":0"))
        #expect(!served.answers(served.host, served.listener.port))
        #expect(served.answers(served.otherHost, served.listener.port))
    }

    @Test func movesAfterAWhile() async throws {
        let served = try Served(.followed) { $0.readdressingDelay = .milliseconds(200) }
        let port = served.otherPort
        #expect(try served.write("network/port", served.httpPort(port)).text.hasPrefix("{\"code\":0"))
        #expect(served.answers(served.host, served.listener.port))
        try await wait(until: "the new place") { served.answers(served.host, port) }
        #expect(!served.answers(served.host, served.listener.port))
    }

    @Test func ignoresTheChangeWhenToldSo() throws {
        let served = try Served(.ignored)
        let port = served.otherPort
        #expect(try served.write("network/port", served.httpPort(port)).text.hasPrefix("{\"code\":0"))
        #expect(served.answers(served.host, served.listener.port))
        #expect(!served.answers(served.host, port))
        #expect(served.camera.webAddress.httpPort == port)
    }

    @Test(arguments: [Readdressing.lost, .followed]) func isLost(readdressing: Readdressing) throws {
        let served = try Served(readdressing)
        // The camera is lost although it follows: nothing on this machine answers at such an address.
        let ip = readdressing == .lost ? served.otherHost : "192.0.2.7"
        #expect(try served.write("network/interfaces", served.interfaces(ip: ip)).text.hasPrefix("{\"code\":0"))
        #expect(!served.answers(served.host, served.listener.port))
        #expect(!served.answers(served.otherHost, served.listener.port))
        #expect(served.listener.currentURL == nil)
        // Somebody sets it right at the camera itself.
        served.camera.resetToDefaults()
        #expect(served.answers(served.host, served.listener.port))
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
        #expect(served.answers(served.host, served.listener.port))
    }

    @Test func movesAlthoughTheAnswerIsLost() throws {
        let served = try Served(.followed)
        let port = served.otherPort
        served.camera.add(try Fault("lose-after-write"))
        #expect(throws: RawClient.Failure.self) { try served.write("network/port", served.httpPort(port)) }
        #expect(!served.answers(served.host, served.listener.port))
        #expect(served.answers(served.host, port))
    }

    @Test func aRestoredArchiveMovesItOnceItIsBack() async throws {
        let served = try Served(.followed) { $0.rebootDuration = .milliseconds(300) }
        let port = served.otherPort
        served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: .integer(port))
        served.camera.reboot()
        #expect(!served.answers(served.host, served.listener.port))
        try await wait(until: "the camera at its new port") { served.answers(served.host, port) }
    }

    @Test func aFullResetBringsItBack() async throws {
        let served = try Served(.followed) { $0.rebootDuration = .milliseconds(100) }
        served.camera.set(
            Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: .integer(served.otherPort))
        #expect(served.answers(served.host, served.otherPort))
        let client = try RawClient(host: served.host, port: served.otherPort)
        try client.send(
            "POST", "/api/system/default",
            headers: ["Cookie: \(served.cookie)", "Content-Type: application/json; charset=utf-8"],
            body: #"{"action":"set","data":{"type":1}}"#)
        #expect(try client.answer().text.hasPrefix("{\"code\":0"))
        try await wait(until: "the reset camera") { served.answers(served.host, served.listener.port) }
        #expect(!served.answers(served.host, served.otherPort))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "needs curl"))
    func keepsItsCertificate() async throws {
        let made = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 1)
        let served = try Served(
            .followed,
            certificate: ServerCertificate(certificatePEM: made.certificatePEM, keyPEM: made.privateKeyPEM))
        #expect(served.camera.webAddress.httpsPort == served.listener.port)
        #expect(served.camera.webAddress.httpPort == 80)
        served.camera.set(
            Self.ports, JSONPointer(["4", "property", "httpsProtocol ", "port"]), to: .integer(served.otherPort))
        let url = try #require(served.listener.currentURL)
        #expect(url == "https://\(served.host):\(served.otherPort)")
        let pin = try PublicKeyPin(pemCertificate: made.certificatePEM)
        let result = try await ChildProcess.run(
            "/usr/bin/curl",
            [
                "--silent", "--insecure", "--noproxy", "*", "--pinnedpubkey", "\(pin)", "--data",
                #"{"action":"get","data":{}}"#, url + "/api/system/platform-capabilities",
            ])
        #expect(result.end == .exited(0))
        #expect(String(decoding: result.output, as: UTF8.self).hasPrefix("{\"code\":0"))
    }

    @Test func movesBackAndForth() throws {
        let served = try Served(.followed)
        let first = served.listener.port
        let second = served.otherPort
        for port in [second, first, second] {
            served.camera.set(Self.ports, JSONPointer(["3", "property", "httpProtocol ", "port"]), to: .integer(port))
            #expect(served.answers(served.host, port))
            #expect(!served.answers(served.host, port == first ? second : first))
        }
    }

    @Test func aRestartWithoutARequestRefusesConnections() async throws {
        let served = try Served(.ignored) { $0.rebootDuration = .seconds(1) }
        served.camera.upgrade(to: try CameraTemplate(schema: TestCameras.schema(), firmware: 2))
        #expect(throws: RawClient.Failure.self) { try RawClient(host: served.host, port: served.listener.port) }
        try await wait(until: "the upgraded camera") { served.answers(served.host, served.listener.port) }
    }

    @Test(arguments: ["127.0.0.1", "127.255.1.2", "192.168.1.1", "camera", "", "::1", "126.0.0.1"])
    func knowsLoopback(address: String) {
        let place = ListenerPlace(address: "127.0.0.8", port: 80)
        let moved = place.moved(by: AddressMove(address: address), isSecure: false)
        #expect((moved != nil) == address.hasPrefix("127."))
    }
}
