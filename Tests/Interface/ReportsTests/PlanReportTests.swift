import CameraSchema
import Configuration
import DiffTestSupport
import JSONTree
import Reports
import Restore
import SemanticDiff
import Snapshots
import Testing
import Text

/// A plan as an operator reads it on a terminal.
@Suite struct PlanReportTests {
    /// A plan with every mark, every warning, and omissions for most reasons.
    private func plan() throws -> (plan: RestorePlan, schema: CameraSchema) {
        var live = try ExampleCamera()
        var desired = live
        live.identity.firmware = "21.2.0.1"
        try desired.set("system/device-info", "/devName", to: "Gate")
        try desired.set("system/summer-time", "/start/hour", to: 3)
        try desired.set("video/video-encode", "/streamEncode/0/bitRate", to: 4096)
        try desired.set("video/video-encode", "/streamEncode/0/frameRate", to: 90)
        try desired.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080])
        try desired.set("event/motion", "/targetFilter", to: ["human": true])
        try live.set("event/motion", "/region/area/4", to: 0b1111)
        try desired.set("image/ptz-ctrl", "/presetList/0/presetName", to: "Gate")
        try desired.set("network/ftp", "/serverPort", to: 2121)
        try desired.set("network/smtp", "/serverPort", to: 26)
        try desired.set("network/ddns", "/username", to: "other")
        try desired.set("network/interfaces", "/dns2", to: "9.9.9.9")
        try desired.set("network/port", "/3/property/httpProtocol /port", to: 8080)
        try desired.set("image/fill-light", "/realTimeVal", to: 17)
        live.withdraw("event/loitering", "the camera answered code 203")
        live.fail("event/roi", "the connection was dropped")
        var held = SecretSet()
        held[SectionName(endpoint: "network/ftp"), JSONPointer(["password"])] = Secret("nightwatch-4711")
        let plan = try RestorePlanner(schema: live.schema, held: held).plan(
            desired: desired.snapshot(), named: "front-door@golden",
            live: live.snapshot(taken: ExampleCamera.later), named: "http://192.168.1.10")
        return (plan, live.schema)
    }

    @Test(arguments: [(80, false), (120, true)])
    func text(width: Int, showsOmitted: Bool) throws {
        let (plan, schema) = try plan()
        let text = PlanReport(plan, schema: schema, style: .plain, width: width, showsOmitted: showsOmitted).text()
        try GoldenFile("plan.\(width).txt").expect(text)
        #expect(!text.contains("nightwatch"))
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width })
    }

    @Test func coloredText() throws {
        let (plan, schema) = try plan()
        let report = PlanReport(plan, schema: schema, style: OutputStyle(usesColor: true), width: 80)
        try GoldenFile("plan.color.txt").expect(report.text())
    }

    @Test func hostileTextsAreMadeHarmless() throws {
        var live = try ExampleCamera()
        var desired = live
        live.withdraw("event/roi", "\u{1B}[2Jgone")
        live.identity.model = "\u{1B}]0;x\u{7}"
        try desired.set("image/osd", "/text", to: "\u{1B}[31m")
        desired.identity.name = "\u{202E}"
        let plan = try RestorePlanner(schema: live.schema, options: PlanOptions(including: [.identity])).plan(
            desired: desired.snapshot(), named: "\u{1B}c", live: live.snapshot(), named: "\u{8}")
        let text = PlanReport(plan, schema: live.schema, style: .plain, width: 80, showsOmitted: true).text()
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0 == "\u{202E}" })
        #expect(text.contains("gone"))
    }
}
