import Audit
import CameraSchema
import Configuration
import DiffTestSupport
import JSONTree
import Snapshots
import Testing

/// Audits with something of everything in them; every format has a golden file of each.
struct AuditSituation: Sendable, CustomTestStringConvertible {
    /// The name of its golden files, without the format.
    let name: String
    private let make: @Sendable () throws -> (AuditResult, CameraSchema)

    var testDescription: String { name }

    func result() throws -> (AuditResult, CameraSchema) {
        try make()
    }

    static let all = [majority, hostile, clean]

    /// Outliers, a tie, missing and failed sections, secrets of another key, rules, all kinds of waivers, cameras that could
    /// not be read.
    static let majority = AuditSituation(name: "audit-majority") {
        let cameras = try Cameras(
            (0..<6).map(edit),
            groups: ["camera-001": ["gates"], "camera-004": ["yard", "gates"]])
        let waivers = try PolicyFiles.waivers(
            waiver("network/ftp", "difference", "The archive fetches the pictures of this one.", "2027-01-31"),
            waiver("network/pppoe", "pppoe-on", "Site 2 has no router yet.", "2026-12-31"),
            waiver("event/motion", "difference", "The crane stood before it.", "2026-11-01"),
            waiver("network/ddns", "*", "Nobody remembers why.", "2027-06-30"))
        let unread = [
            UnreadCamera(
                name: "camera-007",
                reason: "store/camera-007/2026-11-22T143506Z.json.gz: the compressed data is damaged.",
                isDamaged: true),
            UnreadCamera(name: "camera-006", reason: "the file cannot be opened: Permission denied.", isDamaged: false),
        ]
        let result = cameras.audit(policies: [try Policy.basics()], waivers: waivers, unread: unread)
        return (result, cameras.schema)
    }

    private static func waiver(_ path: String, _ rule: String, _ reason: String, _ expires: String) -> JSONValue {
        [
            "path": .string(path), "cameras": ["camera-*"], "rule": .string(rule), "reason": .string(reason),
            "expires": .string(expires),
        ]
    }

    private static func edit(_ position: Int) -> (inout ExampleCamera) throws -> Void {
        { camera in
            camera.identity.name = "Gate \(position)"
            camera.identity.address = "10.0.0.\(position)"
            try camera.set("image/image", "/brightness", to: position < 3 ? 100 : 140)
            try camera.set("network/snmp", "/enable", to: .bool(position == 2))
            switch position {
            case 1:
                try camera.set("network/port", "/0/property/rtspProtocol /encrypt", to: 1)
                try camera.set("network/port", "/2/property/onvifProtocol /authentication", to: 0)
                try camera.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080])
            case 2:
                try camera.set("network/ftp", "/enable", to: 0)
                try camera.set("event/motion", "/enable", to: false)
            case 3: camera.leaveOut("network/snmp")
            case 4:
                camera.fail("network/smtp", "the camera answered code 1001")
                try camera.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
            case 5: camera.fingerprintKey = nil
            default: break
            }
        }
    }

    /// Names and texts that a terminal, a browser, a spreadsheet or an XML parser would act on.
    static let hostile = AuditSituation(name: "audit-hostile") {
        var cameras = try Cameras([
            { _ in },
            {
                $0.identity.name = "\u{1B}]0;owned\u{7}Door\u{202E}rood"
                try $0.set("image/osd", "/text", to: "<script>alert(1)</script> & \"quotes\" ]]> =1+1")
                try $0.set("network/ftp", "/path", to: "\u{1B}[31m=cmd|' /C calc'!A0")
            },
            { try $0.set("image/image", "/\u{1B}[1m<b>", to: "@SUM(1)\r\n\t\"x\",y") },
        ])
        let names = [
            "=HYPERLINK(\"http://evil.example\")", "<img src=x onerror=alert(1)>&'\"", "\u{1B}[2J\u{202E}\u{FFFE}+1",
        ]
        let renamed = zip(cameras.all, names).map { camera, name in
            AuditedCamera(name: name, groups: ["-1+1"], source: "\(name)@latest", snapshot: camera.snapshot)
        }
        cameras = Cameras(renamed, schema: cameras.schema)
        let policy = try Policy(
            JSONWriter.indented([
                "format": "camkeep-policy", "version": "1.0", "title": "<b>=Policy</b>",
                "rules": [
                    [
                        "id": "osd", "severity": "warning", "title": "-<i>The text</i>", "reason": "@reason & more",
                        "message": "=next\u{1B}[0m", "path": "image/osd.text", "not": ["matches": "*script*"],
                    ]
                ],
            ]), file: "<policy>.json")
        let waivers = try PolicyFiles.waivers([
            "path": "<path>", "cameras": ["=x"], "rule": "difference", "reason": "\u{1B}[5m<u>why</u>",
            "expires": "2027-01-31",
        ])
        let unread = [UnreadCamera(name: "+<unread>", reason: "\u{7}<reason> & \"more\"", isDamaged: true)]
        return (cameras.audit(cameras.golden(), policies: [policy], waivers: waivers, unread: unread), cameras.schema)
    }

    static let clean = AuditSituation(name: "audit-clean") {
        let cameras = try Cameras(3, edited: [:])
        return (cameras.audit(), cameras.schema)
    }
}
