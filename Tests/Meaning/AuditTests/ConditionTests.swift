import Audit
import Configuration
import DiffTestSupport
import JSONTree
import Testing

/// Each condition on the example camera: kept, broken, not to be checked, or of no concern.
@Suite struct ConditionTests {
    enum Expected: Sendable, Hashable {
        case kept
        case broken(String)
        case unchecked(String)
        case notConcerned
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var members: String
        var expected: Expected
        var testDescription: String { members }

        init(_ members: String, _ expected: Expected) {
            self.members = members
            self.expected = expected
        }
    }

    static let cases: [Case] = [
        // Values
        Case(#""path": "network/p2p.enable", "equals": true"#, .kept),
        Case(#""path": "network/p2p.enable", "equals": false"#, .broken("network/p2p.enable")),
        Case(#""path": "network/p2p.enable", "not": { "equals": true }"#, .broken("network/p2p.enable")),
        Case(#""path": "network/snmp.enableType", "equals": "SNMPv1"# + "\"", .kept),
        Case(#""path": "network/snmp.enableType", "equals": 1"#, .kept),
        Case(#""path": "network/snmp.enableType", "equals": "SNMPv1 (1)""#, .kept),
        Case(#""path": "network/snmp.enableType", "equals": "SNMPv"# + "\"", .broken("network/snmp.enableType")),
        Case(#""path": "network/snmp.enableType", "oneOf": ["SNMPv2", 1]"#, .kept),
        Case(#""path": "network/snmp.enableType", "oneOf": [2, 3]"#, .broken("network/snmp.enableType")),
        Case(#""path": "network/snmp.serverPort", "range": { "minimum": 161, "maximum": 161 }"#, .kept),
        Case(#""path": "network/snmp.serverPort", "range": { "minimum": 1024 }"#, .broken("network/snmp.serverPort")),
        Case(#""path": "network/snmp.serverPort", "range": { "maximum": 200 }"#, .kept),
        Case(#""path": "network/snmp.enableType", "range": { "minimum": 1 }"#, .kept),
        Case(#""path": "network/ftp.path", "range": { "minimum": 1 }"#, .unchecked("it is not a whole number")),
        Case(#""path": "system/system-time.ntpServerAddr", "matches": "time.*.com""#, .kept),
        Case(
            #""path": "system/system-time.ntpServerAddr", "matches": "windows""#,
            .broken("system/system-time.ntpServerAddr")),
        Case(#""path": "network/p2p.enable", "matches": "*""#, .unchecked("it is true or false and not text")),
        // Presence and patterns
        Case(#""path": "network/port.64", "present": true"#, .kept),
        Case(#""path": "network/port.64", "present": false"#, .broken("network/port.64")),
        Case(#""path": "network/port.99", "present": true"#, .broken("network/port.99")),
        Case(#""path": "network/port.99", "present": false"#, .kept),
        Case(#""path": "network/port.99.enable", "equals": true"#, .notConcerned),
        Case(
            #""path": "network/port.99.enable", "equals": true, "withoutPlace": "fails""#,
            .broken("network/port.99.enable")),
        Case(#""path": "network/nowhere.enable", "equals": true, "withoutPlace": "fails""#, .notConcerned),
        Case(
            #""path": "network/port.*.port", "range": { "maximum": 7000 }"#,
            .broken(
                "network/port.8.property.onvifProtocol.port")),
        Case(#""path": "*/snmp.serverPort", "equals": 161"#, .kept),
        // Secrets
        Case(#""path": "network/snmp.readCommunity", "secretSet": true"#, .kept),
        Case(#""path": "network/snmp.readCommunity", "secretSet": false"#, .broken("network/snmp.readCommunity")),
        Case(
            #""path": "network/snmp.readCommunity", "secretNoneOf": ["public"]"#,
            .broken("network/snmp.readCommunity")),
        Case(#""path": "network/snmp.readCommunity", "secretNoneOf": ["private"]"#, .kept),
        // The same text at another place has another fingerprint.
        Case(#""path": "network/snmp.trapName", "secretNoneOf": ["public"]"#, .broken("network/snmp.trapName")),
        Case(
            #""path": "network/snmp.readCommunity", "equals": "public""#,
            .unchecked("it is a secret; secretSet and secretNoneOf can check one")),
        Case(#""path": "network/p2p.enable", "secretSet": true"#, .unchecked("it is not a secret")),
        // Schedules: every day from midnight to midnight
        Case(
            #""path": "event/alarm-schedule[alarmType=1].schedule", "scheduleCovers": "#
                + #"{ "weekdays": ["monday", "sunday"], "from": "08:00", "to": "24:00" }"#, .kept),
        Case(
            #""path": "event/motion.enable", "scheduleCovers": { "weekdays": ["monday"], "from": "08:00", "to": "09:00" }"#,
            .unchecked("it is not a schedule")),
        // Firmware 21.1.20.2
        Case(#""firmwareAtLeast": "21.1.20""#, .kept),
        Case(#""firmwareAtLeast": "21.1.20.2.0""#, .kept),
        Case(#""firmwareAtLeast": "21.1.20.10""#, .broken("system/device-info.firmwareVersion")),
        Case(#""not": { "firmwareAtLeast": "21.2" }, "path": "network/p2p.enable""#, .kept),
        // Conditions on something else
        Case(
            #""when": [{ "path": "network/snmp.enable", "equals": true }], "path": "network/snmp.enableType", "equals": 3"#,
            .notConcerned),
        Case(
            #""when": [{ "path": "network/snmp.enable", "equals": false }], "path": "network/snmp.enableType", "equals": 3"#,
            .broken("network/snmp.enableType")),
        Case(
            #""when": [{ "path": "network/nowhere.enable", "equals": false }], "path": "network/p2p.enable", "equals": 3"#,
            .notConcerned),
        Case(
            #""when": [{ "path": "network/snmp.readCommunity", "equals": 1 }], "path": "network/p2p.enable", "equals": 3"#,
            .unchecked("it is a secret; secretSet and secretNoneOf can check one")),
        // Cameras
        Case(#""cameras": ["front-*"], "path": "network/p2p.enable", "equals": false"#, .broken("network/p2p.enable")),
        Case(#""cameras": ["back-*", "@indoor"], "path": "network/p2p.enable", "equals": false"#, .notConcerned),
        Case(#""cameras": ["@gates"], "path": "network/p2p.enable", "equals": false"#, .broken("network/p2p.enable")),
        Case(#""models": ["IPC-*"], "path": "network/p2p.enable", "equals": false"#, .broken("network/p2p.enable")),
        Case(#""models": ["DVR-*"], "path": "network/p2p.enable", "equals": false"#, .notConcerned),
    ]

    private func outcome(_ members: String, _ edit: (inout ExampleCamera) throws -> Void = { _ in }) throws -> Expected
    {
        var example = try ExampleCamera()
        try edit(&example)
        var auditor = Auditor(schema: example.schema, now: ExampleCamera.time)
        auditor.policies = [try PolicyFiles.policy(members)]
        auditor.fingerprintKey = try ExampleCamera().fingerprintKey
        let camera = AuditedCamera(
            name: "front-door", groups: ["gates"], source: "front-door", snapshot: example.snapshot())
        let result = try #require(auditor.audit([camera]).cameras.first)
        if let finding = result.findings.first?.violation { return .broken(finding.place.description) }
        if let unchecked = result.unchecked.first { return .unchecked(unchecked.reason) }
        return result.kept.isEmpty ? .notConcerned : .kept
    }

    @Test(arguments: cases)
    func condition(_ example: Case) throws {
        #expect(try outcome(example.members) == example.expected)
    }

    struct ScheduleCase: Sendable {
        var periods: JSONValue
        var from: String
        var to: String
        var isCovered: Bool

        init(_ periods: JSONValue, _ from: String, _ to: String, _ isCovered: Bool) {
            self.periods = periods
            self.from = from
            self.to = to
            self.isCovered = isCovered
        }
    }

    /// Thursday's periods, and whether they cover some hours of Thursday.
    @Test(arguments: [
        ScheduleCase([[480, 1080], [0, 0]], "08:00", "18:00", true),
        ScheduleCase([[480, 1080], [0, 0]], "07:59", "18:00", false),
        ScheduleCase([[480, 1080], [0, 0]], "08:00", "18:01", false),
        ScheduleCase([[480, 720], [720, 1080]], "08:00", "18:00", true),
        ScheduleCase([[480, 720], [721, 1080]], "08:00", "18:00", false),
        ScheduleCase([[0, 0], [0, 0]], "08:00", "08:01", false),
    ])
    func scheduleCovers(_ example: ScheduleCase) throws {
        let members =
            #""path": "event/alarm-schedule[alarmType=1].schedule", "scheduleCovers": "#
            + #"{ "weekdays": ["thursday"], "from": "\#(example.from)", "to": "\#(example.to)" }"#
        let result = try outcome(members) {
            for slot in 0..<2 {
                let period = example.periods.arrayValue?[slot] ?? [0, 0]
                try $0.set("event/alarm-schedule[alarmType=1]", "/schedule/4/\(slot)", to: period)
            }
        }
        #expect((result == .kept) == example.isCovered)
    }

    @Test(arguments: [
        ("3516CV500_IMX307_X10T1A1M0C0P1_W_20.1.12.6", "20.1.12.6" as String?), ("21.1.20.2", "21.1.20.2"),
        ("V5", nil), ("", nil), ("1.2.3-beta", nil), ("build 7.", nil),
    ])
    func firmwareVersionsAreFoundAtTheEnd(text: String, version: String?) {
        #expect(FirmwareVersion(in: text)?.description == version)
    }

    @Test func aFailedSectionCannotBeChecked() throws {
        let result = try outcome(#""path": "network/p2p.enable", "equals": false"#) {
            $0.fail("network/p2p", "the connection was dropped")
        }
        #expect(result == .unchecked("could not be read: the connection was dropped"))
    }

    @Test func secretsUnderAnotherKeyCannotBeChecked() throws {
        let result = try outcome(#""path": "network/snmp.readCommunity", "secretNoneOf": ["public"]"#) {
            $0.fingerprintKey = FingerprintKey(bytes: Array(repeating: 9, count: FingerprintKey.byteCount))
        }
        #expect(result == .unchecked("the secret was fingerprinted under another key"))
    }
}
