import DiffTestSupport
import JSONTree
import Restore
import Testing

/// Presets are written on request, one command each.
@Suite struct PresetTests {
    private func planCase() throws -> PlanCase {
        var planCase = try PlanCase()
        try planCase.numberPresets()
        planCase.options.including = [.presets]
        return planCase
    }

    @Test func aPresetIsStoredByACommand() throws {
        var planCase = try planCase()
        try planCase.desired.set("image/ptz-ctrl", "/presetList/1/presetName", to: "Gate")
        try planCase.desired.set("image/ptz-ctrl", "/presetList/1/enablePreset", to: 1)
        let step = try #require(planCase.plan().step("image/ptz-ctrl"))
        #expect(step.changes.count == 2)
        #expect(
            step.commands == [
                ["optType": 44, "preset": ["presetIdx": 2, "enablePreset": true, "presetName": "Gate"]]
            ])
    }

    @Test func aPresetThatIsNotWantedIsDeleted() throws {
        var planCase = try planCase()
        try planCase.desired.remove("image/ptz-ctrl", "/presetList/2")
        let step = try #require(planCase.plan().step("image/ptz-ctrl"))
        #expect(step.commands.count == 1)
        #expect(step.commands.first?["optType"] == 45)
        #expect(step.commands.first?["preset"]?["presetIdx"] == 3)
    }

    @Test func aPresetThatNoCameraTakesIsLeftOut() throws {
        var planCase = try planCase()
        try planCase.desired.set(
            "image/ptz-ctrl", "/presetList/3",
            to: ["presetIdx": 0, "presetName": "x", "enablePreset": 1, "readOnly": 0])
        let plan = try planCase.plan()
        #expect(plan.steps.isEmpty)
        #expect(plan.reason("image/ptz-ctrl", "/presetList/0") == .outOfRange("0, at least 1"))
    }

    @Test func cruisesComeAfterThem() throws {
        var planCase = try planCase()
        try planCase.desired.set("image/ptz-ctrl", "/presetList/1/presetName", to: "Gate")
        try planCase.desired.set("image/ptz-cruise[cruiseIdx=4]", "/enableCruise", to: 1)
        #expect(try planCase.plan().sections == ["image/ptz-ctrl", "image/ptz-cruise[cruiseIdx=4]"])
    }
}
