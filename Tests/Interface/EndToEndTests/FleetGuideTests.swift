import CameraSchema
import CommandTestSupport
import Foundation
import JSONTree
import SimulatedCamera
import SimulatedCameraServer
import Synchronization
import TestSupport
import Testing

/// docs/fleet.md from its first command to its last, against simulated cameras at the addresses that it names.
struct FleetGuideTests {
    @Test func everyCommandDoesWhatTheGuideSays() async throws {
        let steps = try Guide("docs/fleet.md").steps
        #expect(steps.count > 30, "the guide was not understood")
        let fixture = try Fixture()
        let cameras = try (0..<4).map { unit in
            try fixture.camera(certificate: unit == 2 ? Fixture.certificate() : nil) { options in
                options.unit = unit
                options.rebootDuration = .milliseconds(300)
            }
        }
        let told = Mutex(0)
        let receiver = try fixture.listen { _ in
            told.withLock { $0 += 1 }
            return SimulatedReply(body: .bytes([]))
        }
        func adapted(_ text: String) -> String {
            var text = text
            for (number, camera) in cameras.enumerated() {
                text = text.replacingOccurrences(of: "192.168.1.1\(number)", with: camera.address)
            }
            for (name, place) in [
                ("https://alerts.example.com/camkeep", receiver.url), ("/srv/cameras", fixture.folder),
                ("/srv/metrics", fixture.folder),
            ] {
                text = text.replacingOccurrences(of: name, with: place)
            }
            return text
        }
        try await prepare(fixture)
        for step in steps {
            switch step {
            case .file(let name, let text): try fixture.write(adapted(text).utf8, to: name)
            case .command(let line, _):
                guard line.contains("camkeep ") else { continue }
                if line.contains("upgrade finish"), !line.contains("--restore-lost") {
                    for camera in cameras {
                        camera.camera.upgrade(
                            to: try CameraTemplate(schema: camera.camera.template.schema, firmware: 2))
                    }
                }
                // Something is there to be told of and to be put back.
                let isChanged = ["--hook-change", "webhook", "diff --all live", "restore @golden"].contains(
                    where: line.contains)
                if isChanged { try Self.change(cameras[0].camera) }
                let outcome = try await fixture.run(guided: adapted(line))
                #expect(
                    [0, 1].contains(outcome.status), "\(line): \(outcome.output)\(outcome.errors)")
                if line.contains("'words changed'") {
                    #expect(outcome.errors.contains("gate-1: "), "\(line): \(outcome.errors)")
                }
                if line.contains("diff --all live") { #expect(outcome.status == 1) }
                if line.hasPrefix("camkeep restore @golden") {
                    #expect(outcome.output.contains("written    gate-1"), "\(outcome.output)")
                }
            }
        }
        #expect(told.withLock { $0 } > 0, "the webhook was called")
        #expect(try fixture.files().contains("camkeep-snapshot.prom"))
        #expect(cameras.allSatisfy { $0.camera.counters.openSessions == 0 })
        try await fixture.expectIntactStore()
    }

    /// Somebody sets something.
    private static func change(_ camera: SimulatedCamera) throws {
        let section = SectionName(endpoint: "video/audio")
        let volume = camera.value(of: section)?["outputVolume"]?.integerValue ?? 0
        camera.set(section, JSONPointer(["outputVolume"]), to: .integer((volume + 1) % 100))
    }

    /// What the guide takes for granted: the words of the hooks, a mail program, a key for the webhook.
    private func prepare(_ fixture: Fixture) async throws {
        let words = try String(contentsOf: Repository.file("deploy/hooks/words"), encoding: .utf8)
        try await fixture.writeProgram(words, to: "bin/words")
        try await fixture.writeProgram("#!/bin/sh\ncat >/dev/null\n", to: "bin/mail")
        try fixture.write("0123456789abcdef0123456789abcdef\n".utf8, to: "webhook.key")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: fixture.folder + "/webhook.key")
    }
}
