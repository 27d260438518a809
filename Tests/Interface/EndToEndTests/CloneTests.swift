import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Snapshots
import TestSupport
import Testing

/// `camkeep clone`: a golden configuration onto other units, which stay who they are.
struct CloneTests {
    /// What tells units apart, and what moves by itself.
    private static let own: [(section: String, member: String)] = [
        ("system/device-info", "devName"), ("system/device-info", "devId"), ("network/p2p", "serialNumber"),
        ("network/interfaces", "mac"), ("network/interfaces", "ip"), ("network/gb28181", "deviceId"),
    ]

    private func golden() async throws -> (fixture: Fixture, camera: TestCamera) {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        for (section, pointer, value) in [
            ("event/motion", "/enable", JSONValue.bool(false)), ("image/osd", "/ircutSwitchTime", 7),
            ("network/ftp", "/path", "/golden"), ("video/audio", "/outputVolume", 66),
            ("system/auto-maintain", "/hour", 5),
        ] {
            camera.camera.set(
                try #require(SectionName(section)), try #require(JSONPointer(pointer)), to: value)
        }
        _ = try await fixture.run("keys", "generate")
        _ = try await fixture.run(
            "secrets", "set", "network/ftp.password", "--default", "--stdin", input: Array("Hecht".utf8))
        _ = try await fixture.snapshot(camera, "--name", "gold", "--tag", "golden")
        return (fixture, camera)
    }

    /// The configuration without what tells units apart.
    private func comparable(_ camera: SimulatedCamera, except others: [(String, String)] = []) -> [String: JSONValue] {
        var result: [String: JSONValue] = [:]
        for (section, data) in camera.sections where camera.template.schema.endpoint(of: section)?.isWritten ?? false {
            var data = data
            for (own, member) in Self.own + others where own == section.description {
                guard var object = data.objectValue else { continue }
                object[member] = nil
                data = .object(object)
            }
            result[section.description] = data
        }
        return result
    }

    @Test func threeUnitsBecomeLikeTheGoldenOneAndStayThemselves() async throws {
        let (fixture, golden) = try await golden()
        let units = try (1...3).map { number in try fixture.camera { $0.unit = number } }
        let before = units.map { unit in
            Self.own.map { unit.camera.value(of: SectionName(endpoint: $0.section))?[$0.member] }
        }
        let outcome = try await fixture.run(["clone", "--yes", "gold@golden"] + units.map(\.url))
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        var wanted = comparable(golden.camera)
        // No get shows it: the vault has it.
        wanted["network/ftp"] = nil
        for (unit, old) in zip(units, before) {
            var found = comparable(unit.camera)
            #expect(unit.camera.heldSecrets["network/ftp/password"] == "Hecht")
            found["network/ftp"] = nil
            #expect(found == wanted)
            #expect(unit.camera.value(of: SectionName(endpoint: "network/ftp"))?["path"] == "/golden")
            #expect(Self.own.map { unit.camera.value(of: SectionName(endpoint: $0.section))?[$0.member] } == old)
        }
        #expect(outcome.output.components(separatedBy: "\nwritten  127").count == 3)
        // Nothing is left to do.
        let again = try await fixture.run(["clone", "--yes", "gold@golden"] + units.map(\.url))
        #expect(again.status == 0 && again.output.components(separatedBy: "as wanted  127").count == 4)
    }

    @Test func eachGetsItsOwnValuesFromTheTable() async throws {
        let (fixture, _) = try await golden()
        let units = try (1...2).map { number in try fixture.camera { $0.unit = number } }
        let table = """
            target,camera,system/device-info.devName,network/gb28181.deviceId,video/audio.outputVolume\r
            \(units[0].url),yard,"Yard, north",34020000001320000011,\r
            \(units[1].url),,Gate,,12\r

            """
        try fixture.write(Array(table.utf8), to: "yard.csv")
        let outcome = try await fixture.run(
            "clone", "--yes", "--allow-clearing-secrets", "--template", "yard.csv", "gold@golden")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        func value(_ unit: TestCamera, _ section: String, _ member: String) -> JSONValue? {
            unit.camera.value(of: SectionName(endpoint: section))?[member]
        }
        #expect(value(units[0], "system/device-info", "devName") == "Yard, north")
        #expect(value(units[1], "system/device-info", "devName") == "Gate")
        #expect(value(units[0], "network/gb28181", "deviceId") == "34020000001320000011")
        #expect(value(units[1], "network/gb28181", "deviceId") == "34020000001320000003")
        #expect(value(units[0], "video/audio", "outputVolume") == 66)
        #expect(value(units[1], "video/audio", "outputVolume") == 12)
        #expect(try await fixture.run("log", "yard").output.contains("before-restore"))
    }

    /// Nobody gives a value to have it left out.
    @Test func aValueThatIsNotWrittenIsSaid() async throws {
        let (fixture, _) = try await golden()
        let unit = try fixture.camera { $0.unit = 1 }
        let outcome = try await fixture.run(
            "clone", "--yes", "--set", "network/gb28181.deviceId=34020000001320000011", "gold@golden", unit.url)
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("network/gb28181.deviceId was not set: would clear secrets"))
        #expect(unit.camera.value(of: SectionName(endpoint: "video/audio"))?["outputVolume"] == 66)
    }

