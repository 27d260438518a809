import CameraSchema
import Foundation
import Glibc
import JSONTree
import TestSupport
import Testing

@testable import SimulatedCamera

/// The built `camkeep-simulator`.
@Suite struct SimulatorProgramTests {
    /// A running simulator, which ends with this object.
    private final class Simulator: Sendable {
        let child: ChildProcess
        let folder: String

        init(_ arguments: String...) throws {
            let url = FileManager.default.temporaryDirectory.appending(path: "simulator-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            folder = url.path(percentEncoded: false)
            let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            child = try ChildProcess(
                binaries.appending(path: "camkeep-simulator").path(percentEncoded: false), ["--port", "0"] + arguments,
                environment: ["LANG": "C.UTF-8"].merging(
                    ProcessInfo.processInfo.environment.filter { $0.key == "LD_LIBRARY_PATH" }
                ) { $1 },
                folder: folder)
        }

        deinit {
            child.send(SIGKILL)
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// The ports that it has named, after it has named so many.
        func ports(_ count: Int) async throws -> [Int] {
            func found() -> [Int] {
                String(decoding: child.outputSoFar, as: UTF8.self).split(separator: "\n").compactMap {
                    $0.split(separator: ":").last.flatMap { Int($0) }
                }
            }
            try await wait(until: "\(count) addresses") { child.hasEnded || found().count >= count }
            try #require(found().count == count, "\(String(decoding: child.outputSoFar, as: UTF8.self))")
            return found()
        }
    }

    /// A client of the API at a port.
    private struct Client {
        let port: Int
        var cookie: String?

        init(port: Int) { self.port = port }

        func call(_ endpoint: String, _ action: String, data: JSONValue) throws -> JSONValue {
            let raw = try RawClient(port: port)
            let body = String(decoding: JSONWriter.compact(["action": .string(action), "data": data]), as: UTF8.self)
            var headers = ["Content-Type: application/json; charset=utf-8"]
            if let cookie { headers.append("Cookie: " + cookie) }
            try raw.send("POST", "/api/" + endpoint, headers: headers, body: body)
            return try json(raw.answer().body)
        }

        mutating func logIn() throws {
            let offer = try call("session/login-capabilities", "get", data: ["username": "admin"])["data"]
            let datetime = DirectClient.datetime
            let digest = DigestRules.loginDigest(
                username: "admin", password: "12345", salt: offer?["param"]?["salt"]?.stringValue ?? "",
                challenge: offer?["param"]?["challenge"]?.stringValue ?? "", datetime: datetime, iterations: 100)
            let answer = try call(
                "session/login", "set",
                data: [
                    "username": "admin", "loginEncryptionType": "sha256-1", "password": .string(digest),
                    "sessionID": offer?["sessionID"] ?? .null, "datetime": .string(datetime),
                ])
            cookie = try #require(answer["data"]?["cookie"]?.stringValue)
        }
    }

    private static func json(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 24, depth: 64))
    }

    private func control(_ port: Int, _ path: String, commands: String? = nil) throws -> RawClient.Answer {
        let client = try RawClient(port: port)
        try client.send(commands == nil ? "GET" : "POST", path, body: commands ?? "")
        return try client.answer()
    }

    @Test func upgradesWhenTold() async throws {
        let simulator = try Simulator(
            "--control", "0", "--cameras", "2", "--unit", "5", "--model", "fixed-lens", "--reboot-time", "1")
        let ports = try await simulator.ports(3)
        var client = Client(port: ports[0])
        try client.logIn()
        #expect(try client.call("system/device-info", "get", data: .null)["data"]?["devName"] == "IPC-5")
        #expect(try client.call("event/motion", "get", data: .null)["data"]?["sensitivity"] == 5)
        #expect(try control(ports[2], "/5", commands: "set event/motion /sensitivity 3\nupgrade").status == 200)
        try await wait(until: "the upgraded camera") { (try? client.logIn()) != nil }
        #expect(try client.call("event/motion", "get", data: .null)["data"]?["motionSensitivity"] == 3)
        let list = try Self.json(control(ports[2], "/").body).arrayValue ?? []
        #expect(list.map { $0["firmware"] } == [2, 1])
        #expect(list.map { $0["unit"] } == [5, 6])
        #expect(list.map { $0["model"] } == ["fixed-lens", "fixed-lens"])
        let again = try control(ports[2], "/5", commands: "upgrade")
        #expect(again.status == 400)
        #expect(again.text == "the camera has firmware 2 already\n")
        simulator.child.send(SIGTERM)
        #expect(try await simulator.child.result().end == .exited(130))
    }

