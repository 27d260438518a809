import CameraSchema
import JSONTree
import Testing

@testable import SimulatedCamera

@Suite struct RangeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var section: String
        var pointer: String
        var good: JSONValue
        var bad: [JSONValue]

        var testDescription: String { section + pointer }
    }

    static let rows = [
        Row(section: "event/motion", pointer: "/sensitivity", good: 10, bad: [11, -1, "many", [1]]),
        Row(section: "event/motion", pointer: "/enable", good: 0, bad: [2, "perhaps"]),
        Row(section: "video/audio-alarm", pointer: "/playDelayTime", good: 30, bad: [6]),
        Row(section: "image/ptz-config", pointer: "/serial/addr", good: 255, bad: [256]),
        Row(section: "image/ptz-config", pointer: "/serial/baudrate", good: 9600, bad: [9601]),
        Row(section: "system/system-time", pointer: "/timeZone", good: 48, bad: [49]),
        Row(section: "system/auto-maintain", pointer: "/hour", good: 23, bad: [24]),
        Row(
            section: "network/snmp", pointer: "/readCommunity", good: "public",
            bad: ["12345678901234567890123456789012"]),
        Row(section: "network/port", pointer: "/3/property/httpProtocol /port", good: 65_535, bad: [65_536, -1]),
        Row(section: "event/video-cover", pointer: "/schedule/0/0/1", good: 1200, bad: [1441, -5]),
        Row(section: "video/video-encode", pointer: "/streamEncode/0/width", good: 2560, bad: [2561]),
    ]

    @Test(arguments: rows) func refusesWhatIsOutOfRange(_ row: Row) throws {
        let schema = try TestCameras.schema()
        let camera = try TestCameras.camera { $0.writes = .merge }
        let client = DirectClient.loggedIn(to: camera)
        let section = TestCameras.section(row.section)
        let steps = try #require(JSONPointer(row.pointer)).steps[...]
        let names = schema.endpoints[row.section]?.encryption[.set]
        func write(_ value: JSONValue) throws -> Int? {
            var data = try #require(camera.value(of: section)).setting(value, at: steps)
            if let names {
                // Encrypted members are omitted, so they stay as they are.
                var members = try client.encryption(names).members
                let name = try #require(steps.first)
                members[name] = data[name]
                data = .object(members)
            }
            return client.call(row.section, "set", data: data).code
        }
        for value in row.bad {
            let before = camera.sections
            #expect(try write(value) == 1, "\(value)")
            #expect((camera.sections == before) == true, "nothing changes")
        }
        #expect(try write(row.good) == 0)
        #expect(camera.value(of: section)?[JSONPointer(Array(steps))]?.tolerantInteger == row.good.tolerantInteger)
    }

    // Otherwise the camera would refuse a restore of what it showed.
    @Test(arguments: [1, 2]) func aCameraTakesItsOwnDefaults(firmware: Int) throws {
        let schema = try TestCameras.schema()
        for (section, data) in try TestCameras.camera(firmware: firmware).sections {
            guard let endpoint = schema.endpoint(of: section), endpoint.actions.contains(.set) else { continue }
            check(data, endpoint.data, defaults: data, at: section.description)
        }
    }

    private func check(_ value: JSONValue, _ field: Field, defaults: JSONValue, at path: String) {
        switch (value, field.type) {
        case (.object(let members), .object(let fields)):
            let rules = ValueRules(defaults: defaults, siblings: members, fields: fields)
            for field in fields where [.setting, .identity, .secret].contains(field.role) && field.presence != .get {
                guard let member = members[field.storedName] else { continue }
                let inner = path + "/" + field.name
                #expect(rules.accept(member, instead: nil, of: field), "\(inner): \(member)")
                check(member, field, defaults: defaults, at: inner)
            }
        case (.array(let items), .list(let item, _)):
            for (index, member) in items.enumerated() {
                check(member, item, defaults: defaults, at: "\(path)/\(index)")
            }
        default:
            return
        }
    }

    @Test func aWriteWithOneBadValueChangesNothing() throws {
        let camera = try TestCameras.camera()
        let client = DirectClient.loggedIn(to: camera)
        let before = camera.sections
        var data = client.call("event/motion", "get").data
        data = data.setting(3, at: ["sensitivity"]).setting(7, at: ["enable"])
        #expect(client.call("event/motion", "set", data: data).code == 1)
        #expect((camera.sections == before) == true, "nothing changes")
    }

    @Test func takesEverythingWhenToldSo() throws {
        let client = DirectClient.loggedIn(to: try TestCameras.camera { $0.checksRanges = false })
        #expect(client.call("event/motion", "set", data: ["sensitivity": 99]).code == 0)
        #expect(client.call("event/motion", "get").data["sensitivity"] == 99)
    }
}
