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
        let promised = ["storage/cloud", "event/roi", "event/alarm-schedule"]
        let served = try served(Set(promised), .api(code: 1))
        let result = try await served.walk(
            only: promised, except: ["event/alarm-schedule[alarmType=2]", "event/alarm-schedule[alarmType=4]"])
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
        #expect(result.unsupportedSections.count == 2)
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

/// What only some firmware has.
struct WorthAskingTests {
    private let newer = [
        "image/image-param", "image/ptz-info", "event/privacy-masking", "event/license-plate", "event/illegal-parking",
        "network/alarm-server", "system/capability",
    ]

    // The mask names motion detection alone; the camera answers for alarm inputs and masking as well.
    @Test func alarmTypesThatTheMaskDoesNotNameAreRead() async throws {
        let served = try ServedCamera(firmware: 2)
        let result = try await served.walk(only: ["event"])
        let sections = [1, 2, 4].map { "event/alarm-schedule[alarmType=\($0)]" }
        for section in sections { #expect(try result.record(section).status == .ok, "\(section)") }
        #expect(try result.record(sections[2]).config["alarmType"] == "video masking (4)")
        #expect(!result.isPartial)
    }

    @Test func alarmTypesThatTheCameraRefusesAreUnsupported() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: ["event/alarm-schedule"])
        #expect(result.readSections.map(\.description) == ["event/alarm-schedule[alarmType=1]"])
        #expect(result.unsupportedSections.count == 2)
        #expect(!result.isPartial)
    }

    @Test func anAnswerForAnotherSelectorIsNoSection() async throws {
        let served = try ServedCamera { request, camera in
            guard request.path == "/api/event/alarm-schedule" else { return nil }
            return .api(["alarmType": 1, "enable": true])
        }
        let result = try await served.walk(only: ["event/alarm-schedule"])
        #expect(result.readSections.map(\.description) == ["event/alarm-schedule[alarmType=1]"])
        #expect(
            try result.record("event/alarm-schedule[alarmType=4]").status
                == .unsupported(reason: "answered for alarmType=1 instead"))
    }

    @Test func theOldestFirmwareHasNothingOfTheNewerGeneration() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: newer)
        #expect(Set(result.unsupportedSections.map(\.description)) == Set(newer))
        #expect(!result.isPartial)
    }

    @Test func newerFirmwareHasSomeOfIt() async throws {
        let served = try ServedCamera(firmware: 2)
        let result = try await served.walk(only: newer)
        #expect(Set(result.readSections.map(\.description)) == ["image/image-param", "network/alarm-server"])
        #expect(result.unsupportedSections.count == 5)
        let picture = try result.record("image/image-param")
        #expect(picture.config["dayNightMode"]?["ledMode"] == "intelligent (2)")
        #expect(picture.roles[.readOnly]?.contains(JSONPointer(["imageEnhance", "contrast"])) == true)
    }

    @Test(arguments: [
        SimulatedReply.api(code: 1), .api(code: 102), .text(""), .text("<html></html>"), SimulatedReply(.drop),
        SimulatedReply(status: 404, body: .bytes([])),
    ])
    func howeverACameraSaysNo(reply: SimulatedReply) async throws {
        let newer = Set(newer)
        let served = try ServedCamera { request, _ in newer.contains(String(request.path.dropFirst(5))) ? reply : nil }
        let result = try await served.walk(only: self.newer)
        #expect(Set(result.unsupportedSections.map(\.description)) == newer)
        #expect(result.failedSections == [])
    }

    @Test func whatTheSchemaDoesNotKnowOfThemIsKept() async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/system/capability" ? .api(["ptz": ["presets": 255], "audio": true]) : nil
        }
        let record = try await served.walk(only: ["system/capability"]).record("system/capability")
        #expect(record.status == .ok)
        #expect(record.undocumented.count == 2)
    }
}

enum SectionPlaces {
    static let motion = SectionName(endpoint: "event/motion")
}
