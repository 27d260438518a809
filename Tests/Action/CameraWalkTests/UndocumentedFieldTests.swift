import CameraSchema
import CameraTestSupport
import CameraWalk
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

struct UndocumentedFieldTests {
    @Test func thoseThatMoveAreVolatileAndTheOthersNot() async throws {
        let served = try ServedCamera(firmware: 2)
        let result = try await served.walk()
        let light = try result.record("image/fill-light")
        let lamp = JSONPointer(["lampTemperature"])
        #expect(light.undocumented[lamp] != nil)
        #expect(light.roles[.volatile]?.contains(lamp) == true)
        let motion = try result.record("event/motion")
        #expect(motion.undocumented[JSONPointer(["holdTime"])] == 5)
        #expect(motion.roles[.volatile] ?? [] == [])
    }

    @Test func onlySectionsWithSuchFieldsAreReadAgain() async throws {
        let served = try ServedCamera(firmware: 2)
        let result = try await served.walk()
        for section in result.readSections {
            let reads = served.camera.requests.count { $0.section == section }
            #expect(reads == (result.sections[section]?.undocumented.isEmpty == false ? 2 : 1), "\(section)")
        }
    }

    @Test(arguments: [0, 1])
    func aFieldThatComesOrGoesMovesToo(firstReadHasIt: Int) async throws {
        let served = try ServedCamera { request, camera in
            guard request.path == "/api/event/motion" else { return nil }
            let reads = camera.requests.count { $0.endpoint == "event/motion" }
            guard var data = camera.answer(request).json?["data"]?.objectValue else { return nil }
            data["steady"] = 1
            if reads == firstReadHasIt { data["ghost"] = 1 }
            return .api(.object(data))
        }
        let record = try await served.walk(only: ["event/motion"]).record("event/motion")
        let ghost = JSONPointer(["ghost"])
        #expect(record.undocumented[ghost] != nil)
        #expect(record.roles[.volatile] == [ghost])
    }

    @Test func aSecondReadThatFailsTakesNothingAway() async throws {
        let served = try ServedCamera(firmware: 2, faults: ["garbage:event/motion:after=1"])
        let result = try await served.walk(only: ["event/motion"])
        #expect(try result.record("event/motion").status == .ok)
        #expect(try result.record("event/motion").undocumented[JSONPointer(["holdTime"])] == 5)
        #expect(!result.isPartial)
    }
}
