import Cryptography
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import TestSupport
import Testing

/// Cameras behind real sockets, asked by curl.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "needs curl"))
struct ServedCameraTests {
    private struct Outcome {
        var end: ChildProcess.End
        var output: [UInt8]

        var json: JSONValue? { try? JSONReader.readStrictly(output, limits: .init(bytes: 1 << 24, depth: 64)) }
    }

    /// Asks for the platform, which needs no login.
    private func curl(_ url: String, _ options: String...) async throws -> Outcome {
        let arguments =
            ["--silent", "--max-time", "30", "--noproxy", "*", "--data", "{\"action\":\"get\",\"data\":{}}"] + options
            + [url + "/api/system/platform-capabilities"]
        let result = try await ChildProcess.run("/usr/bin/curl", arguments)
        return Outcome(end: result.end, output: result.output)
    }

    @Test func answersOverHTTP() async throws {
        let camera = try TestCameras.camera()
        let server = try SimulatedServer()
        defer { server.stop() }
        let listener = try server.listen(answer: camera.answer)
        let outcome = try await curl(listener.url)
        #expect(outcome.end == .exited(0))
        #expect(outcome.json?["code"] == 0)
        #expect(camera.counters.requests == 1)
    }

    // Each camera has its own certificate. A client that does not know it refuses it (curl: 60).
    @Test func answersOverHTTPS() async throws {
        let camera = try TestCameras.camera()
        let server = try SimulatedServer(threads: 2)
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var listeners: [SimulatedListener] = []
        for index in 0..<2 {
            let made = try SelfSignedCertificate.make(commonName: "127.0.0.1", validDays: 1)
            try Data(made.certificatePEM.utf8).write(to: folder.appending(path: "\(index).pem"))
            let certificate = ServerCertificate(certificatePEM: made.certificatePEM, keyPEM: made.privateKeyPEM)
            listeners.append(try server.listen(certificate: certificate, answer: camera.answer))
        }
        for (index, listener) in listeners.enumerated() {
            #expect(listener.url.hasPrefix("https://"))
            let own = try await curl(listener.url, "--cacert", folder.appending(path: "\(index).pem").path)
            #expect(own.end == .exited(0))
            #expect(own.json?["code"] == 0)
            let other = try await curl(listener.url, "--cacert", folder.appending(path: "\(1 - index).pem").path)
            #expect(other.end == .exited(60))
        }
    }

    @Test func saysThatACertificateIsUnusable() throws {
        let server = try SimulatedServer()
        defer { server.stop() }
        let nonsense = ServerCertificate(certificatePEM: "no", keyPEM: "certificate")
        let error = #expect(throws: SimulatedServerError.self) {
            _ = try server.listen(certificate: nonsense) { _ in SimulatedReply(.drop) }
        }
        #expect(error?.code == .cannotStart)
    }

    struct Broken: Sendable {
        var fault: String
        /// curl's exit statuses: 1 not HTTP, 18 cut short, 52 nothing came, 56 broken off, 63 too large.
        var statuses: [Int32]
    }

    @Test(arguments: [
        Broken(fault: "drop", statuses: [52, 56]), Broken(fault: "noise", statuses: [1]),
        Broken(fault: "truncate", statuses: [18]), Broken(fault: "huge=2000000", statuses: [63]),
        Broken(fault: "reboot", statuses: [52, 56]),
    ])
    func breaksOnTheWire(_ broken: Broken) async throws {
        let camera = try TestCameras.camera(firmware: 1, broken.fault)
        let server = try SimulatedServer()
        defer { server.stop() }
        let listener = try server.listen(answer: camera.answer)
        let outcome = try await curl(listener.url, "--http1.1", "--max-filesize", "1000000")
        #expect(broken.statuses.map(ChildProcess.End.exited).contains(outcome.end))
    }

    // curl sends two requests over one connection. The second answer never comes, and the server has seen both requests.
    @Test func closesAKeptConnectionBeforeTheNextRequest() throws {
        let camera = try TestCameras.camera(firmware: 1, "close-keep-alive")
        let server = try SimulatedServer()
        defer { server.stop() }
        let listener = try server.listen(answer: camera.answer)
        let client = try RawClient(port: listener.port)
        let body = "{\"action\":\"get\",\"data\":{}}"
        try client.send("POST", "/api/system/platform-capabilities", body: body)
        #expect(try client.answer().status == 200)
        try client.send("POST", "/api/system/platform-capabilities", body: body)
        #expect(client.rest().isEmpty)
        #expect(camera.requests.map(\.code) == [0, nil])
    }

    @Test func aRebootingCameraRefusesConnectionsAndComesBack() throws {
        let camera = try TestCameras.camera(firmware: 1, "reboot:times=1") { $0.rebootDuration = .seconds(2) }
        let server = try SimulatedServer()
        defer { server.stop() }
        let listener = try server.listen(answer: camera.answer)
        let client = try RawClient(port: listener.port)
        try client.send("POST", "/api/system/platform-capabilities")
        #expect(client.rest().isEmpty)
        #expect(throws: RawClient.Failure.self) { _ = try RawClient(port: listener.port) }
        var answer: RawClient.Answer?
        while answer == nil {
            usleep(10_000)
            if let back = try? RawClient(port: listener.port) {
                try back.send("POST", "/api/system/platform-capabilities", body: "{\"action\":\"get\",\"data\":{}}")
                answer = try? back.answer()
            }
        }
        #expect(answer?.text.hasPrefix("{\"code\":0") == true)
    }

    @Test func closesEveryDescriptorWhenItStops() throws {
        let camera = try TestCameras.camera()
        let server = try SimulatedServer()
        let listener = try server.listen(answer: camera.answer)
        let clients = try (0..<20).map { _ in try RawClient(port: listener.port) }
        for client in clients {
            try client.send("POST", "/api/system/platform-capabilities", body: "{\"action\":\"get\",\"data\":{}}")
            #expect(try client.answer().status == 200)
        }
        #expect(listener.openConnections == 20)
        server.stop()
        #expect(listener.openConnections == 0)
        for client in clients { #expect(client.rest().isEmpty) }
    }
}
