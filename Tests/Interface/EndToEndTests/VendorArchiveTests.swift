import CameraSchema
import CommandTestSupport
import Cryptography
import Foundation
import JSONTree
import SimulatedCamera
import Snapshots
import TestSupport
import Testing

/// `camkeep export` and `camkeep restore --vendor-archive`.
struct VendorArchiveTests {
    private func sealedStore(
        firmware: Int = 1, model: CameraModel = .motorZoom, _ change: (inout CameraOptions) -> Void = { _ in }
    ) async throws -> (fixture: Fixture, camera: TestCamera) {
        let fixture = try Fixture()
        let camera = try fixture.camera(firmware: firmware, change: change)
        _ = try await fixture.run("keys", "generate")
        _ = try await fixture.snapshot(camera, "--name", "door")
        return (fixture, camera)
    }

    private func described(_ fixture: Fixture) throws -> ContentDigest? {
        let path = try #require(try fixture.snapshots().first)
        return try SnapshotFile.read(fixture.folder + "/" + path).export?.archive?.digest
    }

    // MARK: - Export

    @Test func theArchiveIsUnsealedForItsOwnerAloneAndNeverOverwrites() async throws {
        let (fixture, _) = try await sealedStore()
        let outcome = try await fixture.run("export", "door", "-o", "door.zip")
        #expect(outcome.status == 0 && outcome.output == "", "\(outcome.errors)")
        #expect(try ContentDigest(of: fixture.read("door.zip")) == described(fixture))
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.folder + "/door.zip")
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        try fixture.write(Array("mine".utf8), to: "mine.zip")
        let refused = try await fixture.run("export", "door", "-o", "mine.zip")
        #expect(refused.status == 2 && refused.errors.contains("mine.zip is there already"))
        #expect(try fixture.read("mine.zip") == Array("mine".utf8))
    }

    @Test func aPipeGetsItAndATerminalDoesNot() async throws {
        let (fixture, _) = try await sealedStore()
        let piped = try await fixture.start(["export", "door", "-o", "-"]).result()
        #expect(try ContentDigest(of: piped.output) == described(fixture))
        let terminal = try PseudoTerminal()
        let child = try fixture.start(["export", "door", "-o", "-"], streams: .terminal(terminal))
        #expect(try await child.result().end == .exited(2))
        try await wait(until: "the refusal") { terminal.shown.contains("not for a terminal") }
    }

    @Test func whatIsNotThereOrCannotBeOpenedIsSaid() async throws {
        let (fixture, camera) = try await sealedStore()
        let closed = try await fixture.run(
            "export", "door", "-o", "x.zip", environment: ["CAMKEEP_IDENTITY": fixture.folder + "/nowhere.txt"])
        #expect(closed.status == 3 && closed.errors.contains("nowhere.txt"), "\(closed.errors)")
        _ = try await fixture.snapshot(camera, "--name", "bare", "--no-export")
        let none = try await fixture.run("export", "bare", "-o", "x.zip")
        #expect(none.status == 3 && none.errors.contains("without keeping it"), "\(none.errors)")
        #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/x.zip"))
    }

    // MARK: - Back to the camera

    @Test(arguments: [1, 2], [false, true])
    func theArchiveBringsEverythingBackPasswordsIncluded(firmware: Int, answers: Bool) async throws {
        let (fixture, camera) = try await sealedStore(firmware: firmware) { options in
            options.answersImport = answers
            options.rebootDuration = .milliseconds(300)
        }
        let before = camera.camera.sections
        camera.camera.resetToDefaults()
        camera.camera.set(SectionName(endpoint: "event/motion"), JSONPointer(["enable"]), to: false)
        camera.camera.set(SectionName(endpoint: "network/ftp"), JSONPointer(["password"]), to: "another")
        let outcome = try await fixture.run("restore", "--vendor-archive", "--yes", "door", camera.url)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("Restored: the camera is as door@"))
        #expect(camera.camera.counters.imports == 1)
        #expect(
            camera.camera.value(of: SectionName(endpoint: "event/motion"))
                == before[SectionName(endpoint: "event/motion")])
        let log = try await fixture.run("log")
        #expect(log.output.contains("before-restore"))
    }

    @Test func anotherFirmwareIsRefusedBeforeAnythingIsSent() async throws {
        let (fixture, _) = try await sealedStore()
        let other = try fixture.camera(firmware: 2)
        let outcome = try await fixture.run("restore", "--vendor-archive", "--yes", "door", other.url)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("the archive is of firmware") && outcome.errors.contains("nothing was sent"))
        #expect(other.camera.counters.imports == 0)
        #expect(!other.camera.requests.contains { $0.endpoint == "params.html" })
    }

    @Test func withoutConsentNothingIsSent() async throws {
        let (fixture, camera) = try await sealedStore()
        camera.camera.set(SectionName(endpoint: "event/motion"), JSONPointer(["enable"]), to: false)
        let refused = try await fixture.run("restore", "--vendor-archive", "door", camera.url)
        #expect(refused.status == 2)
        let dry = try await fixture.run("restore", "--vendor-archive", "--dry-run", "door", camera.url)
        #expect(dry.status == 1 && dry.output.contains("otion"))
        #expect(camera.camera.counters.imports == 0)
        let both = try await fixture.run("restore", "--vendor-archive", "--only", "event", "door", camera.url)
        #expect(both.status == 2)
    }

    @Test func aCameraThatStaysAwayIsNamedWithTheNextStep() async throws {
        let (fixture, camera) = try await sealedStore { $0.rebootDuration = .seconds(3600) }
        let outcome = try await fixture.run(
            "restore", "--vendor-archive", "--yes", "--reconnect-timeout", "2", "door", camera.url)
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("did not come back within") && outcome.errors.contains("camkeep diff door@"))
    }

    @Test func whatTheCameraDoesNotTakeOverIsReported() async throws {
        let (fixture, camera) = try await sealedStore { $0.rebootDuration = .milliseconds(200) }
        let unit = try fixture.camera { options in
            options.unit = 3
            options.rebootDuration = .milliseconds(200)
        }
        // Another unit of the same kind keeps its serial numbers, and that is no difference.
        let outcome = try await fixture.run(
            "restore", "--vendor-archive", "--yes", "--json", "door", unit.url)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(try outcome.json["ending"] == "restored")
        #expect(camera.camera.counters.imports == 0 && unit.camera.counters.imports == 1)
    }
}
