import CameraTestSupport
import CameraWalk
import Cryptography
import JSONTree
import SimulatedCamera
import Snapshots
import Testing

struct VendorArchiveTests {
    private func walk(_ served: ServedCamera) async throws -> WalkResult {
        try await served.walk(only: ["event/motion"], export: true)
    }

    private func files(_ served: ServedCamera) -> Int {
        served.traffic.requests.count { $0.path.hasPrefix("/filedir/") }
    }

    @Test(arguments: [[], ["drop:filedir:times=1"], ["truncate:filedir:times=1"], ["unauthorized:filedir:times=1"]])
    func isFetched(faults: [String]) async throws {
        let served = try ServedCamera(faults: faults)
        let result = try await walk(served)
        let export = try #require(result.export)
        let bytes = try #require(result.archive)
        #expect(export.status == .ok)
        #expect(export.archive?.size == bytes.count)
        #expect(export.archive?.digest == ContentDigest(of: bytes))
        #expect(export.archive?.fileName.hasSuffix(".zip") == true)
        guard case .members(let members)? = export.archive?.contents else {
            Issue.record("\(export)")
            return
        }
        #expect(members.contains { $0.name == "config/event/motion.json" })
        #expect(!result.isPartial)
        #expect(files(served) == 1 + faults.count)
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func isNotAskedForUnlessWanted() async throws {
        let served = try ServedCamera()
        let result = try await served.walk(only: ["event/motion"])
        #expect(result.export == nil && result.archive == nil)
        #expect(served.calls(of: "system/export-params") == 0)
    }

    @Test(arguments: [
        "http://192.0.2.1/x.zip", "//192.0.2.1/x.zip", "/../etc/passwd", "/a/%2e%2e/b", "x.zip", "", "/x\r\nHost: y",
    ])
    func aHostileAddressIsNotFollowed(url: String) async throws {
        let served = try ServedCamera { request, _ in
            request.path == "/api/system/export-params" ? .api(["url": .string(url), "filename": "x.zip"]) : nil
        }
        let result = try await walk(served)
        guard case .failed(let reason)? = result.export?.status else {
            Issue.record("\(String(describing: result.export))")
            return
        }
        #expect(reason.contains("nothing was fetched"))
        #expect(result.isPartial)
        #expect(result.archive == nil)
        #expect(served.traffic.requests.allSatisfy { $0.method == "POST" })
    }

    @Test func aHostileFileNameStaysAText() async throws {
        let name = "../../../../tmp/owned" + String(repeating: "x", count: 10_000)
        let served = try ServedCamera { request, camera in
            guard request.path == "/api/system/export-params" else { return nil }
            guard var data = camera.answer(request).json?["data"]?.objectValue else { return nil }
            data["filename"] = .string(name)
            return .api(.object(data))
        }
        let result = try await walk(served)
        #expect(result.export?.archive?.fileName == String(name.prefix(255)))
    }

    @Test(arguments: [
        ("huge=70000000:filedir", "larger than 64 MiB"), ("html:filedir", "web page"), ("empty:filedir", "nothing"),
        ("status=404:filedir", "HTTP 404"), ("status=500:filedir", "HTTP 500"), ("redirect:filedir", "not followed"),
        ("drop:filedir", "closed the connection"), ("unauthorized:filedir", "ended the session again"),
        ("garbage:system/export-params", "not the API's JSON"),
    ])
    func whatCannotBeFetchedHasFailed(fault: String, words: String) async throws {
        let served = try ServedCamera(faults: [fault])
        let result = try await walk(served)
        guard case .failed(let reason)? = result.export?.status else {
            Issue.record("\(String(describing: result.export))")
            return
        }
        #expect(reason.contains(words), "\(reason)")
        #expect(result.isPartial)
        #expect(result.archive == nil)
        #expect(result.failedSections == [])
        #expect(served.camera.counters.openSessions == 0)
    }

    @Test func aFirmwareWithoutItIsNotPartial() async throws {
        let served = try ServedCamera(faults: ["status=404:system/export-params"])
        let result = try await walk(served)
        guard case .unsupported? = result.export?.status else {
            Issue.record("\(String(describing: result.export))")
            return
        }
        #expect(!result.isPartial)
    }

    @Test func whatIsNoZipIsKeptWithoutAListing() async throws {
        let served = try ServedCamera(faults: ["garbage:filedir"])
        let result = try await walk(served)
        guard case .unlisted? = result.export?.archive?.contents else {
            Issue.record("\(String(describing: result.export))")
            return
        }
        #expect(result.archive?.isEmpty == false)
    }
}
