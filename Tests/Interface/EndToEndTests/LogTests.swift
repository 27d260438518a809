import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import TestSupport
import Testing

/// `--log json` when a run is interrupted.
struct LogTests {
    @Test func anInterruptionIsALineToo() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(Fault(.slow(.seconds(60)), target: "event/motion"))
        let child = try fixture.start(["snapshot", "--log=json", camera.url])
        try await camera.waitForRequest(of: "event/motion")
        child.send(SIGINT)
        let outcome = try await Outcome(child.result())
        #expect(outcome.status == 130)
        let lines = try outcome.errors.split(separator: "\n").map { try Outcome.json(Array($0.utf8)) }
        #expect(lines.last?["message"] == "interrupted")
    }
}
