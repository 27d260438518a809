import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import Testing

/// `--log json`: every byte on standard error is part of a JSON object on a line of its own.
struct LogTests {

    private static func lines(_ outcome: Outcome) throws -> [JSONValue] {
        #expect(outcome.errors.isEmpty || outcome.errors.utf8.last == 0x0A)
        let lines = try outcome.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            try Outcome.json(Array($0.utf8))
        }
        for line in lines {
            #expect(line["time"]?.stringValue?.hasSuffix("Z") == true)
            #expect(["info", "warning", "error"].contains(line["level"]?.stringValue))
            #expect(line["message"]?.stringValue?.isEmpty == false)
        }
        return lines
    }

    private static func fleet(_ fixture: Fixture) throws {
        let gate = try fixture.camera(Fault("drop:network/snmp"))
        let wrong = try fixture.camera { $0.unit = 1 }
        try fixture.write(
            """
            {"cameras": [
              {"name": "gate", "address": "\(gate.url)"}, {"name": "dead", "address": "http://127.1.8.1:9"},
              {"name": "wrong", "address": "\(wrong.url)", "password": {"environment": "WRONG"}}
            ]}
            """.utf8, to: "cameras.json")
    }

    @Test(arguments: [[], ["--json"]])
    func aRunOverManyCamerasIsFollowedByItsEvents(more: [String]) async throws {
        let fixture = try Fixture()
        try Self.fleet(fixture)
        let outcome = try await fixture.run(
            ["snapshot", "--all", "--retries", "1", "--log", "json", "--hook-failure", "echo told"] + more,
            environment: ["WRONG": "not-it"])
        #expect(outcome.status == 4)
        let lines = try Self.lines(outcome)
        func events(_ name: String) -> [JSONValue] { lines.filter { $0["event"] == .string(name) } }
        #expect(events("started").count == 4)
        let retry = try #require(events("retry").first)
        #expect(retry["attempt"] == 2 && retry["pause"] != nil)
        let finished = Dictionary(
            uniqueKeysWithValues: events("finished").map { ($0["camera"]?.stringValue ?? "", $0) })
        #expect(finished.count == 3)
        #expect(finished["gate"]?["level"] == "warning" && finished["gate"]?["outcome"] == "partial")
        #expect(finished["wrong"]?["level"] == "error" && finished["wrong"]?["hint"] != nil)
        #expect(finished["wrong"]?["message"]?.stringValue?.hasPrefix("refused the user name") == true)
        #expect(finished["dead"]?["attempt"] == 2)
        #expect(lines.contains { $0["source"] == "--hook-failure" && $0["message"] == "told" })
        // Each failure once, and no line of progress among them.
        #expect(lines.count { $0["level"] == "error" } == 2)
        #expect(outcome.output.contains("gate"))
    }

    @Test func oneCameraIsToldOnceAsWell() async throws {
        let fixture = try Fixture()
        for format in [[], ["--json"]] {
            let outcome = try await fixture.run(["--log", "json", "snapshot", "http://127.1.8.1:9"] + format)
            #expect(outcome.status == 3)
            #expect(try Self.lines(outcome).count { $0["level"] == "error" } == 1)
        }
        let camera = try fixture.camera(Fault("drop:network/snmp"))
        let partial = try await fixture.run("snapshot", "--log", "json", "--quiet", camera.url)
        #expect(partial.status == 4)
        #expect(try Self.lines(partial).allSatisfy { $0["level"] == "warning" })
        let fault = try await fixture.run("snapshot", "--log", "json", "--only", "nothing/at-all", camera.url)
        #expect(fault.status == 2)
        #expect(try Self.lines(fault).map { $0["level"] } == ["error"])
    }
}
