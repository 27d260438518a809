import CameraSchema
import JSONTree
import SimulatedCamera
import Testing

/// What an operator does first: take a snapshot, look at it, look for changes.
struct MainPathTests {
    @Test func aSnapshotIsTakenListedShownAndVerified() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()

        let taken = try await fixture.run("snapshot", "--name", "front-door", camera.url)
        #expect(taken.status == 0)
        #expect(taken.output.contains("\(camera.address)  IPC · 16CV500 · software 0.1.12.6"))
        #expect(
            taken.output.contains(
                "69 sections ok, 19 unsupported; secrets left out; vendor archive described (34.7 kB)"))
        #expect(taken.output.contains("saved snapshots/front-door/20"))
        #expect(taken.errors.contains("[ 1/"))
        #expect(taken.errors.contains("event/motion"))
        #expect(taken.messages.count == 1)
        #expect(taken.messages.first?.hasPrefix("without a recipient secrets are left out") == true)
        #expect(camera.camera.counters.openSessions == 0)
        #expect(camera.camera.counters.mostConcurrentRequests == 1)
        #expect(camera.camera.counters.appliedWrites == 0)
        #expect(camera.camera.triggeredActions == [])

        let log = try await fixture.run("log", "front-door")
        #expect(log.status == 0)
        #expect(log.output.hasPrefix("front-door@20"))
        #expect(log.output.split(separator: "\n").count == 1)

        let shown = try await fixture.run("show", "front-door")
        #expect(shown.status == 0)
        #expect(shown.output.contains("network/ftp "))
        #expect(shown.output.hasSuffix("69 sections ok, 19 unsupported\n"))

        let section = try await fixture.run("show", "front-door@latest", "event/motion")
        #expect(section.status == 0)
        #expect(section.output.hasPrefix("event/motion  Motion detection\n"))
        #expect(section.output.contains("  sensitivity "))

        let verified = try await fixture.run("verify")
        #expect(verified.status == 0)
        #expect(verified.output.hasPrefix("intact  front-door@20"))
        #expect(verified.errors == "1 snapshot checked, all intact\n")
        try await fixture.expectIntactStore()
    }

    @Test func aSectionIsShownAsJSON() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)

        let whole = try await fixture.run("show", camera.address, "--json")
        #expect(try whole.json["format"] == "camkeep-snapshot")
        #expect(try whole.json["sections"]?["network/port"]?["status"] == "ok")

        let one = try await fixture.run("show", camera.address, "network/ftp", "--json")
        #expect(try one.json.objectValue?.names == ["network/ftp"])
        #expect(try one.json["network/ftp"]?["config"]?["serverIp"] == "192.168.1.1")

        let some = try await fixture.run("show", camera.address, "network", "--json")
        #expect(try some.json.objectValue?.names.allSatisfy { $0.hasPrefix("network/") } == true)

        let none = try await fixture.run("show", camera.address, "network/nowhere")
        #expect(none.status == 2)
        #expect(none.errors.contains("the snapshot has no section network/nowhere"))
    }

    @Test func aSnapshotIsReadFromStandardInput() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera)
        let file = try #require(try fixture.snapshots().first)

        let shown = try await fixture.run(["show", "-", "--json"], input: try fixture.read(file))
        #expect(shown.status == 0)
        #expect(try shown.json["camera"]?["address"] == .string(camera.address))

        let named = try await fixture.run("show", file, "--json")
        #expect(named.output == shown.output)

        let verified = try await fixture.run(["verify", "-"], input: try fixture.read(file))
        #expect(verified.status == 0)

        let nothing = try await fixture.run(["show", "-"], input: [])
        #expect(nothing.status == 5)
        #expect(nothing.errors.contains("standard input: "))
    }

    @Test func anUnchangedCameraGivesTheSameDigestAndNoNewFile() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let first = try await fixture.snapshot(camera)
        #expect(first["status"] == "saved")

        // The clock, the signal strength and every ciphertext differ at the second walk.
        camera.camera.advanceClock(by: .seconds(100_000))
        let second = try await fixture.snapshot(camera)
        #expect(second["status"] == "unchanged")
        #expect(second["digest"] == first["digest"])
        #expect(second["file"] == first["file"])
        #expect(try fixture.snapshots().count == 1)

        let shown = try await fixture.run("snapshot", camera.url)
        #expect(shown.output.contains("unchanged since snapshots/"))
        let log = try await fixture.run("log")
        #expect(log.output.contains("seen again 2 times, last 20"))
        try await fixture.expectIntactStore()
    }

    @Test func oneChangedSettingMakesAnotherSnapshot() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let first = try await fixture.snapshot(camera)
        let section = try #require(SectionName("network/ftp"))
        camera.camera.set(section, JSONPointer(["serverIp"]), to: "192.168.1.2")

        let second = try await fixture.snapshot(camera)
        #expect(second["status"] == "saved")
        #expect(second["digest"] != first["digest"])
        #expect(try fixture.snapshots().count == 2)

        let latest = try await fixture.run("show", camera.address, "network/ftp")
        #expect(latest.output.contains("192.168.1.2"))
        let previous = try await fixture.run("show", camera.address + "@previous", "network/ftp")
        #expect(previous.output.contains("192.168.1.1"))
        #expect(!previous.output.contains("192.168.1.2"))

        // Back again: the newest snapshot counts, not any older one.
        camera.camera.set(section, JSONPointer(["serverIp"]), to: "192.168.1.1")
        let third = try await fixture.snapshot(camera)
        #expect(third["status"] == "saved")
        #expect(third["digest"] == first["digest"])
        try await fixture.expectIntactStore()
    }

    @Test func jsonLinesHaveTheDocumentedMembers() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera(Fault(.drop, target: "event/motion"))
        let outcome = try await fixture.run("snapshot", "--json", "--export-plain", camera.url)
        #expect(outcome.status == 4)
        let line = try #require(try outcome.jsonLines.first)
        #expect(try outcome.jsonLines.count == 1)
        #expect(
            line.objectValue?.names == [
                "target", "status", "file", "reference", "digest", "taken", "ok", "unsupported", "failed",
                "unreadable", "sealed", "export",
            ])
        #expect(line["target"] == .string(camera.url))
        #expect(line["failed"] == ["event/motion"])
        #expect(line["ok"] == 68)
        #expect(line["export"] == "ok")

        let log = try await fixture.run("log", "--json")
        let entry = try #require(try log.jsonLines.first)
        for name in ["reference", "file", "size", "taken", "digest", "address", "software", "firmware"] {
            #expect(entry[name] != nil, "\(name)")
        }
        #expect(entry["reference"] == line["reference"])
        try await fixture.expectIntactStore()
    }

    @Test func namesStoresAndPatternsAreObeyed() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()

        let some = try await fixture.snapshot(
            camera, "--store", "elsewhere/deep", "--only", "network", "--only", "event/motion", "--except",
            "network/ftp")
        let document = try await fixture.run(
            ["show", camera.address, "--json"], environment: ["CAMKEEP_STORE": "elsewhere/deep"])
        let names = try #require(try document.json["sections"]?.objectValue?.names)
        #expect(names.contains("network/port"))
        #expect(names.contains("event/motion"))
        #expect(!names.contains("network/ftp"))
        #expect(names.allSatisfy { $0.hasPrefix("network/") || $0 == "event/motion" })
        #expect(some["ok"] == .integer(names.count - 1))
        #expect(some["unsupported"] == ["network/alarm-server"])
        #expect(some["export"] == nil)
        #expect(!camera.camera.requests.contains { $0.endpoint == "network/ftp" || $0.endpoint == "filedir" })
        #expect(try fixture.snapshots() == [])
        try await fixture.expectIntactStore("elsewhere/deep")

        let one = try await fixture.snapshot(camera, "--only", "event/exception[abnormalType=1]", "--name", "Tor")
        #expect(one["ok"] == 1)
        #expect(try fixture.files("snapshots").contains { $0.hasPrefix("tor/") })
        let shown = try await fixture.run("show", "Tor")
        #expect(shown.output.contains("event/exception[abnormalType=1]"))

        let stray = try await fixture.run("snapshot", "--only", "netwrk", camera.url)
        #expect(stray.status == 2)
        #expect(stray.errors.contains("no section fits the pattern netwrk"))

        let two = try await fixture.run("snapshot", "--name", "x", camera.url, camera.url)
        #expect(two.status == 2)
        #expect(two.errors.contains("--name is for one camera"))
    }

    @Test func theVendorArchiveIsKeptOnRequestAlone() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera, "--no-export")
        #expect(!camera.camera.requests.contains { $0.endpoint == "system/export-params" })

        let kept = try await fixture.run("snapshot", "--export-plain", "--name", "kept", camera.url)
        #expect(kept.status == 0)
        #expect(kept.output.contains("vendor archive kept in clear (34.7 kB)"))
        let archive = try #require(try fixture.files("snapshots").first { $0.hasSuffix(".vendor.zip") })
        #expect(try fixture.read("snapshots/" + archive).starts(with: [0x50, 0x4B]))
        try await fixture.expectIntactStore()

        try fixture.write([0x50, 0x4B, 0x03, 0x04], to: "snapshots/" + archive)
        let verified = try await fixture.run("verify", "kept")
        #expect(verified.status == 5)
        #expect(verified.errors.contains("the vendor archive beside it was changed or damaged"))
    }

    @Test func quietPrintsNothingButTheResult() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        let taken = try await fixture.run("snapshot", "--quiet", camera.url)
        #expect(taken.status == 0)
        #expect(taken.errors == "")
        #expect(taken.output.contains("saved snapshots/"))
        let verified = try await fixture.run("verify", "-q")
        #expect(verified.status == 0)
        #expect(verified.output + verified.errors == "")
    }
}
