import DiffTestSupport
import JSONTree
import Reports
import SemanticDiff
import Testing

/// One edit, and the sentences about it.
private struct Sentence: Sendable, CustomTestStringConvertible {
    typealias Edit = @Sendable (inout ExampleCamera) throws -> Void

    let testDescription: String
    let sentences: [String]
    /// Both cameras before the edit.
    let prepare: Edit
    let edit: Edit

    init(
        _ description: String, _ sentences: String..., prepare: @escaping Edit = { _ in }, edit: @escaping Edit
    ) {
        testDescription = description
        self.sentences = sentences
        self.prepare = prepare
        self.edit = edit
    }

    func changes() throws -> [Change] {
        var camera = try ExampleCamera()
        try prepare(&camera)
        let old = camera.snapshot()
        try edit(&camera)
        return Differ(schema: camera.schema)
            .difference(old, named: "old", camera.snapshot(taken: ExampleCamera.later), named: "new").changes
    }

    private static let alarm = "event/alarm-schedule[alarmType=1]"
    private static let encode = "video/video-encode"

    static let schedules = [
        Sentence(
            "a changed weekday", "Armed hours: Thursday now ends at 18:00 instead of midnight (−6 h)",
            edit: { try $0.set(alarm, "/schedule/4/0", to: [0, 1080]) }),
        Sentence(
            "a later beginning", "Armed hours: Monday now begins at 06:30 instead of midnight (−6 h 30 min)",
            edit: { try $0.set(alarm, "/schedule/1/0", to: [390, 1440]) }),
        Sentence(
            "both ends", "Armed hours: Sunday all day → 08:00–18:00 (−14 h)",
            edit: { try $0.set(alarm, "/schedule/0/0", to: [480, 1080]) }),
        Sentence(
            "equal days", "Armed hours: Mon, Wed now ends at 18:00 instead of midnight (−6 h each)",
            edit: {
                try $0.set(alarm, "/schedule/1/0", to: [0, 1080])
                try $0.set(alarm, "/schedule/3/0", to: [0, 1080])
            }),
        Sentence(
            "a break", "Armed hours: Friday 12:00–13:00 removed (−1 h)",
            edit: {
                try $0.set(alarm, "/schedule/5/0", to: [0, 720])
                try $0.set(alarm, "/schedule/5/1", to: [780, 1440])
            }),
        Sentence(
            "a cleared day", "Armed hours: Saturday cleared (−24 h)",
            edit: { try $0.set(alarm, "/schedule/6/0", to: [0, 0]) }),
        Sentence(
            "a cleared schedule", "Armed hours: cleared, now never (was all day, every day)",
            edit: { camera in for day in 0..<7 { try camera.set(alarm, "/schedule/\(day)/0", to: [0, 0]) } }),
        Sentence(
            "a schedule that became always", "Armed hours: now all day, every day (was 144 h a week)",
            prepare: { try $0.set(alarm, "/schedule/6/0", to: [0, 0]) },
            edit: { try $0.set(alarm, "/schedule/6/0", to: [0, 1440]) }),
        Sentence(
            "a schedule with a record type", "Snapshot schedule: Thursday now 08:00–18:00 motion (+10 h)",
            prepare: { try $0.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [0, 0, 0]) },
            edit: { try $0.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [480, 1080, 2]) }),
        Sentence(
            "another record type", "Snapshot schedule: Thursday all day timed → motion and alarm",
            prepare: { try $0.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [0, 1440, 1]) },
            edit: { try $0.set("storage/snapshot", "/weekScop/dayScope/4/0", to: [0, 1440, 8]) }),
    ]

    static let values = [
        Sentence(
            "an alarm link bit", "Linked alarm actions: bit 3 added",
            edit: { try $0.set(alarm, "/alarmLinkScope", to: 31) }),
        Sentence(
            "alarm link bits", "Linked alarm actions: bit 5 added; bit 0, bit 1 removed",
            edit: { try $0.set(alarm, "/alarmLinkScope", to: 52) }),
        Sentence(
            "a codec", "Main stream: encoding H.265 → H.264",
            edit: { try $0.set(encode, "/streamEncode/0/encodeType", to: 0) }),
        Sentence(
            "an unknown codec", "Main stream: encoding H.265 → 99 (unknown)",
            edit: { try $0.set(encode, "/streamEncode/0/encodeType", to: 99) }),
        Sentence(
            "a resolution", "Main stream: resolution 2560×1440 → 1920×1080",
            edit: {
                try $0.set(encode, "/streamEncode/0/width", to: 1920)
                try $0.set(encode, "/streamEncode/0/height", to: 1080)
            }),
        Sentence(
            "a frame rate", "Sub stream: frame rate 25 → 12 fps (−13)",
            edit: { try $0.set(encode, "/streamEncode/1/frameRate", to: 12) }),
        Sentence(
            "a time zone", "Time zone UTC+00:00 → UTC+08:00",
            edit: { try $0.set("system/system-time", "/timeZone", to: 8) }),
        Sentence(
            "a DST rule", "Start: week of the month 1 → 5",
            edit: { try $0.set("system/summer-time", "/start/weekNumber", to: 5) }),
        Sentence(
            "a time of day", "Night begins at 18:00 → 17:30 (−30 min)",
            edit: { try $0.set("image/fill-light", "/darkTime", to: 1050) }),
        Sentence(
            "a switch", "RTSP authentication switched on",
            edit: { try $0.set("network/port", "/0/property/rtspProtocol /encrypt", to: 1) }),
        Sentence(
            "a clause for a title", "Full storage: overwrite the oldest → stop recording",
            edit: { try $0.set("storage/storage-property[storageType=4]", "/lackSpaceModel", to: 0) }),
        Sentence(
            "a user name", "User name changed (secret)",
            edit: { try $0.set("network/ftp", "/username", to: "another user") }),
        Sentence(
            "a cleared secret", "User name cleared (secret)",
            edit: { try $0.set("network/ftp", "/username", to: "") }),
        Sentence(
            "an undocumented field", "holdTime 5 → 7 (undocumented)",
            prepare: { try $0.set("event/motion", "/holdTime", to: 5) },
            edit: { try $0.set("event/motion", "/holdTime", to: 7) }),
        Sentence(
            "a new undocumented field", "holdTime added: 5 (undocumented)",
            edit: { try $0.set("event/motion", "/holdTime", to: 5) }),
    ]

    static let placesAndItems = [
        Sentence(
            "a motion cell", "Motion area lost 1 of 396 cells (3 left, 0.8 % of the picture)",
            prepare: { try $0.set("event/motion", "/region/area/4", to: 0b1111) },
            edit: { try $0.set("event/motion", "/region/area/4", to: 0b0111) }),
        Sentence(
            "the first motion cell", "Motion area drawn: 1 of 396 cells (0.3 % of the picture)",
            edit: { try $0.set("event/motion", "/region/area/0", to: 1) }),
        Sentence(
            "a detection polygon", "Region 1 redrawn (16 % → 32 % of the picture)",
            prepare: { try $0.set("event/intrusion", "/area/0", to: square(5000)) },
            edit: { try $0.set("event/intrusion", "/area/0", to: square(9000)) }),
        Sentence(
            "a removed polygon", "Region 1 removed (was 16 % of the picture)",
            prepare: { try $0.set("event/intrusion", "/area/0", to: square(5000)) },
            edit: { try $0.set("event/intrusion", "/area/0", to: square(1000, 1000)) }),
        Sentence(
            "a port in the keyed protocol list", "RTSP port 554 → 8554",
            edit: { try $0.set("network/port", "/0/property/rtspProtocol /port", to: 8554) }),
        Sentence(
            "a protocol that is gone", "Bitdog removed", edit: { try $0.remove("network/port", "/6") }),
        Sentence(
            "a watermark of channel 2", "Channel 2: watermark text set to \"Gate 2\" (was empty)",
            edit: { try $0.set("video/watermark", "/2/markText", to: "Gate 2") }),
        Sentence(
            "a changed watermark", "Channel 2: watermark text \"Gate 2\" → \"Gate 3\"",
            prepare: { try $0.set("video/watermark", "/2/markText", to: "Gate 2") },
            edit: { try $0.set("video/watermark", "/2/markText", to: "Gate 3") }),
    ]

    private static func square(_ right: Int, _ bottom: Int = 5000) -> JSONValue {
        [
            "x1": 1000, "y1": 1000, "x2": .integer(right), "y2": 1000, "x3": .integer(right), "y3": .integer(bottom),
            "x4": 1000, "y4": .integer(bottom),
        ]
    }
}

@Suite struct TextSentenceTests {
    @Test(arguments: Sentence.schedules + Sentence.values + Sentence.placesAndItems)
    private func anEditIsSaidExactly(sentence: Sentence) throws {
        #expect(try sentence.changes().flatMap(ChangeWording.sentences) == sentence.sentences)
    }
}
