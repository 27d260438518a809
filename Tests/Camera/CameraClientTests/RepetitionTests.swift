import CameraSchema
import CameraTestSupport
import HTTPTransport
import JSONTree
import SimulatedCamera
import Testing

@testable import CameraClient

struct RepetitionTests {
    @Test(arguments: ["drop", "empty", "truncate"])
    func aReadIsRepeatedOnceOnAFreshConnection(fault: String) async throws {
        let served = try ServedCamera(faults: ["\(fault):event/motion:times=1"])
        let motion = try served.endpoint("event/motion")
        let data = try await served.session { try await $0.read(motion).answer.data }
        #expect(data == served.camera.value(of: SectionPlaces.motion))
        let reads = served.traffic.requests.filter { $0.path == "/api/event/motion" }
        #expect(reads.count == 2)
        #expect(reads.last?.numberOnConnection == 1)
    }

    @Test(arguments: ["drop", "empty", "truncate"])
    func aReadIsNotRepeatedTwice(fault: String) async throws {
        let served = try ServedCamera(faults: ["\(fault):event/motion"])
        let motion = try served.endpoint("event/motion")
        let error = try await #require(throws: CameraError.self) {
            try await served.session { _ = try await $0.read(motion) }
        }
        #expect(served.calls(of: "event/motion") == 2)
        #expect(error.message.contains("twice"))
    }

    // Each of these is real (field facts, Calls); the session's logins and logouts must survive them too.
    @Test(arguments: ["close-keep-alive", "close-after-answer", "connection-close"])
    func unreliableConnectionsDisturbNothing(fault: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let motion = try served.endpoint("event/motion")
        let data = try await served.session { session in
            _ = try await session.read(motion)
            return try await session.read(motion).answer.data
        }
        #expect(data == served.camera.value(of: SectionPlaces.motion))
        #expect(served.camera.counters.logins == 1)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test(arguments: ["drop", "empty", "truncate", "lose-after-write"])
    func aWriteIsNeverRepeated(fault: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let sender = CallSender(
            target: served.target, transport: served.transport, trust: .anyKey, options: .test,
            wording: CameraErrorWording(camera: served.target.address, schema: served.schema))
        let call = CallSender.Call(endpoint: "event/motion", action: .set, data: ["sensitivity": 1])
        let error = try await #require(throws: CameraError.self) { _ = try await sender.send(call, .never) }
        #expect(served.calls(of: "event/motion") == 1)
        #expect(!error.message.contains("twice"))
        #expect(served.traffic.requests.last?.numberOnConnection == 1)
    }
}
