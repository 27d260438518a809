import CameraSchema
import DiffTestSupport
import JSONTree
import Restore
import Snapshots
import Testing

/// The order in which a restore writes.
@Suite struct OrderTests {
    private let schema: CameraSchema
    private let order: [String]

    init() throws {
        let schema = try ExampleCamera().schema
        self.schema = schema
        let written = schema.endpointNames.filter { schema.endpoints[$0]?.isWritten ?? false }
        order = RestoreOrder(schema).sorted(written.map { SectionName(endpoint: $0) }).map(\.endpoint)
    }

    private func expect(_ first: String, before second: String) throws {
        let (one, other) = try (#require(order.firstIndex(of: first)), #require(order.firstIndex(of: second)))
        #expect(one < other, "\(first) is written after \(second)")
    }

    /// The endpoints one of whose fields is as wanted.
    private func endpoints(with isWanted: (Field) -> Bool) -> [String] {
        func has(_ field: Field) -> Bool {
            if isWanted(field) { return true }
            switch field.type {
            case .object(let fields): return fields.contains(where: has)
            case .list(let item, _): return has(item)
            default: return false
            }
        }
        return order.filter { schema.endpoints[$0].map { has($0.data) } ?? false }
    }

    @Test func theTimeIsRightBeforeAScheduleIsWritten() throws {
        let schedules = endpoints {
            switch $0.type {
            case .schedule, .timeOfDay: true
            default: false
            }
        }
        #expect(schedules.count >= 8)
        for name in schedules {
            try expect("system/system-time", before: name)
            try expect("system/summer-time", before: name)
        }
    }

    @Test func thePictureIsRightBeforeRegionsAndMasks() throws {
        let regions = endpoints {
            switch $0.type {
            case .grid, .geometry: true
            default: false
            }
        }
        #expect(regions.count >= 8)
        for name in regions {
            try expect("video/video-encode", before: name)
            // Holds mirroring and rotation.
            try expect("image/osd", before: name)
        }
    }

    @Test func theWayOutIsThereBeforeAnAlarmUsesIt() throws {
        for (field, service) in [
            ("enableAlarmFtp", "network/ftp"), ("enableAlarmSmtp", "network/smtp"),
            ("enableAlarmCloud", "storage/cloud"),
        ] {
            let links = endpoints { $0.name == field }
            #expect(links.count >= 7)
            for name in links { try expect(service, before: name) }
        }
        try expect("network/ftp", before: "event/smart-mode")
    }

    @Test(arguments: [
        ("storage/storage-property", "storage/regular-record-property"),
        ("storage/cloud", "storage/regular-record-property"),
        ("storage/storage-property", "storage/snapshot"), ("video/video-encode", "storage/regular-record-property"),
        ("event/smart-mode", "event/face-detect"), ("event/smart-mode", "event/intrusion"),
        ("event/smart-mode", "event/line-crossing"), ("event/smart-mode", "event/loitering"),
        ("event/smart-mode", "event/people-gathering"), ("image/ptz-ctrl", "image/ptz-cruise"),
        ("network/port", "network/interfaces"), ("network/interfaces", "network/pppoe"),
        ("network/interfaces", "network/wifi"), ("network/interfaces", "network/wifiAPInfo"),
    ])
    func oneComesBeforeTheOther(first: String, second: String) throws {
        try expect(first, before: second)
    }

    @Test func whatCanCutTheConnectionComesLast() throws {
        let cutting = order.filter { schema.endpoints[$0]?.interrupts.contains(.connection) ?? false }
        #expect(order.suffix(cutting.count) == cutting[...])
        #expect(cutting.first == "network/port")
        #expect(cutting.count >= 5)
    }

    @Test func theOrderIsStableAndKeepsEveryConstraint() throws {
        for (position, name) in order.enumerated() {
            for earlier in schema.endpoints[name]?.after ?? [] where order.contains(earlier) {
                #expect(order[..<position].contains(earlier), "\(name) is written before \(earlier)")
            }
        }
        let shuffled = order.shuffled().map { SectionName(endpoint: $0) }
        #expect(RestoreOrder(schema).sorted(shuffled).map(\.endpoint) == order)
    }

    @Test func sectionsOfOneEndpointFollowTheirSelectors() throws {
        let sections =
            [16, 2, 1].compactMap { SectionName("event/alarm-schedule[alarmType=\($0)]") }
            + [SectionName(endpoint: "unknown/endpoint"), SectionName(endpoint: "network/port")]
        #expect(
            RestoreOrder(schema).sorted(sections).map(\.description) == [
                "event/alarm-schedule[alarmType=1]", "event/alarm-schedule[alarmType=2]",
                "event/alarm-schedule[alarmType=16]", "network/port", "unknown/endpoint",
            ])
    }

    @Test func aPlanIsInOrder() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("network/port", "/3/property/httpProtocol /port", to: 8080)
        try planCase.desired.set("event/motion", "/sensitivity", to: 3)
        try planCase.desired.set("system/summer-time", "/start/hour", to: 3)
        try planCase.desired.set("video/video-encode", "/streamEncode/0/bitRate", to: 4096)
        let plan = try planCase.plan()
        #expect(plan.sections == ["system/summer-time", "video/video-encode", "event/motion", "network/port"])
        #expect(plan.step("network/port")?.interrupts == [.connection])
        #expect(plan.step("network/port")?.danger != nil)
        #expect(plan.step("event/motion")?.live == planCase.live.snapshot().sections["event/motion"])
    }
}
