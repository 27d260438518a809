import CameraSchema
import Configuration
import Drill
import JSONTree
import SimulatedCamera
import Snapshots
import Testing
import Vault

/// What comes back, what does not, and that a drill reports it.
@Suite struct DrillTests {
    @Test(arguments: [1, 2], CameraModel.allCases)
    func everythingComesBackWithItsDigest(firmware: Int, model: CameraModel) async throws {
        let drilled = try await DrilledSnapshot.simulated(firmware: firmware, model: model) { camera in
            try camera.set("image/ptz-ctrl", "/presetList", [])
            try camera.set("event/motion", "/enable", false)
            try camera.set("image/osd", "/ircutSwitchTime", 7)
            try camera.set("system/device-info", "/devName", "Gate")
            try camera.set("network/interfaces", "/ip", "192.168.77.9")
            try camera.set("network/smtp", "/username", "postmaster")
            try camera.set("network/ddns", "/username", "gate")
        }
        let result = try await drilled.drill()
        #expect(result.losses == [])
        let (isEqual, sections, equal, written) = (
            result.isDigestEqual, result.sections, result.equalSections, result.written
        )
        #expect(isEqual && equal == sections)
        #expect(written >= 4)
    }

    @Test func presetsAreNamedOneByOneAndAreNoLoss() async throws {
        let result = try await DrilledSnapshot.simulated().drill()
        #expect(result.losses == [])
        let isEqual = result.isDigestEqual
        #expect(!isEqual)
        let limits = result.limits
        #expect(Set(limits.filter { $0.kind == .preset }.map(\.section.description)) == ["image/ptz-ctrl"])
    }

    @Test(arguments: ["golden", "drifted", "upgraded"])
    func anExampleLacksExactlyTheSecretsThatWereLeftOut(tag: String) async throws {
        var drilled = try DrilledSnapshot.example(tag)
        let schema = try DrilledSnapshot.schema.get()
        let inventory = SecretInventory(of: drilled.snapshot, schema: schema, vault: [], sealed: SecretSet())
        let names = inventory.missing.map { ($0.name.section, $0.name.place) }.filter {
            // A command joins networks; no restore does that.
            $0.0.endpoint != "network/wifi"
        }
        let without = try await drilled.drill(missing: inventory.missing.map { ($0.name.section, $0.name.place) })
        let losses = without.losses
        #expect(losses.allSatisfy { $0.kind == .missingSecret })
        #expect(Set(losses.map(\.place)) == Set(names.map { "\($0.0).\($0.1.steps.joined(separator: "."))" }))

        for (section, place) in names { drilled.held[section, place] = Secret("wieder-da") }
        let with = try await drilled.drill()
        #expect(with.losses == [])
        let received = with.secrets
        #expect(received == names.count)
    }

    @Test func aPasswordThatNoGetShowsArrives() async throws {
        var drilled = try await DrilledSnapshot.simulated()
        let section = try #require(SectionName("network/ftp"))
        drilled.held = SecretSet()
        drilled.held[section] = [JSONPointer(["password"]): Secret("Hecht")]
        let result = try await drilled.drill()
        let (received, places) = (result.secrets, result.losses.map(\.place))
        #expect(received == 1)
        #expect(!places.contains("network/ftp.password"))
    }

    @Test func aSectionThatWasNeverReadIsALoss() async throws {
        var drilled = try await DrilledSnapshot.simulated()
        drilled.snapshot.sections["event/motion"] = SectionRecord(failed: "timed out", title: "Motion")
        drilled.snapshot.sections["image/osd"] = SectionRecord(unsupported: "code 203", title: "OSD")
        let result = try await drilled.drill()
        let (losses, limits) = (result.losses, result.limits)
        #expect(losses.map(\.kind) == [.failedSection] && losses.first?.place == "event/motion")
        #expect(limits.contains { $0.kind == .unsupported && $0.place == "image/osd" })
    }

    @Test func undocumentedFieldsAreNamedAndAreNoLoss() async throws {
        let result = try await DrilledSnapshot.simulated(firmware: 2).drill()
        #expect(result.losses == [])
        let places = result.limits.filter { $0.kind == .undocumented }.map(\.place)
        #expect(places.contains("event/motion.holdTime") && places.contains("image/image.noiseFloor"))
        // It moves by itself.
        #expect(!places.contains("image/fill-light.lampTemperature"))
    }

    /// A drill does not follow the camera into the network, and a protocol that is switched off does not stop it.
    @Test(arguments: [
        ("network/interfaces", "/ip", JSONValue.string("127.0.0.1")),
        ("network/port", "/0/property/httpProtocol/port", 8081),
        ("network/port", "/0/enable", false),
    ])
    func whatCutsConnectionsIsWrittenInPlace(section: String, pointer: String, value: JSONValue) async throws {
        let drilled = try await DrilledSnapshot.simulated { try $0.set(section, pointer, value) }
        let result = try await drilled.drill()
        #expect(result.losses == [])
    }

    @Test func aPartOfASnapshotIsDrilledAlone() async throws {
        var drilled = try await DrilledSnapshot.simulated { try $0.set("event/motion", "/enable", false) }
        drilled.snapshot.sections = drilled.snapshot.sections.filter { $0.key == "event/motion" }
        drilled.held = SecretSet()
        let result = try await drilled.drill()
        let (losses, isEqual, sections) = (result.losses, result.isDigestEqual, result.sections)
        #expect(losses == [] && isEqual && sections == 1)
    }

    /// Cameras have values that are in no table.
    @Test func aValueThatOnlyTheRealCameraTakesIsSaidToBeLeftOut() async throws {
        let drilled = try await DrilledSnapshot.simulated { try $0.set("network/ftp", "/serverPort", 70_000) }
        let result = try await drilled.drill()
        let losses = result.losses
        #expect(losses.map(\.kind) == [.leftOut] && losses.first?.place == "network/ftp.serverPort")
    }
}
