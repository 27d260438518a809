import CameraSchema
import JSONTree
import SemanticDiff
import Snapshots

extension Situation {
    package static let all: [Situation] = [
        noDifferences, incomparableSecrets, nothingKnown, firmwareUpgrade, driftedCamera, twoCameras, motionArea,
        schedules, recordTypes, encodingAndTime, portsAndWatermark, figures, secrets, undocumentedFields,
        failedSection, sections, mixed, hostileTexts, malformedValues,
    ]

    // MARK: - Nothing or little to say

    private static let noDifferences = Situation("no-differences") { _, _ in }

    /// Alike as far as can be seen, but the passwords may be others.
    private static let incomparableSecrets = Situation("incomparable-secrets") { old, _ in
        old.fingerprintKey = nil
    }

    /// A section that failed, and secrets of which nothing is known, are all there is.
    private static let nothingKnown = Situation("nothing-known") { old, new in
        old.fingerprintKey = nil
        new.fail("network/smtp", "the camera answered code 1001")
    }

    // MARK: - Whole cameras

    private static let firmwareUpgrade = Situation("firmware-upgrade", names: ("before.json.gz", "live:192.168.1.10")) {
        old, new in
        old.identity.firmware = "3516CV500_IMX307_X10T1A1M0C0P1_W_20.1.12.6"
        old.identity.software = "0.1.12.6"
        new.identity.firmware = "3516CV500_IMX307_X10T1A1M0C0P1_W_21.2.3.1"
        new.identity.software = "0.2.3.1"
        for section in ["event/loitering", "event/people-gathering", "network/wifiAPInfo"] {
            new.withdraw(section, "the camera answered code 203: not supported")
        }
        new.withdraw("storage/ipeye", "the camera answered HTTP status 404")
        try new.set("system/system-time", "/ntpServerAddr2", to: "pool.ntp.org")
        try new.set("network/port", "/0/property/rtspProtocol /authentication", to: 1)
        try new.remove("network/snmp", "/trapName")
        for stream in 0..<3 { try new.set("video/video-encode", "/streamEncode/\(stream)/svcLevel", to: 0) }
        try new.remove("image/image", "/hue")
        try new.set("image/image", "/lowLight", to: ["enable": 0, "gain": 40])
        try new.set("event/motion", "/targetFilter", to: ["human": true, "vehicle": false])
        try new.set("event/motion", "/sensitivity", to: 3)
        try new.set("network/port", "/2/property/onvifProtocol /authentication", to: 0)
    }

    private static let driftedCamera = Situation("drifted-camera", names: ("front-door@golden", "front-door@latest")) {
        old, new in
        try old.set("network/smtp", "/enable", to: true)
        try old.set("network/port", "/0/property/rtspProtocol /encrypt", to: 1)
        try new.set("system/system-time", "/ntpServerAddr", to: "ntp.example.org")
        try new.set("system/system-time", "/ntpAutomatic", to: 1)
        try new.set("image/image", "/brightness", to: 140)
        try new.set("image/image", "/enableWideDynamic", to: 1)
        try new.set("image/image", "/whiteBalance", to: 1)
        try new.set("image/fill-light", "/darkTime", to: 1050)
        try new.set("storage/storage-property[storageType=4]", "/lackSpaceModel", to: 0)
        try new.set("event/alarm-schedule[alarmType=1]", "/trigger/enableAlarmRecord", to: "1")
        try new.set("network/interfaces", "/dns2", to: "9.9.9.9")
    }

    private static let twoCameras = Situation(
        "two-cameras", names: ("front-door@latest", "back-door@latest"), options: DiffOptions(include: [.identity])
    ) { _, new in
        new.identity = CameraIdentity(
            address: "192.168.1.11:8080", name: "Back door", model: "IPC-2", firmware: "21.1.20.2", software: "0.1.3.1")
        try new.set("system/device-info", "/devName", to: "Back door")
        try new.set("network/interfaces", "/ip", to: "172.18.193.181")
        try new.set("network/p2p", "/enable", to: false)
        try new.set("image/osd", "/mirrorMode", to: 3)
    }

