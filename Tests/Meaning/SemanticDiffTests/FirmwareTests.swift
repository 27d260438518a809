import CameraSchema
import DiffTestSupport
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

@testable import SemanticDiff

/// What another firmware brings is told apart from what somebody set.
@Suite struct FirmwareTests {
    /// The sections of a simulated camera, read in process.
    private func snapshot(firmware: Int, edit: (SimulatedCamera) -> Void = { _ in }) throws -> Snapshot {
        let schema = try Sections.schema()
        let template = try CameraTemplate(schema: schema, firmware: firmware)
        let camera = SimulatedCamera(template: template)
        edit(camera)
        var sections: [String: SectionRecord] = [:]
        for (name, data) in camera.sections {
            guard let endpoint = schema.endpoint(of: name), endpoint.isWalked else { continue }
            sections[name.description] = Sections.record(data, of: endpoint)
        }
        for name in try CameraTemplate(schema: schema).sections.keys where sections[name.description] == nil {
            guard schema.endpoint(of: name)?.isWalked ?? false else { continue }
            sections[name.description] = SectionRecord(unsupported: "the camera answered code 203")
        }
        return try Sections.snapshot(sections, firmware: "\(firmware)")
    }

    @Test func firmwareIsSeparatedFromSettings() throws {
        let old = try snapshot(firmware: 1)
        let new = try snapshot(firmware: 2) { camera in
            camera.set(SectionName(endpoint: "image/image"), JSONPointer(["brightness"]), to: 17)
            camera.set(SectionName(endpoint: "network/snmp"), JSONPointer(["enable"]), to: true)
        }
        let difference = try Differ(schema: Sections.schema()).difference(old, named: "before", new, named: "after")
        let firmware = difference.firmware.map { "\($0.section) \($0.pointer)" }
        for place in [
            "event/loitering ", "storage/cloud[bindType=16] ", "image/image /lowLight", "image/image /hue",
            "network/snmp /engineId",
            "network/snmp /trapName", "event/motion /targetFilter", "event/face-detect /blurThreshold",
        ] {
            #expect(firmware.contains(place), "\(place)")
        }
        let settings = Set(difference.settings.map { "\($0.section) \($0.pointer)" })
        // What the newer firmware has beyond the document is new as a whole.
        #expect(
            settings == [
                "image/image /brightness", "network/snmp /enable", "image/image-param ", "network/alarm-server ",
                "event/alarm-schedule[alarmType=2] ", "event/alarm-schedule[alarmType=4] ",
            ])
    }

    @Test func theSameFirmwareExplainsNothing() throws {
        let (old, new) = (try snapshot(firmware: 1), try snapshot(firmware: 2))
        var other = new
        other.camera.firmware = "1"
        let difference = try Differ(schema: Sections.schema()).difference(old, named: "a", other, named: "b")
        #expect(!difference.changes.isEmpty && difference.firmware.isEmpty)
        other.camera.firmware = nil
        #expect(try Differ(schema: Sections.schema()).difference(old, named: "a", other, named: "b").firmware.isEmpty)
    }

    /// A field that one item has and another one has not is known to the firmware.
    @Test(
        arguments: [
            (
                [["type": 1, "port": 80], ["type": 2]], [["type": 1, "port": 80], ["type": 2, "port": 81]],
                Change.Cause.setting
            ),
            ([["type": 1], ["type": 2]], [["type": 1], ["type": 2, "port": 81]], .firmware),
            ([["type": 1]], [["type": 1, "extra": ["a": 1]]], .firmware),
            (
                [["type": 1, "extra": ["a": 1]], ["type": 2]],
                [["type": 1, "extra": ["a": 1]], ["type": 2, "extra": 3]], .setting
            ),
        ] as [(JSONValue, JSONValue, Change.Cause)])
    func fieldsOfItems(old: JSONValue, new: JSONValue, cause: Change.Cause) throws {
        let difference = try Sections.difference(
            ["test/types": Sections.record("test/types", ["ports": old])],
            ["test/types": Sections.record("test/types", ["ports": new])], firmware: ("1", "2"))
        #expect(difference.changes.map(\.cause) == [cause])
    }
}