    @Test func movesAndTellsOfIt() async throws {
        let simulator = try Simulator("--control", "0", "--real-address", "--readdress", "followed")
        let ports = try await simulator.ports(2)
        var client = Client(port: ports[0])
        try client.logIn()
        let shown = try client.call("network/port", "get", data: ["type": 255])["data"]
        #expect(shown?.arrayValue?[3]["property"]?["httpProtocol "]?["port"] == .integer(ports[0]))
        let interfaces = try #require(try client.call("network/interfaces", "get", data: .null)["data"])
        #expect(interfaces["ip"] == "127.0.0.1")
        let moved = interfaces.setting("127.0.0.17", at: ["ip"])
        #expect(try client.call("network/interfaces", "set", data: moved)["code"] == 0)
        #expect(throws: RawClient.Failure.self) { try RawClient(port: ports[0]) }
        _ = try RawClient(host: "127.0.0.17", port: ports[0])
        #expect(try Self.json(control(ports[1], "/0").body)["url"] == .string("http://127.0.0.17:\(ports[0])"))
    }

    @Test func obeysCommands() async throws {
        let simulator = try Simulator("--control", "0", "--reboot-time", "0", "--fault", "slow=1ms:event/roi")
        let ports = try await simulator.ports(2)
        var client = Client(port: ports[0])
        try client.logIn()
        #expect(try control(ports[1], "/", commands: "fault refuse-writes=202:on=write:times=1").status == 200)
        #expect(try client.call("event/motion", "set", data: ["sensitivity": 1])["code"] == 202)
        #expect(try client.call("event/motion", "set", data: ["sensitivity": 1])["code"] == 0)
        var told = try Self.json(control(ports[1], "/0").body)
        #expect(told["faults"] == ["slow=1ms:event/roi", "refuse-writes=202:on=write:times=1"])
        #expect(told["counters"]?["appliedWrites"] == 1)
        #expect(told["requests"]?.arrayValue?.last?["section"] == "event/motion")
        #expect(told["requests"]?.arrayValue?.last?["applied"] == true)
        #expect(try control(ports[1], "/0", commands: "no-faults\nforget-requests\nreset full").status == 200)
        try await wait(until: "the camera after its reset") { (try? client.logIn()) != nil }
        #expect(try client.call("event/motion", "get", data: .null)["data"]?["sensitivity"] == 5)
        told = try Self.json(control(ports[1], "/0").body)
        #expect(told["faults"] == [])
        #expect(told["counters"]?["resets"] == 1)
        #expect(try control(ports[1], "/0", commands: "end-sessions").status == 200)
        #expect(try client.call("event/motion", "get", data: .null)["code"] == 101)
    }

    @Test(arguments: [
        ("/", "dance"), ("/", "fault dance"), ("/", "set nowhere /x 1"), ("/", "set event/motion sensitivity 1"),
        ("/", "reset"), ("/", "upgrade now"),
    ])
    func refusesOtherCommands(path: String, command: String) async throws {
        let simulator = try Simulator("--control", "0")
        let ports = try await simulator.ports(2)
        let answer = try control(ports[1], path, commands: "set event/motion /sensitivity 1\n" + command)
        #expect(answer.status == 400)
        #expect(!answer.text.isEmpty)
    }

    @Test func tellsSecretsOnlyWhenAsked() async throws {
        let schema = try TestCameras.schema()
        for reveals in [true, false] {
            let simulator =
                try reveals
                ? Simulator("--control", "0", "--reveal-secrets", "plain.json") : Simulator("--control", "0")
            let ports = try await simulator.ports(2)
            var client = Client(port: ports[0])
            try client.logIn()
            let names = try #require(schema.endpoints["network/ftp"]?.encryption[.set])
            let parameters = try client.call("security/capability", "get", data: ["username": "admin"])["data"]?[
                "param"]
            let key = DigestRules.fieldKey(
                loginName: "admin", salt: parameters?["aes128-1"]?["salt"]?.stringValue ?? "",
                datetime: DirectClient.datetime, iterations: 100)
            let codec = try #require(FieldCodec(key: key, iv: DirectClient.iv))
            let members: [(String, JSONValue)] = [
                (names.loginName, "admin"), (names.encryptionType, "aes128-1"),
                (names.datetime, .string(DirectClient.datetime)), (names.iv, .string(DirectClient.iv)),
                ("username", .string(codec.encrypt("upload"))), ("password", .string(codec.encrypt("Lärche#7"))),
            ]
            #expect(try client.call("network/ftp", "set", data: .object(JSONObject(members)))["code"] == 0)
            let files = try FileManager.default.contentsOfDirectory(atPath: simulator.folder)
            #expect(files == (reveals ? ["plain.json"] : []))
            if reveals {
                let path = simulator.folder + "/plain.json"
                let told = try Self.json(Array(Data(contentsOf: URL(filePath: path))))
                #expect(told["0"]?["received"]?["network/ftp/password"] == "Lärche#7")
                #expect(told["0"]?["held"]?["network/ftp/username"] == "upload")
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
            for path in ["/", "/0"] { #expect(!(try control(ports[1], path).text.contains("Lärche"))) }
        }
    }
}
