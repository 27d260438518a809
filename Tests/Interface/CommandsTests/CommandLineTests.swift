import CameraSchema
import CommandTestSupport
import DiffTestSupport
import Foundation
import Testing

/// The program's own words: help, mistakes, colours, the schema commands.
struct CommandLineTests {
    @Test func coloursAreShownWhereTheyAreWanted() async throws {
        let fixture = try Fixture()
        try fixture.take(ExampleCamera(), as: "gate")
        let plain = try await fixture.run("log")
        let never = try await fixture.run("log", "--color", "never")
        #expect(never.output == plain.output)
        let always = try await fixture.run(["log", "--color", "always"], environment: ["NO_COLOR": "1"], colors: true)
        #expect(always.output.contains("\u{1B}["))
    }
    @Test func versionAndHelpNeedNothing() async throws {
        let fixture = try Fixture()
        for arguments in [["version"], ["--version"]] {
            let outcome = try await fixture.run(arguments)
            #expect(outcome.status == 0)
            #expect(outcome.output.hasPrefix("camkeep 0."))
            #expect(outcome.output.split(separator: "\n").count == 1)
        }
        for arguments in [
            ["help"], ["--help"], ["help", "snapshot"], ["snapshot", "-h"], ["schema", "list", "--help"],
        ] {
            let outcome = try await fixture.run(arguments)
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("USAGE\n  camkeep"))
            #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            #expect(outcome.errors == "")
        }
        let full = try await fixture.run("help", "snapshot")
        for word in ["EXIT STATUS", "130", "--password-file", "CAMKEEP_PASSWORD", "CAMKEEP_STORE", "TARGET..."] {
            #expect(full.output.contains(word), "\(word)")
        }
    }

    @Test(arguments: [
        ([], "USAGE"),
        (["snapshot"], "TARGET"),
        (["snapshto", "http://127.0.0.1"], "snapshot"),
        (["snapshot", "--stroe", "x", "http://127.0.0.1"], "'--stroe'"),
        (["snapshot", "127.0.0.1"], "it must begin with http:// or https://"),
        (["snapshot", "http://admin:12345@127.0.0.1"], "it must not hold a user or password"),
        (["snapshot", "http://127.0.0.1:99999"], "the port must be a number from 1 to 65535"),
        (["snapshot", "--timeout", "soon", "http://127.0.0.1"], "--timeout"),
        (["snapshot", "--no-export", "--export-plain", "http://127.0.0.1"], "--export-plain"),
        (["snapshot", "--password", "12345", "http://127.0.0.1"], "'--password'"),
        (["snapshot", "--password=12345", "http://127.0.0.1"], "'--password'"),
        (["log", "no-such-camera"], "no-such-camera"),
        (["show"], "REF"),
        (["schema", "show", "network/nowhere"], "there is no endpoint network/nowhere"),
    ])
    func aWrongCommandLineIsExplained(_ arguments: [String], _ words: String) async throws {
        let fixture = try Fixture()
        try fixture.write([], to: "snapshots/camera/.keep")
        let outcome = try await fixture.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(!outcome.errors.contains("12345"), "a password on the command line is not repeated")
        #expect(arguments.isEmpty || outcome.errors.contains("camkeep: error: "))
    }

    @Test func theSchemaIsCheckedListedAndShown() async throws {
        let fixture = try Fixture()
        let check = try await fixture.run("schema", "check")
        #expect(check.status == 0)
        #expect(check.output.contains("endpoints, "))
        #expect(check.output.contains("no problems"))
        let list = try await fixture.run("schema", "list")
        #expect(list.output.split(separator: "\n").count >= 59)
        #expect(list.output.contains("network/ftp "))
        let show = try await fixture.run("schema", "show", "network/ftp")
        #expect(show.output.contains("serverIp"))
        #expect(try await fixture.run("schema", "show", "/api/network/ftp").output == show.output)
        let area = try await fixture.run("schema", "show", "network")
        #expect(area.output.contains("network/snmp"))
    }

    @Test func aSchemaFolderAddsAnEndpointThatIsWalked() async throws {
        let fixture = try Fixture()
        let overlay = Array(
            """
            {"format": 1, "area": "system", "endpoints": {"system/door-bell": {
              "title": "Door bell", "path": "/api/system/door-bell", "source": "field", "actions": ["get"],
              "fields": {"melody": {"title": "Melody", "type": "integer"}},
              "examples": [{"action": "get", "data": {"melody": 4}}]
            }}}
            """.utf8)
        let camera = try fixture.camera(schema: [SchemaFile(name: "bell.json", bytes: overlay)])
        try fixture.write(overlay, to: "overlay/bell.json")
        let check = try await fixture.run("schema", "check", fixture.path("overlay"))
        #expect(check.status == 0, "\(check.errors)")
        #expect(
            try await fixture.run("schema", "list", "--schema", fixture.path("overlay")).output.contains(
                "system/door-bell "))
        #expect(try await !fixture.run("schema", "list").output.contains("door-bell"))
        _ = try await fixture.snapshot(camera, "--schema", fixture.path("overlay"))
        let shown = try await fixture.run("show", camera.address, "system/door-bell")
        #expect(shown.output == "system/door-bell  Door bell\n  melody  4\n")
        try fixture.expectIntactStore()
    }

    @Test func aSchemaFolderWithFaultsIsRefused() async throws {
        let fixture = try Fixture()
        try fixture.write("{".utf8, to: "broken/bell.json")
        for arguments in [
            ["schema", "check", fixture.path("broken")],
            ["snapshot", "--schema", fixture.path("broken"), "http://127.0.0.1:1"],
        ] {
            let broken = try await fixture.run(arguments)
            #expect(broken.status == 2)
            #expect(broken.errors.contains("bell.json"))
        }
        try fixture.write([], to: "empty/readme.txt")
        let empty = try await fixture.run("snapshot", "--schema", fixture.path("empty"), "http://127.0.0.1:1")
        #expect(empty.status == 2)
        #expect(empty.errors.contains("there is no *.json file in it"))
    }
}
