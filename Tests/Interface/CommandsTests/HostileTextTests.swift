import CameraSchema
import CommandTestSupport
import JSONTree
import SimulatedCameraServer
import TestSupport
import Testing

@testable import SimulatedCamera
@testable import Snapshots

/// Texts from a camera that would act on a terminal. `Fixture.run` looks for controls in all that is printed.
struct HostileTextTests {
    /// Window title, colour, line breaks, turned-around text, C1, and an ending that no terminal shows.
    private static let hostile = "\u{1B}]0;owned\u{7}\u{1B}[31mx\u{202E}y\u{9B}2J\r\n\u{8}\u{7F}\u{2028}\u{200B}z"

    @Test func aCameraCannotSpeakToTheTerminal() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        // One from before, so that there are changes to tell.
        _ = try await fixture.snapshot(camera, "--name", "evil")
        for section in camera.camera.sections.keys {
            let data = try #require(camera.camera.value(of: section))
            camera.camera.set(section, JSONPointer(), to: Self.spoiled(data))
        }
        let outcome = try await fixture.run("snapshot", "--export-plain", "--name", "evil", camera.url)
        #expect([0, 4].contains(outcome.status), "\(outcome.errors)")
        #expect(camera.camera.counters.openSessions == 0)
        let json = try await fixture.run("snapshot", "--json", "--name", "evil", camera.url)
        _ = try json.jsonLines
        let arguments = [
            ["log"], ["log", "--json"], ["show", "evil"], ["show", "evil", "*"], ["show", "evil", "system"],
            ["show", "evil", "--json"], ["show", "evil", "network", "--json"], ["verify"],
            ["log", "--changes"], ["log", "-v"], ["log", "--changes", "--json"], ["blame", "evil", "*"],
            ["blame", "evil", "*", "--json", "--include", "volatile"], ["prune", "--keep-last", "1", "--dry-run"],
        ]
        for arguments in arguments {
            let outcome = try await fixture.run(arguments)
            #expect(outcome.status == 0, "\(arguments) \(outcome.errors)")
            #expect(outcome.output.contains("\n"))
        }
        // Escaped for the terminal, and yet the same text for programs.
        let shown = try await fixture.run("show", "evil", "system/device-info", "--json")
        #expect(try shown.json["system/device-info"]?["config"]?["devName"] == .string(Self.hostile))
        try fixture.expectIntactStore()
    }

    /// All texts replaced, and a member with a name of that kind added to every object.
    private static func spoiled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: return .string(hostile)
        case .array(let items): return .array(items.map(spoiled))
        case .object(let members):
            var result = JSONObject(members.map { ($0.key, spoiled($0.value)) })
            result[hostile] = .string(hostile)
            return .object(result)
        default: return value
        }
    }

    @Test func namesInTheVendorArchiveAndErrorsCannotEither() async throws {
        let fixture = try Fixture()
        let camera = try fixture.camera()
        _ = try await fixture.snapshot(camera, "--name", "good")

        // A snapshot from elsewhere, whole and well-formed, whose every text is hostile.
        var snapshot = try SnapshotFile.read(fixture.folder + "/" + #require(fixture.snapshots().first))
        snapshot.camera.address = Self.hostile
        snapshot.camera.name = Self.hostile
        snapshot.camera.software = Self.hostile
        snapshot.sections["network/ftp"] = SectionRecord(failed: Self.hostile, title: Self.hostile)
        snapshot.sections["network/smtp"] = SectionRecord(unsupported: Self.hostile, title: Self.hostile)
        let archive = StoredZip.write([StoredZip.Member(name: Self.hostile, bytes: [1])])
        snapshot.export = ExportRecord(ExportRecord.Archive(fileName: Self.hostile, bytes: archive))
        try fixture.write(SnapshotFile.encode(snapshot), to: "evil.json.gz")
        let file = fixture.path("evil.json.gz")
        for arguments in [
            ["show", file], ["show", file, "network"], ["show", file, "--json"], ["verify", file],
        ] {
            let outcome = try await fixture.run(arguments)
            #expect(outcome.status == 0, "\(arguments) \(outcome.errors)")
        }
        snapshot.export = ExportRecord(failed: Self.hostile)
        try fixture.write(SnapshotFile.encode(snapshot), to: "evil.json.gz")
        #expect(try await fixture.run("show", file).output.contains("Vendor archive: \\u{1B}"))
    }

    @Test(arguments: ["code", "message", "redirect", "cookie", "salt"])
    func anAnswerToTheLoginCannot(_ place: String) async throws {
        let fixture = try Fixture()
        let text = "\\u001b]0;owned\\u0007\\u009b2J\\u202e"
        let body =
            switch place {
            case "code": "{\"code\":\"\(text)\"}"
            case "message": "{\"code\":211,\"msg\":\"\(text)\"}"
            case "cookie": "{\"code\":0,\"data\":{\"cookie\":\"\(text)\",\"sessionID\":\"\(text)\"}}"
            case "salt":
                "{\"code\":0,\"data\":{\"encryptionType\":[\"sha256-1\"],\"sessionID\":\"\(text)\","
                    + "\"cookie\":\"\(text)\",\"param\":{\"salt\":\"\(text)\",\"challenge\":\"\(text)\"}}}"
            default: "<html>"
            }
        let listener = try fixture.listen { _ in
            SimulatedReply(
                status: place == "redirect" ? 302 : 200,
                headers: place == "redirect" ? [HTTPField("Location", "http://192.0.2.1/x\u{9B}2J")] : [],
                body: .bytes(Array(body.utf8)))
        }
        for options in [[], ["--json"]] {
            let outcome = try await fixture.run(["snapshot", listener.url] + options)
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("camkeep: hint: "))
        }
    }

    @Test func wordsOfTheCommandLineCannotEither() async throws {
        let fixture = try Fixture()
        for arguments in [
            ["show", Self.hostile], ["log", Self.hostile], ["verify", Self.hostile], ["snapshot", Self.hostile],
            ["snapshot", "http://\(Self.hostile)"], [Self.hostile], ["--" + Self.hostile],
            ["schema", "show", Self.hostile], ["schema", "check", fixture.path(Self.hostile)],
            ["snapshot", "--only", Self.hostile, "http://127.0.0.1:1"],
            ["snapshot", "--password-file", fixture.path(Self.hostile), "http://127.0.0.1:1"],
            ["log", "--store", fixture.path(Self.hostile)],
        ] {
            let outcome = try await fixture.run(arguments)
            #expect(outcome.status != nil, "\(arguments)")
        }
    }
}
