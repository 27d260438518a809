import CameraClient
import CameraSchema
import CameraTestSupport
import CameraWalk
import JSONTree
import SimulatedCamera
import Snapshots
import Synchronization
import Testing

struct WholeWalkTests {
    @Test func readsEveryEndpointOfTheDocument() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(export: true)
        #expect(Set(result.readSections.map(\.endpoint)).count == 51)
        #expect(Set(result.readSections.map(\.endpoint)) == Set(served.schema.promisedEndpoints.map(\.name)))
        #expect(result.readSections == served.walkedSections)
        #expect(result.failedSections == [])
        #expect(result.unreadable == [])
        #expect(!result.isPartial)
        #expect(result.sections.values.allSatisfy { $0.title?.isEmpty == false })
        let snapshot = try result.snapshot(served.schema)
        #expect(try Snapshot(snapshot.json, file: "test") == snapshot)
    }

    @Test func knowsWhoTheCameraIs() async throws {
        let served = try ServedCamera(options: .changed { $0.unit = 7 })
        let identity = try await served.walk().identity
        #expect(identity.address == served.target.address)
        #expect(identity.name == "IPC-7")
        #expect(identity.serial == "8888888888895")
        #expect(identity.mac == "B2:4E:00:00:00:07")
        #expect(identity.model?.isEmpty == false && identity.firmware?.isEmpty == false)
        #expect(identity.software?.isEmpty == false)
    }

    @Test func asksForEachSectionOnce() async throws {
        let served = try ServedCamera()
        let result = try await served.walk()
        var reads: [SectionName: Int] = [:]
        for request in served.camera.requests { if let section = request.section { reads[section, default: 0] += 1 } }
        for (section, count) in reads {
            let isReadAgain = result.sections[section]?.undocumented.isEmpty == false
            #expect(count == (isReadAgain ? 2 : 1), "\(section)")
        }
        #expect(Set(reads.keys) == result.readSections)
        #expect(served.camera.counters.mostConcurrentRequests == 1)
    }

    @Test func asksForNothingDangerous() async throws {
        let served = try ServedCamera()
        let before = served.camera.sections
        _ = try await served.walk(export: true)
        let actions = Set(served.camera.requests.filter { $0.endpoint?.hasPrefix("session/") == false }.map(\.action))
        #expect(actions == ["get", nil])
        #expect(served.camera.sections == before)
        #expect(served.camera.counters.appliedWrites == 0)
    }

    @Test(arguments: [1, 2])
    func theDigestStaysWhileOnlyVolatileValuesMove(firmware: Int) async throws {
        let served = try ServedCamera(firmware: firmware)
        let first = try await served.walk().snapshot(served.schema)
        served.camera.advanceClock(by: .seconds(3600))
        let second = try await served.walk().snapshot(served.schema)
        #expect(first != second)
        #expect(first.sections["system/system-time"]?.config != second.sections["system/system-time"]?.config)
        #expect(first.digest == second.digest)
    }

    @Test(
        arguments: [
            ("event/motion", "/sensitivity", 7), ("image/image", "/brightness", 13), ("network/ftp", "/port", 2121),
            ("system/system-time", "/timeZone", 3), ("system/device-info", "/devName", "Yard"),
        ] as [(String, String, JSONValue)])
    func theDigestChangesWithASetting(section: String, place: String, value: JSONValue) async throws {
        let served = try ServedCamera()
        let first = try await served.walk(only: [section]).snapshot(served.schema)
        served.camera.set(SectionName(endpoint: section), try #require(JSONPointer(place)), to: value)
        let second = try await served.walk(only: [section]).snapshot(served.schema)
        #expect(first.digest != second.digest)
    }

    // A snapshot knows of a secret that it is set, not what it is.
    @Test func theDigestStaysWhenASecretChanges() async throws {
        let served = try ServedCamera()
        let ftp = SectionName(endpoint: "network/ftp")
        let first = try await served.walk(only: ["network/ftp"]).snapshot(served.schema)
        served.camera.set(ftp, JSONPointer(["username"]), to: "somebody else")
        let second = try await served.walk(only: ["network/ftp"]).snapshot(served.schema)
        #expect(first.digest == second.digest)
        served.camera.set(ftp, JSONPointer(["username"]), to: "")
        let third = try await served.walk(only: ["network/ftp"]).snapshot(served.schema)
        #expect(first.digest != third.digest)
    }

    @Test(arguments: [[], ["network"], ["event/alarm-schedule"], ["*schedule*"], ["image/ptz-cruise[cruiseIdx=1]"]])
    func progressOnlyGrows(only: [String]) async throws {
        for firmware in [1, 2] {
            let served = try ServedCamera(firmware: firmware)
            let reports = Mutex<[WalkProgress]>([])
            let result = try await served.walk(only: only, export: true) { report in
                reports.withLock { $0.append(report) }
            }
            let all = reports.withLock { $0 }
            #expect(!all.isEmpty)
            #expect(all.allSatisfy { $0.done <= $0.total && !$0.current.isEmpty })
            #expect(all.map(\.done) == all.map(\.done).sorted())
            #expect(all.last?.current == "system/export-params")
            #expect(all.last?.done == result.sections.count)
            #expect(all.last?.total == result.sections.count + 1)
        }
    }
}
