import CameraSchema
import CameraTestSupport
import CameraWalk
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

struct FilterTests {
    @Test func onlyAnArea() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: ["network"])
        #expect(result.readSections == served.walkedSections.filter { $0.endpoint.hasPrefix("network/") })
        #expect(result.identity.name == "IPC")
        #expect(result.identity.mac != nil)
    }

    @Test func theSourceOfASelectorIsReadAndNotKept() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: ["event/alarm-schedule"])
        #expect(result.readSections.map(\.description) == ["event/alarm-schedule[alarmType=1]"])
        #expect(result.sections.keys.allSatisfy { $0.endpoint == "event/alarm-schedule" })
        #expect(result.identity.name == "IPC")
        let asked = Set(served.camera.requests.compactMap(\.section).map(\.endpoint))
        #expect(asked == ["event/alarm-schedule", "event/alarm-scope", "system/device-info"])
        #expect(served.calls(of: "event/alarm-scope") == 1)
    }

    @Test func everyBitOfTheSourceIsAskedFor() async throws {
        let served = try ServedCamera()
        let scope = SectionName(endpoint: "event/alarm-scope")
        served.camera.set(scope, JSONPointer(["alarmTypeScope"]), to: .integer(1 | 4 | 1 << 20))
        let result = try await served.walk(only: ["event/alarm-schedule"])
        let names = [1, 2, 4, 1 << 20].map { "event/alarm-schedule[alarmType=\($0)]" }
        #expect(result.sections.keys.sorted().map(\.description) == names)
        #expect(result.readSections.map(\.description) == ["event/alarm-schedule[alarmType=1]"])
        #expect(result.unsupportedSections.map(\.description).sorted() == Array(names.dropFirst()).sorted())
    }

    @Test(arguments: ["event/alarm-schedule[alarmType=1]", "image/ptz-cruise[cruiseIdx=0]"])
    func oneSectionOfAnEndpoint(name: String) async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: [name])
        #expect(result.sections.keys.map(\.description) == [name])
        #expect(try result.record(name).status == .ok)
    }

    @Test func exceptWinsOverOnly() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(
            only: ["event/*"], except: ["event/motion", "event/exception[abnormalType=1]"])
        let names = Set(result.sections.keys.map(\.description))
        #expect(names.allSatisfy { $0.hasPrefix("event/") })
        #expect(!names.contains("event/motion") && !names.contains("event/exception[abnormalType=1]"))
        #expect(names.contains("event/roi") && names.contains("event/exception[abnormalType=2]"))
        #expect(served.calls(of: "event/motion") == 0)
    }

    @Test func theDeviceItselfCanBeLeftOut() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(except: ["system/device-info"])
        #expect(result.sections[SectionName(endpoint: "system/device-info")] == nil)
        #expect(result.identity.name == "IPC")
    }

    @Test func patternsThatFitNothingAreNamed() throws {
        let served = try ServedCamera()
        let filter = PathFilter(
            only: ["network", "netwrk", "event/*", "event/alarm-schedule[alarmType=1]"], except: ["video/nothing", "*"])
        #expect(filter.strayPatterns(served.schema) == ["netwrk", "video/nothing"])
    }
}
