import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCamera
import Testing

/// Snapshots of a camera, and what is shown of them.
struct SnapshotTests {
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
        try fixture.expectIntactStore()
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
        try fixture.expectIntactStore()
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
        try fixture.expectIntactStore()
    }

    @Test func namesStoresAndPatternsAreObeyed() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()

        let some = try await fixture.snapshot(
            camera, "--store", fixture.path("elsewhere/deep"), "--only", "network", "--only", "event/motion",
            "--except",
            "network/ftp")
        let document = try await fixture.run(
            ["show", camera.address, "--json"], environment: ["CAMKEEP_STORE": fixture.path("elsewhere/deep")])
        let names = try #require(try document.json["sections"]?.objectValue?.names)
        #expect(names.contains("network/port"))
        #expect(names.contains("event/motion"))
        #expect(!names.contains("network/ftp"))
        #expect(names.allSatisfy { $0.hasPrefix("network/") || $0 == "event/motion" })
        // The simulated camera is of the older generation, which does not have this section.
        #expect(some["ok"] == .integer(names.count - 1))
        #expect(some["unsupported"] == ["network/alarm-server"])
        #expect(some["export"] == nil)
        #expect(!camera.camera.requests.contains { $0.endpoint == "network/ftp" || $0.endpoint == "filedir" })
        #expect(try fixture.snapshots() == [])
        try fixture.expectIntactStore("elsewhere/deep")

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
        try fixture.expectIntactStore()

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