    private static let mixed = Situation("mixed") { old, new in
        try old.set("event/motion", "/region/area/4", to: 0b11_1111)
        try new.set("event/motion", "/region/area/4", to: 0b1_1111)
        try new.set("event/motion", "/enable", to: false)
        try new.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [0, 1080, 1])
        try old.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [0, 1440, 1])
        try new.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
        try new.set("video/video-encode", "/streamEncode/0/bitRate", to: 4096)
        try new.set("network/ftp", "/username", to: "another user")
        try new.set("network/snmp", "/enable", to: true)
        try new.set("image/osd", "/text", to: "Gate 2")
        try new.set("image/osd", "/postion", to: 8)
        try new.set("network/port", "/3/property/httpProtocol /port", to: 8080)
        new.fail("event/roi", "the connection was dropped")
    }

    // MARK: - Types

    private static let motionArea = Situation("motion-area") { old, new in
        for row in 4..<12 { try old.set("event/motion", "/region/area/\(row)", to: 0b11_1111_1111_1100_0000) }
        for row in 6..<14 { try new.set("event/motion", "/region/area/\(row)", to: 0b1111_1111_1111_1111) }
        try new.set("event/motion", "/region/area/9", to: 0)
        try new.set("event/motion", "/sensitivity", to: 7)
    }

    /// Sections whose schedules change in every way.
    private static let schedules = Situation("schedules") { old, new in
        // One end on one day.
        try new.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080])
        // Both ends on working days, a new break, and a day off.
        try old.week("event/video-cover", [[540, 1020]], days: 0..<7)
        try new.week("event/video-cover", [[480, 720], [780, 1020]], days: 1..<6)
        try new.week("event/video-cover", [], days: 6..<7)
        try new.week("event/video-cover", [[540, 1020]], days: 0..<1)
        // Cleared.
        try new.week("event/alarm-out", [], days: 0..<7)
        // From some hours to always.
        try old.week("event/intrusion", [[360, 1320]], days: 0..<7)
        // Another beginning, at odd minutes.
        try old.week("event/line-crossing", [[361, 1320]], days: 0..<7)
        try new.week("event/line-crossing", [[397, 1320]], days: 0..<7)
        // An overnight pattern.
        try new.week("event/loitering", [[0, 360], [1200, 1440]], days: 0..<7)
    }

    private static let recordTypes = Situation("record-types") { old, new in
        try old.week("storage/snapshot", [[0, 1440, 1]], days: 0..<7, at: "/weekScop/dayScope")
        try new.week(
            "storage/snapshot", [[0, 480, 2], [480, 1080, 1], [1080, 1440, 2]], days: 1..<6, at: "/weekScop/dayScope")
        try new.week("storage/snapshot", [[0, 1440, 4_294_967_295]], days: 0..<1, at: "/weekScop/dayScope")
        try new.week("storage/snapshot", [[0, 1440, 1]], days: 6..<7, at: "/weekScop/dayScope")
        let recording = "storage/regular-record-property"
        for day in 0..<7 {
            try old.set(recording, "/weekScop/dayScope/\(day)/hourScope/0", to: [0, 1440, 3])
            try new.set(recording, "/weekScop/dayScope/\(day)/hourScope/0", to: [480, 1080, 2])
        }
        try new.set(recording, "/weekScop/dayScope/3/socpeMode", to: 1)
    }

    private static let encodingAndTime = Situation("encoding-and-time") { old, new in
        try old.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
        try new.set("video/video-encode", "/streamEncode/0/width", to: 1920)
        try new.set("video/video-encode", "/streamEncode/0/height", to: 1080)
        try new.set("video/video-encode", "/streamEncode/1/frameRate", to: 12)
        try new.set("video/video-encode", "/streamEncode/2/enableSmartEnc", to: 0)
        try new.set("system/system-time", "/timeZone", to: 8)
        try new.set("system/system-time", "/model", to: 2)
        try new.set("system/summer-time", "/start/weekNumber", to: 5)
        try new.set("system/summer-time", "/end/month", to: 10)
        try new.set("system/summer-time", "/offsetTime", to: 60)
        try new.set("image/fill-light", "/dawnTime", to: 420)
    }

    private static let portsAndWatermark = Situation("ports-and-watermark") { _, new in
        try new.set("network/port", "/0/property/rtspProtocol /port", to: 8554)
        try new.set("network/port", "/2/enable", to: false)
        try new.remove("network/port", "/6")
        try new.set("video/watermark", "/2/enable", to: false)
        try new.set("video/watermark", "/2/markText", to: "Gate 2")
        try new.set("video/watermark", "/4", to: ["channel": 4, "enable": true, "markText": "new"])
    }

    private static let figures = Situation("figures") { old, new in
        let triangle: JSONValue = [
            "x1": 1000, "y1": 1000, "x2": 5000, "y2": 1000, "x3": 5000, "y3": 5000, "x4": 1000, "y4": 5000,
        ]
        let wide: JSONValue = [
            "x1": 1000, "y1": 1000, "x2": 9000, "y2": 1000, "x3": 9000, "y3": 5000, "x4": 1000, "y4": 5000,
        ]
        try old.set("event/intrusion", "/area/0", to: triangle)
        try new.set("event/intrusion", "/area/0", to: wide)
        try new.set("event/intrusion", "/area/1", to: triangle)
        try old.set("event/intrusion", "/area/2", to: triangle)
        try old.set(
            "event/line-crossing", "/area/0",
            to: ["startPointx1": 2000, "startPointy1": 2000, "endPointx2": 8000, "endPointy2": 8000])
        try new.set(
            "event/line-crossing", "/area/0",
            to: ["startPointx1": 3000, "startPointy1": 2500, "endPointx2": 9000, "endPointy2": 8500])
        try old.set("event/video-cover", "/area/0", to: ["x1": 1000, "y1": 1000, "x2": 4000, "y2": 4000])
        try new.set("event/video-cover", "/area/0", to: ["x1": 1000, "y1": 1000, "x2": 6000, "y2": 4000])
        try new.set("event/roi", "/region/1/area", to: ["x1": 20, "y1": 20, "x2": 50, "y2": 60])
        try new.set("event/roi", "/region/1/enable", to: 1)
    }

    private static let secrets = Situation("secrets") { old, new in
        try new.set("network/ftp", "/username", to: "another user")
        try new.set("network/ftp", "/password", to: "a password")
        try old.set("network/smtp", "/password", to: "a password")
        try new.set("network/snmp", "/writeCommunity", to: "")
        try new.set("network/snmp", "/readCommunity", to: "another community")
    }

    private static let undocumentedFields = Situation("undocumented-fields") { old, new in
        try old.set("image/image", "/noiseFloor", to: 12)
        try new.set("image/image", "/noiseFloor", to: 14)
        try new.set("event/motion", "/holdTime", to: 5)
        try old.set("network/ftp", "/retry", to: ["count": 3, "pause": [1, 2, 5]])
        try new.set("network/ftp", "/devToken", to: "a token")
    }

    // MARK: - Sections

    private static let failedSection = Situation("failed-section") { old, new in
        old.fail("network/smtp", "the camera answered code 1001")
        new.fail("event/roi", "the connection was dropped")
        try new.set("event/motion", "/enable", to: false)
    }

    private static let sections = Situation("sections") { old, new in
        old.leaveOut("network/snmp")
        new.leaveOut("storage/ipeye")
        old.withdraw("event/loitering", "the camera answered code 203: not supported")
        new.withdraw("image/zoom-focus", "the camera answered code 203: not supported")
    }

    // MARK: - Bad input

    private static let hostileTexts = Situation("hostile-texts", names: ("a\u{1B}[2J`b`", "<img src=x onerror=1>|*x*"))
    {
        old, new in
        new.identity.name = "\u{1B}]0;owned\u{7}Door\u{202E}rood"
        try old.set("image/osd", "/text", to: "A\nB")
        try new.set(
            "network/smtp", "/theme", to: "<script>alert(1)</script> & \"quotes\" | pipe `tick` [link](http://x)")
        try new.set("network/smtp", "/sender", to: "\u{1B}[31mred\u{1B}[0m\r\nevil: yes")
        try new.set("network/smtp", "/server", to: .string(String(repeating: "long ", count: 600)))
        try new.set("network/smtp", "/receiver1", to: "\u{202E}moc.live@evil")
        try new.set("video/watermark", "/1/markText", to: "監視カメラ 入口 👁️ e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}")
        try new.set("image/image", "/**bold**", to: "# heading\n- list")
        try new.set("image/image", "/\u{1B}[1m", to: 1)
    }

    private static let malformedValues = Situation("malformed-values") { _, new in
        // A period that ends before it begins.
        try new.set("event/alarm-schedule[alarmType=1]", "/schedule/1/0", to: [1080, 480])
        // Nine periods, and overlapping ones.
        try new.set(
            "event/alarm-out", "/schedule/1", to: .array((0..<9).map { [.integer($0 * 60), .integer($0 * 60 + 90)] }))
        // A value that is in no table, and values of another type.
        try new.set("video/video-encode", "/streamEncode/0/encodeType", to: 99)
        try new.set("image/image", "/brightness", to: "bright")
        try new.set("event/motion", "/enable", to: 7)
        try new.set("event/motion", "/region/delimitType", to: 99)
        try new.set("event/intrusion", "/area/0/x1", to: "left")
        try new.set("system/system-time", "/timeZone", to: -1)
    }
}

extension ExampleCamera {
    /// Gives those days (0 is Sunday) these periods; unused slots keep the section's own filler.
    fileprivate mutating func week(
        _ section: String, _ periods: [[Int]], days: Range<Int>, at pointer: String = "/schedule"
    ) throws {
        for day in days {
            try edit(section, "\(pointer)/\(day)") { old in
                let slots = old?.arrayValue ?? []
                let unused: JSONValue = .array(Array(repeating: 0, count: slots.first?.arrayValue?.count ?? 2))
                let used = periods.map { JSONValue.array($0.map(JSONValue.integer)) }
                return .array(used + Array(repeating: unused, count: max(0, slots.count - used.count)))
            }
        }
    }
}
