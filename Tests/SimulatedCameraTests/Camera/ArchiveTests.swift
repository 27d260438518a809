import CameraSchema
import Foundation
import JSONTree
import TestSupport
import Testing

@testable import SimulatedCamera

@Suite struct ArchiveTests {
    private let motion = SectionName(endpoint: "event/motion")

    @Test func checksumsAreThoseOfZip() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum(of: []) == 0)
    }

    @Test func readsWhatItWrites() {
        let members = [
            StoredZip.Member(name: "a/b.json", bytes: Array("{}".utf8)), StoredZip.Member(name: "empty", bytes: []),
            StoredZip.Member(name: "Ä", bytes: Array(repeating: 7, count: 70_000)),
        ]
        let file = StoredZip.write(members)
        #expect(StoredZip.read(file) == members)
        #expect(StoredZip.write(members) == file)
        #expect(StoredZip.read(Array(file.dropLast())) == nil)
        #expect(StoredZip.read([]) == nil)
        var damaged = file
        damaged[40] ^= 1
        #expect(StoredZip.read(damaged) == nil)
    }

    private func export(_ client: DirectClient) throws -> [UInt8] {
        let url = try #require(client.call("system/export-params", "get").data["url"]?.stringValue)
        #expect(url.hasPrefix("/filedir/"))
        let answer = client.send("GET", url, headers: [])
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/x-zip-compressed")
        return answer.bytes
    }

    @Test func exportsTheStateForASession() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let file = try export(client)
        #expect(try export(client) == file)
        #expect(StoredZip.read(file)?.count == camera.sections.count)
        camera.set(motion, JSONPointer(["sensitivity"]), to: 2)
        #expect(try export(client) != file)
        #expect(client.send("GET", "/filedir/other.zip").status == 404)
        let url = "/filedir/\(client.call("system/export-params", "get").data["filename"]?.stringValue ?? "")"
        #expect(DirectClient(camera).send("GET", url).status == 401)
    }

    @Test func importsAnArchiveAndRestarts() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient.loggedIn(to: camera)
        let file = try export(client)
        let before = camera.sections
        camera.set(motion, JSONPointer(["sensitivity"]), to: 2)
        let type = HTTPField("Content-Type", "multipart/form-data; boundary=xYz")
        let head =
            "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.zip\"\r\n"
            + "Content-Type: application/x-zip-compressed\r\n\r\n"
        let body = Array(head.utf8) + file + Array("\r\n--xYz--\r\n".utf8)
        let answer = client.send("POST", "/params.html", body, headers: [type])
        #expect(answer.isDropped)
        #expect(answer.reply.offline != nil)
        #expect(camera.sections == before)
        #expect(camera.counters.imports == 1)
        camera.advanceClock(by: .seconds(5))
        client.logIn()
        #expect(client.send("POST", "/params.html", Array(body.dropLast(40)), headers: [type]).code == 1)
        #expect(DirectClient(camera).send("POST", "/params.html", body, headers: [type]).code == 101)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "needs python3"))
    func otherToolsReadTheArchive() async throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera())
        let file = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString).zip")
        try Data(export(client)).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try await ChildProcess.run("/usr/bin/python3", ["-m", "zipfile", "-t", file.path])
        #expect(result.end == .exited(0))
    }
}
