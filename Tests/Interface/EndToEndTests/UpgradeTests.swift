import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import Snapshots
import TestSupport
import Testing

/// `camkeep upgrade begin` and `finish`: exactly what firmware 2 loses is found and put back.
struct UpgradeTests {
    /// What is set before the upgrade at every place that firmware 2 sets back, and beside.
    private static let settings: [(section: String, pointer: String, value: JSONValue, isLost: Bool)] = [
        ("network/ftp", "/path", "/records", true), ("network/ftp", "/firstDir", 2, true),
        ("network/ftp", "/serverPort", 2121, false),
        ("storage/storage-property[storageType=1]", "/videoStoragePercentage", 70, true),
        ("system/auto-maintain", "/hour", 4, true), ("system/auto-maintain", "/minute", 31, true),
        ("video/audio", "/outputVolume", 77, true), ("video/audio", "/inputVolume", 33, false),
        ("network/ddns", "/domain", "gate.example", true), ("network/ddns", "/username", "gatekeeper", true),
        ("event/video-cover", "/sensitivity", 55, true),
        ("event/video-cover", "/area/1", ["x1": 100, "y1": 200, "x2": 3000, "y2": 4000], true),
        ("image/ptz-config", "/serial/addr", 9, true), ("image/osd", "/ircutSwitchTime", 7, false),
    ]

    private struct Prepared {
        let fixture: Fixture
        let camera: TestCamera
    }

    /// A camera that was set up, with its keys and its passwords in the vault.
    private func prepared() async throws -> Prepared {
        let fixture = try Fixture()
        let camera = try fixture.camera { $0.rebootDuration = .milliseconds(300) }
        for (section, pointer, value, _) in Self.settings {
            let name = try #require(SectionName(section))
            let place = try #require(JSONPointer(pointer))
            #expect(camera.camera.value(of: name)?[place] != nil, "\(section)\(pointer)")
            camera.camera.set(name, place, to: value)
        }
        _ = try await fixture.run("keys", "generate")
        let passwords = [
            "network/ddns.password", "network/ftp.password", "network/smtp.password", "network/pppoe.password",
            "network/snmp.roUser.authpass", "network/snmp.roUser.privpass", "network/gb28181.devicePwd",
            "network/wifiAPInfo.APPassword",
        ].map { "\"\($0)\":\"Hecht\"" }.joined(separator: ",")
        _ = try await fixture.run("secrets", "import", "-", input: Array("{\"default\":{\(passwords)}}".utf8))
        return Prepared(fixture: fixture, camera: camera)
    }

    private func upgrade(_ camera: TestCamera) throws {
        camera.camera.upgrade(to: try CameraTemplate(schema: camera.camera.template.schema, firmware: 2))
    }

    private func places(_ list: JSONValue?) -> Set<String> {
        Set((list?.arrayValue ?? []).map { "\($0["section"]?.stringValue ?? "")\($0["path"]?.stringValue ?? "")" })
    }

    @Test func whatFirmware2LosesIsFoundExactlyAndRestored() async throws {
        let prepared = try await prepared()
        let (fixture, camera) = (prepared.fixture, prepared.camera)
        let begin = try await fixture.run("upgrade", "begin", "--name", "gate", camera.url)
        #expect(begin.status == 0, "\(begin.output)\(begin.errors)")
        #expect(begin.output.contains("vendor archive sealed") && begin.output.contains("comes back  gate@"))

        try upgrade(camera)
        let finish = try await fixture.run("upgrade", "finish", "--json", "--name", "gate", camera.url)
        #expect(finish.status == 1, "\(finish.errors)")
        let review = try finish.json
        let lost = Set(Self.settings.filter(\.isLost).map { "\($0.section)\($0.pointer)" })
        #expect(places(review["lost"]) == lost)
        #expect(places(review["changed"]) == [])
        #expect(places(review["gone"]).contains("storage/ipeye"))
        #expect(places(review["new"]).contains("event/motion/holdTime"))
        #expect(review["kept"]?.integerValue ?? 0 > 300)

        let restored = try await fixture.run(
            "upgrade", "finish", "--restore-lost", "--yes", "--name", "gate", camera.url)
        #expect(restored.status == 0, "\(restored.output)\(restored.errors)")
        for (section, pointer, value, _) in Self.settings {
            let name = try #require(SectionName(section))
            #expect(camera.camera.value(of: name)?[try #require(JSONPointer(pointer))] == value, "\(section)\(pointer)")
        }
        #expect(camera.camera.receivedSecrets["network/ftp/password"] == "Hecht")
        // The other sections were not touched.
        let written = Set(camera.camera.requests.filter { $0.action == "set" }.compactMap(\.section?.description))
            .filter { !$0.hasPrefix("session/") }
        #expect(written.isSubset(of: lost.map { $0.split(separator: "/").prefix(2).joined(separator: "/") }))

        let again = try await fixture.run("upgrade", "finish", "--name", "gate", camera.url)
        #expect(again.status == 0, "\(again.output)")
        #expect(!again.output.contains("lost"))
    }

    @Test func aCameraThatKeepsItsFirmwareIsWaitedForInVain() async throws {
        let prepared = try await prepared()
        _ = try await prepared.fixture.run("upgrade", "begin", prepared.camera.url)
        let finish = try await prepared.fixture.run("upgrade", "finish", "--upgrade-timeout", "1", prepared.camera.url)
        #expect(finish.status == 3)
        #expect(finish.errors.contains("no new firmware within") && finish.errors.contains("still has firmware"))
    }

    @Test func aCameraThatIsStillAwayIsWaitedFor() async throws {
        let prepared = try await prepared()
        _ = try await prepared.fixture.run("upgrade", "begin", prepared.camera.url)
        let child = try prepared.fixture.start(["upgrade", "finish", "--json", prepared.camera.url])
        try await prepared.camera.waitForRequest(of: "system/device-info")
        try upgrade(prepared.camera)
        let result = try await child.result()
        #expect(result.end == .exited(1))
    }

    @Test func withoutABeginThereIsNothingToCompareWith() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)
        let finish = try await fixture.run("upgrade", "finish", camera.url)
        #expect(finish.status == 2 && finish.errors.contains("camkeep upgrade begin"))
    }

    @Test func whatCouldNotBeRestoredIsSaidBeforehand() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: 1, try Fault("status=500:event/motion"))
        let begin = try await fixture.run("upgrade", "begin", "--json", camera.url)
        #expect(begin.status == 4, "\(begin.errors)")
        let drill = try #require(try begin.jsonLines.last)
        let kinds = Set((drill["losses"]?.arrayValue ?? []).compactMap { $0["kind"]?.stringValue })
        #expect(kinds == ["missingSecret", "failedSection"])
        #expect(begin.errors.contains("the vendor archive is not kept"))
    }
}
