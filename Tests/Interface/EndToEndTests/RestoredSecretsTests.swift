import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import TestSupport
import Testing

/// Restores write sealed secrets, and nobody else gets to see them.
struct RestoredSecretsTests {
    private static let smtp = SectionName(endpoint: "network/smtp")
    private static let username = JSONPointer(["username"])

    /// A camera with a sealed snapshot `gate@golden`, whose e-mail account has been changed since, and a vault with its password.
    private func changedCamera() async throws -> (fixture: Fixture, camera: TestCamera, wanted: JSONValue?) {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        for (arguments, input) in [
            (["keys", "generate"], ""),
            (["snapshot", "--quiet", "--name", "gate", "--tag", "golden", "--no-export", camera.url], ""),
            (["secrets", "set", "network/smtp.password", "--camera", "gate", "--stdin"], "Dohle&5=Turm"),
        ] {
            let outcome = try await fixture.run(arguments, input: Array(input.utf8))
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        let wanted = camera.camera.value(of: Self.smtp)?["username"]
        camera.camera.set(Self.smtp, Self.username, to: "Elster&6=Baum")
        return (fixture, camera, wanted)
    }

    @Test func secretsOfSnapshotAndVaultReachTheCamera() async throws {
        let (fixture, camera, wanted) = try await changedCamera()
        let outcome = try await fixture.run("restore", "gate@golden", camera.url, "--yes")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(camera.camera.value(of: Self.smtp)?["username"] == wanted)
        #expect(camera.camera.receivedSecrets["network/smtp/username"].map(JSONValue.string) == wanted)
        #expect(camera.camera.receivedSecrets["network/smtp/password"] == "Dohle&5=Turm")
        let again = try await fixture.run("plan", "gate@golden", camera.url)
        #expect(again.status == 0, "\(again.output)")
    }

    @Test func withoutAnIdentityTheCameraKeepsItsOwn() async throws {
        let (fixture, camera, _) = try await changedCamera()
        try FileManager.default.removeItem(atPath: fixture.folder + "/.config/camkeep/identity.txt")
        let outcome = try await fixture.run("restore", "gate@golden", camera.url, "--yes")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("without an identity the sealed secrets stay closed"))
        #expect(camera.camera.value(of: Self.smtp)?["username"] == "Elster&6=Baum")
        #expect(camera.camera.counters.appliedWrites == 0)
        let strict = try await fixture.run("restore", "gate@golden", camera.url, "--yes", "--require-secrets")
        #expect(strict.status == 3)
        #expect(strict.errors.contains("network/smtp"))
        #expect(camera.camera.counters.appliedWrites == 0)
    }

    @Test func anIdentityThatDoesNotFitStopsItBeforeAnythingIsWritten() async throws {
        let (fixture, camera, _) = try await changedCamera()
        _ = try await fixture.run("keys", "generate", "-o", "other.txt")
        let outcome = try await fixture.run(
            "restore", "gate@golden", camera.url, "--yes", "--identity", "other.txt")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("its sealed secrets: none of the identities opens it"))
        #expect(camera.camera.counters.appliedWrites == 0)
    }

    /// The camera's own secrets are sealed into the journal before the first write: the way back does not need the camera.
    @Test func aCrashedRestoreIsUndoneWithItsSecrets() async throws {
        let (fixture, camera, wanted) = try await changedCamera()
        let executioner = RestoreExecutioner(camera.camera)
        let listener = try fixture.listen(executioner.answer)
        executioner.moment = .afterWrite(1)
        let child = try fixture.start(
            ["restore", "gate@golden", listener.url, "--yes", "--quiet", "--only", "network/smtp", "--name", "gate"])
        executioner.victim = child
        #expect(try await child.result().end == .signalled(SIGKILL))
        executioner.moment = nil
        #expect(camera.camera.value(of: Self.smtp)?["username"] == wanted)
        for file in try fixture.files() {
            let bytes = Data(try fixture.read(file))
            for secret in ["Dohle&5", "Elster&6"] { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)") }
        }
        let undone = try await fixture.run("restore", "--rollback", "gate")
        #expect(undone.status == 0, "\(undone.output)\(undone.errors)")
        #expect(camera.camera.value(of: Self.smtp)?["username"] == "Elster&6=Baum")
    }

    // A script that runs twice must not undo at the second run what it did at the first.
    @Test func theCameraBeforeARestoreIsNotTakenForTheLatest() async throws {
        let fixture = try Fixture()
        let camera = try await RestoreTests.driftedCamera(fixture)
        #expect(try await fixture.run("restore", "gate", camera.url, "--yes").status == 0)
        let wanted = RestoreTests.values(camera.camera)
        for command in [["restore", "--yes"], ["plan"]] {
            let again = try await fixture.run(command + ["gate", camera.url])
            #expect(again.status == 2)
            #expect(again.errors.contains("is the camera as it was before the last restore"))
            #expect(again.errors.contains("gate@~1"))
        }
        #expect(RestoreTests.values(camera.camera) == wanted)
        #expect(try await fixture.run("restore", "gate@~1", camera.url, "--yes").status == 0)
        #expect(RestoreTests.values(camera.camera) == wanted)
        #expect(camera.camera.counters.appliedWrites == 3)
    }
}
