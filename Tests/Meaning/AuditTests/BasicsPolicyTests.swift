import Audit
import CameraSchema
import DiffTestSupport
import JSONTree
import Snapshots
import Testing

/// Every rule of the built-in policy, on the example camera, broken and kept.
@Suite struct BasicsPolicyTests {
    struct Edit: Sendable {
        var section: String
        var pointer: String
        var value: JSONValue

        init(_ section: String, _ pointer: String, _ value: JSONValue) {
            self.section = section
            self.pointer = pointer
            self.value = value
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var rule: String
        /// What makes the camera break the rule, then what makes it keep it.
        var broken: [Edit]
        var kept: [Edit]

        var testDescription: String { rule }
    }

    private static let snmp = Edit("network/snmp", "/enable", true)
    private static let snmpV3 = [snmp, Edit("network/snmp", "/enableType", 3)]
    private static let ntp = Edit("system/system-time", "/model", 2)
    private static let hotspot = Edit("network/wifiAPInfo", "/enableAP", 1)

    static let cases: [Case] = [
        toggle("https-off", "network/port", "/4/enable", broken: false, kept: true),
        toggle("http-on", "network/port", "/3/enable", broken: true, kept: false),
        toggle("rtsp-authentication-off", "network/port", "/0/property/rtspProtocol /encrypt", broken: 0, kept: 1),
        toggle(
            "onvif-authentication-off", "network/port", "/2/property/onvifProtocol /authentication", broken: 0,
            kept: 1),
        toggle("bitdog-encryption-off", "network/port", "/6/property/bitdogProtocol /encrypt", broken: 0, kept: 1),
        toggle("vendor-protocol-hk-on", "network/port", "/1/enable", broken: true, kept: false),
        toggle("vendor-protocol-xm-on", "network/port", "/5/enable", broken: true, kept: false),
        toggle("p2p-on", "network/p2p", "/enable", broken: true, kept: false),
        Case(
            rule: "snmp-below-v3", broken: [snmp, Edit("network/snmp", "/enableType", 2)], kept: snmpV3),
        Case(
            rule: "snmp-default-read-community", broken: [snmp, Edit("network/snmp", "/readCommunity", "public")],
            kept: [snmp, Edit("network/snmp", "/readCommunity", "kBw8-Pf3")]),
        Case(
            rule: "snmp-default-write-community", broken: [snmp, Edit("network/snmp", "/writeCommunity", "private")],
            kept: [snmp, Edit("network/snmp", "/writeCommunity", "kBw8-Pf3")]),
        Case(
            rule: "snmp-v3-unprotected", broken: snmpV3 + [Edit("network/snmp", "/roUser/secLevel", 2)],
            kept: snmpV3 + [Edit("network/snmp", "/roUser/secLevel", 3)]),
        Case(
            rule: "snmp-v3-weak-cipher", broken: snmpV3 + [Edit("network/snmp", "/roUser/privType", 0)],
            kept: snmpV3 + [Edit("network/snmp", "/roUser/privType", 1)]),
        Case(
            rule: "snmp-default-user", broken: snmpV3 + [Edit("network/snmp", "/roUser/username", "public")],
            kept: snmpV3 + [Edit("network/snmp", "/roUser/username", "watchman")]),
        Case(
            rule: "ftp-anonymous",
            broken: [Edit("network/ftp", "/enable", 1), Edit("network/ftp", "/enableAnonymous", 1)],
            kept: [Edit("network/ftp", "/enable", 1), Edit("network/ftp", "/enableAnonymous", 0)]),
        toggle("ftp-on", "network/ftp", "/enable", broken: 1, kept: 0),
        Case(
            rule: "smtp-anonymous",
            // On the wire false stands for anonymous.
            broken: [Edit("network/smtp", "/enable", true), Edit("network/smtp", "/anonymity", false)],
            kept: [Edit("network/smtp", "/enable", true), Edit("network/smtp", "/anonymity", true)]),
        Case(
            rule: "smtp-unencrypted",
            broken: [Edit("network/smtp", "/enable", true), Edit("network/smtp", "/smtpEncryptionType", 0)],
            kept: [Edit("network/smtp", "/enable", true), Edit("network/smtp", "/smtpEncryptionType", 1)]),
        toggle("ntp-off", "system/system-time", "/model", broken: 0, kept: 2),
        Case(
            rule: "ntp-not-automatic", broken: [ntp, Edit("system/system-time", "/ntpAutomatic", 0)],
            kept: [ntp, Edit("system/system-time", "/ntpAutomatic", 1)]),
        Case(
            rule: "ntp-server-missing", broken: [ntp, Edit("system/system-time", "/ntpServerAddr", "")],
            kept: [ntp, Edit("system/system-time", "/ntpServerAddr", "ntp.example.org")]),
        toggle("pppoe-on", "network/pppoe", "/enable", broken: 1, kept: 0),
        toggle("ddns-on", "network/ddns", "/enable", broken: 1, kept: 0),
        toggle("ipeye-on", "storage/ipeye", "/enable", broken: true, kept: false),
        toggle("hotspot-on", "network/wifiAPInfo", "/enableAP", broken: 1, kept: 0),
        Case(
            rule: "hotspot-open", broken: [hotspot, Edit("network/wifiAPInfo", "/enableAuthentication", 0)],
            kept: [hotspot, Edit("network/wifiAPInfo", "/enableAuthentication", 1)]),
        Case(
            rule: "hotspot-weak-security", broken: [hotspot, Edit("network/wifiAPInfo", "/authenticationMethod", 8)],
            kept: [hotspot, Edit("network/wifiAPInfo", "/authenticationMethod", 32)]),
        Case(
            rule: "gb28181-default-password",
            broken: [Edit("network/gb28181", "/enable", 1), Edit("network/gb28181", "/devicePwd", "12345678")],
            kept: [Edit("network/gb28181", "/enable", 1), Edit("network/gb28181", "/devicePwd", "kBw8-Pf3")]),
    ]

