import CameraSchema
import DiffTestSupport
import JSONTree
import Restore
import Snapshots
import Testing

/// What is left out of a plan, and why.
@Suite struct OmissionTests {
    /// An edit of the two cameras, and what is left out for it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let section: String
        /// Nil for the section as a whole.
        let place: String?
        let reason: Omission.Reason
        let options: PlanOptions
        let edit: @Sendable (inout PlanCase) throws -> Void

        init(
            _ name: String, _ section: String, _ place: String?, _ reason: Omission.Reason,
            options: PlanOptions = PlanOptions(), _ edit: @escaping @Sendable (inout PlanCase) throws -> Void
        ) {
            testDescription = name
            self.section = section
            self.place = place
            self.reason = reason
            self.options = options
            self.edit = edit
        }
    }

    static let cases: [Case] = [
        Case("identity", "system/device-info", "/devName", .identity) {
            try $0.desired.set("system/device-info", "/devName", to: "Gate")
        },
        Case("volatile", "system/system-time", "/minute", .notWritable(.volatile)) {
            try $0.desired.set("system/system-time", "/minute", to: 59)
        },
        Case("read-only", "network/interfaces", "/mac", .notWritable(.readOnly)) {
            try $0.desired.set("network/interfaces", "/mac", to: "00:00:00:00:00:01")
        },
        Case("constraint", "image/ptz-config", "/serial/addrMax", .notWritable(.constraint)) {
            try $0.desired.set("image/ptz-config", "/serial/addrMax", to: 99)
        },
        Case("action", "event/alarm-out", "/enableManualAlarm", .notWritable(.action)) {
            try $0.live.set("event/alarm-out", "/enableManualAlarm", to: false)
            try $0.desired.set("event/alarm-out", "/enableManualAlarm", to: true)
        },
        Case("only in answers", "image/ptz-ctrl", "/auto3DStatus", .noWrite) {
            try $0.desired.set("image/ptz-ctrl", "/auto3DStatus", to: 1)
        },
        Case("networks that a get lists", "network/wifi", "/wifiInfo/Home", .noWrite) {
            try $0.desired.set("network/wifi", "/wifiInfo/2", to: ["ssid": "Home", "isScane": 1, "connectStatus": 1])
        },
        Case("undocumented", "event/motion", "/targetFilter", .undocumented) {
            try $0.desired.set("event/motion", "/targetFilter", to: ["human": true])
        },
        Case("unsupported by the camera", "event/roi", nil, .notOnCamera("code 203")) {
            $0.live.withdraw("event/roi", "code 203")
        },
        Case("not asked of the camera", "event/roi", nil, .notOnCamera("the camera was not asked for it")) {
            $0.live.leaveOut("event/roi")
        },
        Case("not in the snapshot", "event/roi", nil, .notInSnapshot("the snapshot does not speak of it")) {
            $0.desired.leaveOut("event/roi")
        },
        Case("unsupported when the snapshot was taken", "event/roi", nil, .notInSnapshot("code 203")) {
            $0.desired.withdraw("event/roi", "code 203")
        },
        Case("failed in the snapshot", "event/roi", nil, .unread("the snapshot could not read it: dropped")) {
            $0.desired.fail("event/roi", "dropped")
        },
        Case("failed now", "event/roi", nil, .unread("the camera could not be asked: dropped")) {
            $0.live.fail("event/roi", "dropped")
        },
        Case(
            "a field that only the camera has", "event/motion", "/sensitivity",
            .notInSnapshot("the camera has this field, the snapshot has not")
        ) {
            try $0.desired.remove("event/motion", "/sensitivity")
        },
        Case(
            "a field that other firmware has", "event/motion", "/sensitivity",
            .notOnCamera("the camera's firmware does not have this field")
        ) {
            $0.live.identity.firmware = "1.0"
            try $0.live.remove("event/motion", "/sensitivity")
        },
        Case(
            "an item of another model", "video/video-encode", "/streamEncode/2",
            .notOnCamera("the camera does not have this item")
        ) {
            $0.live.identity.model = "IPC-2"
            try $0.live.remove("video/video-encode", "/streamEncode/2")
        },
        Case(
            "a protocol of other firmware", "network/port", "/16",
            .notInSnapshot("the snapshot does not have this item")
        ) {
            $0.live.identity.firmware = "1.0"
            try $0.desired.remove("network/port", "/3")
        },
        Case("above the schema's range", "event/motion", "/sensitivity", .outOfRange("11, at most 10")) {
            try $0.desired.set("event/motion", "/sensitivity", to: 11)
        },
        Case(
            "none of the values allowed", "video/audio-alarm", "/playDelayTime", .outOfRange("7 s, only 5, 10, 20, 30")
        ) {
            try $0.live.set("video/audio-alarm", "/playDelayTime", to: 5)
            try $0.desired.set("video/audio-alarm", "/playDelayTime", to: 7)
        },
        Case("above the camera's own range", "image/ptz-config", "/serial/addr", .outOfRange("20, at most 16 here")) {
            for (name, value) in [("addr", 3), ("addrMin", 1), ("addrMax", 16)] as [(String, JSONValue)] {
                try $0.live.set("image/ptz-config", "/serial/\(name)", to: value)
            }
            try $0.desired.set("image/ptz-config", "/serial/addr", to: 20)
        },
        Case(
            "not in the camera's own list", "image/ptz-config", "/serial/baudrate",
            .outOfRange("300 baud, here only 2400, 9600")
        ) {
            try $0.live.set("image/ptz-config", "/serial/baudrateList", to: [2400, 9600])
            try $0.live.set("image/ptz-config", "/serial/baudrate", to: 9600)
            try $0.desired.set("image/ptz-config", "/serial/baudrate", to: 300)
        },
        Case("a text that is too long", "network/snmp", "/roUser/username", .outOfRange("40 bytes, at most 31")) {
            try $0.hold("network/snmp", "/roUser/authpass", "a")
            try $0.hold("network/snmp", "/roUser/privpass", "b")
            try $0.desired.set("network/snmp", "/roUser/username", to: .string(String(repeating: "x", count: 40)))
        },
        Case(
            "a resolution that the stream does not have", "video/video-encode", "/streamEncode/0",
            .outOfRange("640×480, which the camera does not have here with H.265")
        ) {
            try $0.desired.set("video/video-encode", "/streamEncode/0/width", to: 640)
            try $0.desired.set("video/video-encode", "/streamEncode/0/height", to: 480)
        },
        Case(
            "too many frames for the resolution", "video/video-encode", "/streamEncode/0/frameRate",
            .outOfRange("30 fps, at most 25 here")
        ) {
            try $0.desired.set("video/video-encode", "/streamEncode/0/frameRate", to: 30)
        },
        Case(
            "a resolution too large for the frame rate that stays", "video/video-encode", "/streamEncode/0",
            .outOfRange("25 fps, at most 20 here")
        ) {
            try $0.desired.set("video/video-encode", "/streamEncode/0/width", to: 2592)
            try $0.desired.set("video/video-encode", "/streamEncode/0/height", to: 1944)
        },
        Case(
            "an encoding that the stream does not have", "video/video-encode", "/streamEncode/0/encodeType",
            .outOfRange("H.264, which the camera does not have here")
        ) {
            try $0.live.remove("video/video-encode-scope", "/0/0/h264Attr")
            try $0.desired.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
        },
        Case(
            "a bit rate below the stream's lowest", "video/video-encode", "/streamEncode/1/bitRate",
            .outOfRange("32 kbit/s, at least 64 here")
        ) {
            try $0.desired.set("video/video-encode", "/streamEncode/1/bitRate", to: 32)
        },
        Case("a preset", "image/ptz-ctrl", "/presetList/1/presetName", .lensPosition) {
            try $0.numberPresets()
            try $0.desired.set("image/ptz-ctrl", "/presetList/0/presetName", to: "Gate")
        },
        Case("a secret that nobody holds", "network/ftp", "/username", .secretNotHeld) {
            try $0.desired.set("network/ftp", "/username", to: "other")
        },
        Case(
            "a password that the write would clear", "network/ftp", nil,
            .wouldClearSecrets([JSONPointer(["password"])])
        ) {
            try $0.desired.set("network/ftp", "/serverPort", to: 2121)
        },
        Case(
            "a password that the camera shows to nobody", "network/wifiAPInfo", nil,
            .wouldClearSecrets([JSONPointer(["APPassword"])])
        ) {
            try $0.desired.set("network/wifiAPInfo", "/IPRange", to: 50)
        },
    ]

    @Test(arguments: cases)
    func isLeftOut(test: Case) throws {
        var planCase = try PlanCase()
        planCase.options = test.options
        try test.edit(&planCase)
        let plan = try planCase.plan()
        #expect(plan.reason(test.section, test.place) == test.reason, "\(plan.omissions)")
        #expect(
            plan.omissions.count { $0.section.description == test.section && $0.pointer?.description == test.place }
                == 1)
        if let place = test.place {
            #expect(!plan.places.contains("\(test.section) \(place)"))
        } else {
            #expect(plan.step(test.section) == nil)
        }
    }

    @Test func nothingIsLeftOutOfEqualConfigurations() throws {
        let plan = try PlanCase().plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.omissions.isEmpty)
    }

    @Test func whoTheUnitIsIsWrittenOnRequest() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("system/device-info", "/devName", to: "Gate")
        planCase.options.including = [.identity]
        #expect(try planCase.plan().places == ["system/device-info /devName"])
    }

    /// The scope of the camera does not name its own sub stream, so nothing bounds it.
    @Test func aLimitThatTheCameraItselfDoesNotKeepIsNone() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("video/video-encode", "/streamEncode/1/width", to: 640)
        try planCase.desired.set("video/video-encode", "/streamEncode/1/height", to: 480)
        #expect(try planCase.plan().places == ["video/video-encode /streamEncode/1"])
    }

    /// Entered items are written to other firmware, too, and read back.
    @Test func itemsOfAListComeAndGo() throws {
        var planCase = try PlanCase()
        planCase.live.identity.firmware = "1.0"
        try planCase.live.remove("image/ptz-cruise[cruiseIdx=4]", "/cruisePresetList/2")
        #expect(try planCase.plan().places == ["image/ptz-cruise[cruiseIdx=4] /cruisePresetList/2"])
    }

    @Test func theRestOfASectionIsWritten() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("video/video-encode", "/streamEncode/0/frameRate", to: 30)
        try planCase.desired.set("video/video-encode", "/streamEncode/0/bitRate", to: 4096)
        let plan = try planCase.plan()
        #expect(plan.places == ["video/video-encode /streamEncode/0/bitRate"])
        #expect(plan.omissions.count == 1)
    }

    @Test func patternsChooseSectionsAndPaths() throws {
        var planCase = try PlanCase()
        try planCase.desired.set("event/motion", "/sensitivity", to: 2)
        try planCase.desired.set("event/motion", "/enable", to: false)
        try planCase.desired.set("image/image", "/brightness", to: 12)
        planCase.desired.fail("event/roi", "dropped")
        planCase.options.only = ["event/motion"]
        planCase.options.except = ["*.enable"]
        let plan = try planCase.plan()
        #expect(plan.places == ["event/motion /sensitivity"])
        #expect(plan.omissions.isEmpty)
        #expect(!plan.isPartial)
    }

    @Test func aSectionThatFailedMakesThePlanPartial() throws {
        var planCase = try PlanCase()
        planCase.live.fail("event/roi", "dropped")
        #expect(try planCase.plan().isPartial)
        // Read-only values are not missed.
        var status = try PlanCase()
        status.live.fail("network/p2p-status", "dropped")
        #expect(try !status.plan().isPartial)
    }
}