    @Test(arguments: [
        ("target,network/interfaces.ipp\nhttp://h,1", "column network/interfaces.ipp"),
        ("target,video/audio.outputVolume\nhttp://a,5\nhttp://b,loud", "yard.csv:3: column video/audio.outputVolume"),
        ("target,video/audio.outputVolume\nhttp://a,5000", "yard.csv:2: column video/audio.outputVolume"),
        ("name\nx", "no column target"), ("target\nftp://x", "yard.csv:2: column target"),
        ("target\nhttp://a\nhttp://a", "yard.csv:3: http://a is there twice"),
        ("target,network/ftp.password\nhttp://a,x", "is a secret"), ("target\n\"http://a", "the quote is not closed"),
    ])
    func faultsOfATableNameRowAndColumn(table: String, message: String) async throws {
        let (fixture, _) = try await golden()
        try fixture.write(Array(table.utf8), to: "yard.csv")
        let outcome = try await fixture.run("clone", "--yes", "--template", "yard.csv", "gold@golden")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test func whatTellsCamerasApartIsNotGivenToSeveral() async throws {
        let (fixture, _) = try await golden()
        let outcome = try await fixture.run(
            "clone", "--yes", "--set", "network/interfaces.ip=10.0.0.9", "gold@golden", "http://a", "http://b")
        #expect(outcome.status == 2 && outcome.errors.contains("--template"))
    }

    @Test func anotherModelIsLeftAloneUnlessThatIsAllowed() async throws {
        let (fixture, _) = try await golden()
        let template = try CameraTemplate(schema: CameraSchema(files: SchemaFile.embedded), model: .fixedLens)
        var options = CameraOptions()
        options.password = Fixture.password
        let other = SimulatedCamera(template: template, options: options)
        let listener = try fixture.listen(other.answer)
        let same = try fixture.camera { $0.unit = 1 }
        let outcome = try await fixture.run("clone", "--yes", "gold@golden", listener.url, same.url)
        #expect(outcome.status == 4, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("it is of another model"))
        #expect(other.counters.appliedWrites == 0 && same.camera.counters.appliedWrites > 0)

        let allowed = try await fixture.run(
            "clone", "--yes", "--allow-different-model", "gold@golden", listener.url)
        #expect(allowed.status == 0, "\(allowed.output)\(allowed.errors)")
        #expect(other.value(of: SectionName(endpoint: "video/audio"))?["outputVolume"] == 66)
    }

    @Test func oneThatFailsDoesNotStopTheOthers() async throws {
        let (fixture, _) = try await golden()
        let broken = try fixture.camera(try Fault("refuse-writes=202:event/motion")) { $0.unit = 1 }
        let fine = try fixture.camera { $0.unit = 2 }
        let outcome = try await fixture.run(
            "clone", "--yes", "--max-failures", "2", "--retries", "0", "gold@golden", broken.url, "http://127.0.0.1:1",
            fine.url)
        #expect(outcome.status == 4)
        #expect(outcome.output.contains("put back  \(broken.address)  wrong at event/motion"))
        #expect(fine.camera.value(of: SectionName(endpoint: "video/audio"))?["outputVolume"] == 66)
        #expect(broken.camera.value(of: SectionName(endpoint: "video/audio"))?["outputVolume"] == 50)
    }

    /// A camera that gets an address of its own on the way is followed there, with what comes after.
    @Test func aReaddressedUnitIsFollowed() async throws {
        let (fixture, _) = try await golden()
        let server = try SimulatedServer()
        defer { server.stop() }
        var options = CameraOptions()
        options.password = Fixture.password
        options.reportsAddress = true
        options.readdressing = .followed
        options.unit = 1
        let camera = try SimulatedCamera(schema: CameraSchema(files: SchemaFile.embedded), options: options)
        let listener = try server.listen(for: camera, address: "127.99.8.1")
        let other = try fixture.camera { $0.unit = 2 }
        let table =
            "target,network/interfaces.ip,system/device-info.devName\n\(listener.url),127.99.8.2,Moved\n\(other.url),,\n"
        try fixture.write(Array(table.utf8), to: "yard.csv")
        let unasked = try await fixture.run(
            "clone", "--yes", "--except", "network/port", "--template", "yard.csv", "gold@golden", listener.url)
        #expect(unasked.status == 4 && unasked.output.contains("--allow-readdress"), "\(unasked.output)")
        let outcome = try await fixture.run(
            "clone", "--yes", "--allow-readdress", "--except", "network/port", "--reconnect-timeout", "30",
            "--template",
            "yard.csv", "gold@golden")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("now at http://127.99.8.2:\(listener.port)"))
        #expect(camera.value(of: SectionName(endpoint: "network/interfaces"))?["ip"] == "127.99.8.2")
        #expect(camera.value(of: SectionName(endpoint: "system/device-info"))?["devName"] == "Moved")
        #expect(listener.currentURL == "http://127.99.8.2:\(listener.port)")
    }
}
