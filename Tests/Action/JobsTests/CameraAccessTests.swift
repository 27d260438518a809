import CameraClient
import CameraTestSupport
import CameraWalk
import Configuration
import Fleet
import Foundation
import JSONTree
import Jobs
import Snapshots
import Synchronization
import Testing
import Vault

/// Who logs in to cameras, and what is asked for.
struct CameraAccessTests {
    private func target(_ rig: JobsRig, _ password: PasswordSource?) -> FleetTarget {
        var known = InventoryCamera(name: "gate-1", target: rig.cameras[0].target)
        known.password = password
        return FleetTarget(known)
    }

    @Test func aPasswordThatIsNowhereIsAskedForOnce() async throws {
        let rig = try JobsRig(2)
        let asked = Mutex<[String]>([])
        let access = rig.access(usual: nil) { user in
            asked.withLock { $0.append(user) }
            return ServedCamera.password
        }
        let reader = try await rig.reader(access: access)
        for target in rig.targets { _ = try await reader.read(target) }
        #expect(asked.withLock { $0 } == ["admin"])
    }

    @Test func theInventorySaysWhereAPasswordIs() async throws {
        let rig = try JobsRig()
        try rig.folder.write(ServedCamera.password + "\n", to: "password")
        try Vault(of: rig.store).set(
            .login, Secret(.string(ServedCamera.password)), for: .group("yard"),
            to: rig.secrets.recipients, at: .now())
        let sources: [PasswordSource] = [
            .environment("GATE"), .file(rig.folder.path("password")),
            .command("cat '\(rig.folder.path("password"))'"), .vault(camera: "gate-1", groups: ["yard"]),
        ]
        for source in sources {
            let target = target(rig, source)
            // Nothing is asked for, although there is no password for other cameras.
            let access = rig.access(usual: nil, environment: ["GATE": ServedCamera.password])
            let reader = try await rig.reader([target], access: access)
            #expect(try await !reader.read(target).sections.isEmpty, "\(source.kind)")
        }
    }

    /// What concerns one camera is thrown for that one.
    @Test func aPasswordThatCannotBeHadConcernsItsCameraAlone() async throws {
        let rig = try JobsRig()
        let (lost, fine) = (target(rig, .environment("NOWHERE")), FleetTarget(rig.cameras[0].target))
        let reader = try await rig.reader([lost, fine])
        await #expect(throws: RequestFault.self) { try await reader.read(lost) }
        #expect(try await !reader.read(fine).sections.isEmpty)
    }

    @Test func aPasswordThatWasGivenComesFirst() async throws {
        let rig = try JobsRig()
        try rig.folder.write(ServedCamera.password + "\n", to: "password")
        let target = target(rig, .environment("NOWHERE"))
        let reader = try await rig.reader(
            [target], access: rig.access(given: .file(rig.folder.path("password")), usual: "wrong"))
        #expect(try await !reader.read(target).sections.isEmpty)
        // The file of this test is open to others, and that is said.
        #expect(rig.notes.contains { $0.contains("can be read by other users") })
    }

    // MARK: - The fingerprint key

    @Test func theKeyIsMadeOnceAndIsPrivate() throws {
        let rig = try JobsRig(0)
        let file = FingerprintKeyFile(path: rig.folder.path("deep/folder/key"))
        #expect(try file.existingKey() == nil)
        #expect(try file.key(events: rig.events) != nil)
        #expect(rig.notes.count == 1 && rig.notes[0].contains("made the key"))
        #expect(try file.key(events: rig.events) != nil && file.existingKey() != nil)
        #expect(rig.notes.count == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: rig.folder.path("deep/folder/key"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func withoutAPlaceThereIsNoKeyAndThatIsSaid() throws {
        let rig = try JobsRig(0)
        #expect(try FingerprintKeyFile(path: nil).key(events: rig.events) == nil)
        #expect(rig.notes.count == 1)
    }

    @Test(arguments: [
        (0o644, String(repeating: "5e", count: 32), "can be read by others"),
        (0o600, "5e", "does not hold a fingerprint key"),
        (0o600, String(repeating: "5E", count: 32), "does not hold a fingerprint key"),
        (0o600, String(repeating: "5e", count: 100), "does not hold a fingerprint key"),
    ])
    func aFileThatCannotBeTheKeyIsRefused(mode: Int, text: String, message: String) throws {
        let folder = try ScratchFolder()
        try folder.write(text, to: "key")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path("key"))
        let fault = #expect(throws: FingerprintKeyFile.Fault.self) {
            try FingerprintKeyFile(path: folder.path("key")).existingKey()
        }
        #expect(fault?.description.contains(message) ?? false)
    }
}
