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

    private static let type = HTTPField("Content-Type", "multipart/form-data; boundary=xYz")

    private func form(_ file: [UInt8]) -> [UInt8] {
        let head =
            "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.zip\"\r\n"
            + "Content-Type: application/x-zip-compressed\r\n\r\n"
        return Array(head.utf8) + file + Array("\r\n--xYz--\r\n".utf8)
    }

    private func upload(_ file: [UInt8], _ client: DirectClient) -> DirectClient.Answer {
        client.send("POST", "/params.html", body: form(file), headers: [Self.type])
    }

    @Test func importsAnArchiveAndRestarts() throws {
        let camera = try TestCameras.camera()
        var client = DirectClient.loggedIn(to: camera)
        let file = try export(client)
        let before = camera.sections
        camera.set(motion, JSONPointer(["sensitivity"]), to: 2)
        let answer = upload(file, client)
        #expect(answer.isDropped)
        #expect(answer.reply.offline != nil)
        #expect((camera.sections == before) == true)
        #expect(camera.counters.imports == 1)
        #expect(camera.requests.last?.isApplied == true)
        camera.advanceClock(by: .seconds(5))
        client.logIn()
        let cut = Array(form(file).dropLast(40))
        #expect(client.send("POST", "/params.html", body: cut, headers: [Self.type]).code == 1)
        #expect(upload(file, DirectClient(camera)).code == 101)
    }

    @Test func someCamerasAnswerAnImport() throws {
        let camera = try TestCameras.camera { $0.answersImport = true }
        let client = DirectClient.loggedIn(to: camera)
        let answer = upload(try export(client), client)
        #expect(answer.code == 0)
        #expect(answer.reply.offline != nil)
    }

    // Everything that a reset discards comes back, including passwords.
    @Test(arguments: [1, 2]) func anArchiveBringsTheWholeStateBack(firmware: Int) throws {
        let camera = try TestCameras.camera(firmware: firmware) { $0.unit = 4 }
        var client = DirectClient.loggedIn(to: camera)
        camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["password"]), to: "Grün#1")
        camera.set(SectionName(endpoint: "network/interfaces"), JSONPointer(["ip"]), to: "10.1.1.1")
        camera.set(motion, JSONPointer(["enable"]), to: false)
        let before = camera.sections
        let file = try export(client)
        camera.resetToDefaults()
        #expect((camera.sections == before) == false)
        #expect(upload(file, client).isDropped)
        #expect((camera.sections == before) == true)
        camera.advanceClock(by: .seconds(5))
        client.logIn()
        #expect(try export(client) == file)
    }

    @Test func anotherUnitKeepsItsHardwareNumbers() throws {
        let first = try TestCameras.camera { $0.unit = 1 }
        let second = try TestCameras.camera { $0.unit = 2 }
        let numbers = [("system/device-info", "devId"), ("network/interfaces", "mac"), ("network/p2p", "serialNumber")]
        let before = numbers.map { second.value(of: SectionName(endpoint: $0))?[$1] }
        #expect(upload(try export(.loggedIn(to: first)), .loggedIn(to: second)).isDropped)
        #expect(numbers.map { second.value(of: SectionName(endpoint: $0))?[$1] } == before)
        let interfaces = SectionName(endpoint: "network/interfaces")
        #expect(second.value(of: interfaces)?["ip"] == first.value(of: interfaces)?["ip"])
    }

    @Test func refusesArchivesOfOthersAndDamagedOnes() throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let own = try export(client)
        let before = camera.sections
        let others = try [
            SimulatedCamera(schema: schema, firmware: 2),
            SimulatedCamera(template: CameraTemplate(schema: schema, model: .fixedLens)),
        ].map { try export(.loggedIn(to: $0)) }
        var damaged = own
        damaged[own.count / 2] ^= 1
        let members = try #require(StoredZip.read(own))
        let incomplete = StoredZip.write(Array(members.dropLast()))
        let strange = StoredZip.write(members + [StoredZip.Member(name: "../x", bytes: [])])
        for file in others + [damaged, incomplete, strange, [], Array(own.dropLast(9))] {
            let answer = upload(file, client)
            #expect(answer.code == 204)
            #expect(answer.reply.offline == nil)
        }
        #expect((camera.sections == before) == true)
        #expect(camera.counters.imports == 0)
        #expect(camera.counters.reboots == 0)
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
