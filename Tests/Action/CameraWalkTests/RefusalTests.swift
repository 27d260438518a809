import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

struct RefusalTests {
    /// A camera on which these endpoints answer something of their own.
    private func served(_ endpoints: Set<String>, _ reply: SimulatedReply) throws -> ServedCamera {
        try ServedCamera { request, _ in endpoints.contains(String(request.path.dropFirst(5))) ? reply : nil }
    }

    @Test func whatWasOnlyWorthAskingForIsUnsupportedIfRefused() async throws {
        let served = try served(["storage/storage-property", "event/exception"], .api(code: 1))
        let result = try await served.walk(only: ["storage/storage-property", "event/exception"])
        #expect(result.unsupportedSections == Set(result.sections.keys))
        #expect(result.sections.count == 3 + 8)
        #expect(!result.isPartial)
    }

    @Test func whatTheSchemaPromisesHasFailedIfRefused() async throws {
        let served = try served(["storage/cloud", "event/roi", "event/alarm-schedule"], .api(code: 1))
        let result = try await served.walk(only: ["storage/cloud", "event/roi", "event/alarm-schedule"])
        #expect(Set(result.failedSections) == Set(result.sections.keys))
        #expect(result.isPartial)
    }

    @Test(arguments: [
        SimulatedReply.api(code: 203), .text("<html></html>"), .text(""), SimulatedReply(status: 404, body: .bytes([])),
    ])
    func whatTheFirmwareDoesNotHaveIsUnsupported(reply: SimulatedReply) async throws {
        let served = try served(["storage/cloud", "event/roi"], reply)
        let result = try await served.walk(only: ["storage/cloud", "event/roi"])
        #expect(result.unsupportedSections == Set(result.sections.keys))
        #expect(!result.isPartial)
    }

    @Test func anotherFirmwareIsReadAsFarAsItGoes() async throws {
        let served = try ServedCamera(firmware: 2)
        let result = try await served.walk(export: true)
        #expect(result.readSections == served.walkedSections)
        #expect(result.failedSections == [])
        let unsupported = Set(result.unsupportedSections.map(\.endpoint))
        let expected: Set = [
            "event/loitering", "event/people-gathering", "network/wifiAPInfo", "storage/cloud", "storage/ipeye",
            "network/p2p-status",
        ]
        #expect(unsupported.isSuperset(of: expected))
        #expect(
            try result.record("storage/ipeye").status
                == .unsupported(reason: "answered with HTTP 404: this firmware does not have the endpoint"))
    }

    @Test(arguments: ["drop", "garbage", "truncate", "status=500", "deep=100", "huge=9000000", "expire-session"])
    func oneSectionThatFailsDoesNotStopTheWalk(fault: String) async throws {
        let served = try ServedCamera(faults: ["\(fault):event/motion"])
        let result = try await served.walk()
        #expect(result.failedSections == [SectionPlaces.motion])
        #expect(result.readSections == served.walkedSections.subtracting([SectionPlaces.motion]))
        #expect(result.isPartial)
        guard case .failed(let reason) = try result.record("event/motion").status else {
            Issue.record("not failed")
            return
        }
        #expect(!reason.isEmpty && !reason.contains(ServedCamera.password))
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aSelectorsSourceThatFailsIsAskedForOnce() async throws {
        let served = try ServedCamera(faults: ["status=500:event/alarm-scope"])
        let result = try await served.walk(only: ["event/alarm-schedule", "event/alarm-scope"])
        #expect(result.failedSections == [SectionName(endpoint: "event/alarm-scope")])
        #expect(result.readSections.map(\.description) == ["event/alarm-schedule[alarmType=1]"])
        #expect(served.calls(of: "event/alarm-scope") == 1)
    }

    @Test func aRangeThatFailsIsAskedForOnce() async throws {
        let served = try ServedCamera(faults: ["garbage:image/ptz-cruise"])
        let result = try await served.walk(only: ["image/ptz-cruise"])
        #expect(result.failedSections.map(\.description) == ["image/ptz-cruise[cruiseIdx=0]"])
        #expect(served.calls(of: "image/ptz-cruise") == 1)
    }

    @Test(arguments: [(0, 2_000_000_000, 64), (5, 2, 1), (-3, 2, 1), (1, 3, 3)])
    func aHostileRangeIsBounded(first: Int, last: Int, sections: Int) async throws {
        let served = try served(
            ["image/ptz-cruise"], .api(["cruiseMin": .integer(first), "cruiseMax": .integer(last)]))
        let result = try await served.walk(only: ["image/ptz-cruise"])
        #expect(result.sections.count == sections)
    }
}

enum SectionPlaces {
    static let motion = SectionName(endpoint: "event/motion")
}