    private static func toggle(
        _ rule: String, _ section: String, _ pointer: String, broken: JSONValue, kept: JSONValue
    ) -> Case {
        Case(
            rule: rule, broken: [Edit(section, pointer, broken)], kept: [Edit(section, pointer, kept)])
    }

    private func audit(_ edits: [Edit]) throws -> CameraAudit {
        var example = try ExampleCamera()
        for edit in edits { try example.set(edit.section, edit.pointer, to: edit.value) }
        var auditor = Auditor(schema: example.schema, now: ExampleCamera.time)
        auditor.policies = [try Policy.basics()]
        auditor.fingerprintKey = example.fingerprintKey
        let camera = AuditedCamera(name: "front-door", source: "front-door@latest", snapshot: example.snapshot())
        return try #require(auditor.audit([camera]).cameras.first)
    }

    @Test(arguments: cases)
    func ruleIsBrokenAndKept(_ example: Case) throws {
        let broken = try audit(example.broken)
        #expect(broken.findings.map(\.ruleID).contains(example.rule))
        #expect(broken.unchecked.isEmpty)
        let kept = try audit(example.kept)
        #expect(!kept.findings.map(\.ruleID).contains(example.rule))
        #expect(kept.kept.contains(example.rule))
    }

    @Test func everyRuleIsTested() throws {
        #expect(try Policy.basics().rules.map(\.id) == Self.cases.map(\.rule))
    }

    /// A path that the schema does not know would never find anything.
    @Test func everyPathIsOneOfTheSchema() throws {
        let snapshot = try ExampleCamera().snapshot()
        for rule in try Policy.basics().rules {
            for path in [rule.demand.path] + rule.when.map(\.path) {
                let parts = path.text.split(separator: ".", maxSplits: 1)
                let record = try #require(snapshot.sections[String(parts[0])], "\(path.text)")
                let place = JSONPointer(parts[1].split(separator: ".").map(String.init))
                #expect(record.config[place] != nil, "\(path.text)")
            }
        }
    }

    @Test func aCameraWithoutHTTPSBreaksTheRule() throws {
        var example = try ExampleCamera()
        try example.remove("network/port", "/4")
        var auditor = Auditor(schema: example.schema, now: ExampleCamera.time)
        auditor.policies = [try Policy.basics()]
        let camera = AuditedCamera(name: "a", source: "a", snapshot: example.snapshot())
        let result = try #require(auditor.audit([camera]).cameras.first)
        #expect(result.findings.map(\.ruleID).contains("https-off"))
        #expect(result.notConcerned.contains("http-on"))
    }

    /// Without the key nobody can say what a secret is not.
    @Test func defaultCommunitiesCannotBeCheckedWithoutTheKey() throws {
        var example = try ExampleCamera()
        try example.set("network/snmp", "/enable", to: true)
        var auditor = Auditor(schema: example.schema, now: ExampleCamera.time)
        auditor.policies = [try Policy.basics()]
        let camera = AuditedCamera(name: "a", source: "a", snapshot: example.snapshot())
        let result = try #require(auditor.audit([camera]).cameras.first)
        let ids = ["snmp-default-read-community", "snmp-default-write-community"]
        #expect(result.unchecked.map(\.rule.id).filter(ids.contains) == ids)
        #expect(!result.findings.map(\.ruleID).contains { ids.contains($0) })
        #expect(ids.allSatisfy { !result.kept.contains($0) })
    }
}
