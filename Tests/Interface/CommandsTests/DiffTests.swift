import CommandTestSupport
import DiffTestSupport
import JSONTree
import SimulatedCamera
import Testing

/// `camkeep diff` as an operator uses it. What each kind of change reads like is tested with the reports.
struct DiffTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    /// Two snapshots of one camera, between which somebody has been at work.
    private func takeTwo() throws {
        var camera = try ExampleCamera()
        try fixture.take(camera, as: "front-door", tag: "golden")
        try camera.set("network/ftp", "/enable", to: 0)
        try camera.set("network/ftp", "/username", to: "nightwatch-4711")
        try camera.set("video/video-encode", "/streamEncode/0/encodeType", to: 0)
        try camera.set("video/video-encode", "/streamEncode/0/width", to: 1920)
        try camera.set("video/video-encode", "/streamEncode/0/height", to: 1080)
        try camera.set("event/alarm-schedule[alarmType=1]", "/schedule/4/0", to: [0, 1080])
        try fixture.take(camera, as: "front-door", at: ExampleCamera.later)
    }

    @Test func aCameraAloneMeansWhatItsLastSnapshotChanged() async throws {
        try takeTwo()
        let outcome = try await fixture.run("diff", "front-door")
        #expect(outcome.status == 1)
        for words in [
            "FTP upload switched off", "H.265 → H.264", "2560×1440 → 1920×1080",
            "Thursday now ends at 18:00 instead of midnight", "(−6 h)", "(secret)", "changes: ",
        ] {
            #expect(outcome.output.contains(words), "\(words)")
        }
        #expect(!outcome.output.contains("nightwatch"))
    }

    @Test func everyReferenceNamesTheSameComparison() async throws {
        try takeTwo()
        let files = try fixture.snapshots().map(fixture.path)
        let json = try await fixture.run("diff", "-f", "json", "front-door@golden", "front-door@latest").output
        let changes = try #require(
            JSONReader.readStrictly(Array(json.utf8), limits: .init(bytes: 1 << 20, depth: 64))["changes"]?.arrayValue)
        #expect(changes.count == 5)
        let pairs = [
            ["front-door"], ["front-door@previous", "front-door"], ["front-door@~1", "front-door@~0"],
            [files[0], files[1]],
        ]
        for pair in pairs {
            let outcome = try await fixture.run(["diff", "-f", "json"] + pair)
            let other = try JSONReader.readStrictly(
                Array(outcome.output.utf8), limits: .init(bytes: 1 << 20, depth: 64))
            #expect(other["changes"] == .array(changes), "\(pair)")
            #expect(outcome.status == 1)
        }
    }

    @Test func nothingDiffersFromItself() async throws {
        try takeTwo()
        let outcome = try await fixture.run("diff", "front-door", "front-door@latest")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("No differences."))
    }

    @Test func quietSaysItWithTheExitCode() async throws {
        try takeTwo()
        let outcome = try await fixture.run("diff", "--quiet", "front-door")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors == "")
    }

    @Test(arguments: ["text", "json", "markdown", "html", "summary"])
    func everyFormatIsWritten(format: String) async throws {
        try takeTwo()
        let outcome = try await fixture.run("diff", "--format", format, "front-door")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("front-door@20"))
        #expect(!outcome.output.contains("nightwatch"))
    }

    @Test func patternsNarrowAndTheIgnoreFileIsRead() async throws {
        try takeTwo()
        let only = try await fixture.run("diff", "--only", "network", "front-door")
        #expect(only.output.contains("FTP upload switched off"))
        #expect(!only.output.contains("H.264"))
        try fixture.write(
            "# known\nvideo  # re-encoded on purpose\nevent/*\nnetwork/ftp.enable\n".utf8, to: "known.txt")
        let ignored = try await fixture.run("diff", "--ignore-file", fixture.path("known.txt"), "front-door")
        #expect(ignored.output.contains("(secret)"))
        #expect(!ignored.output.contains("FTP upload switched off"))
        #expect(!ignored.output.contains("H.264"))
    }

    @Test func identityIsComparedWhenAskedFor() async throws {
        var camera = try ExampleCamera()
        try fixture.take(camera, as: "front-door")
        try camera.set("system/device-info", "/devName", to: "Gate")
        try fixture.take(camera, as: "front-door", at: ExampleCamera.later)
        #expect(try await fixture.run("diff", "front-door").status == 0)
        let outcome = try await fixture.run("diff", "--include", "identity", "front-door")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Gate"))
    }

    @Test func anotherFirmwareExplainsWhatNobodySet() async throws {
        let (camera, upgraded) = try (fixture.camera(), fixture.camera(firmware: 2))
        #expect(try await fixture.run("snapshot", "--name", "old", camera.url).status == 0)
        #expect(try await fixture.run("snapshot", "--name", "new", upgraded.url).status == 0)
        let outcome = try await fixture.run("diff", "old", "new")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Explained by the new firmware:"))
        #expect(outcome.output.contains("No settings changed;"))
    }

    @Test func aSectionThatFailedIsNotARemovedSetting() async throws {
        var camera = try ExampleCamera()
        try fixture.take(camera, as: "front-door")
        camera.fail("event/motion", "500")
        try fixture.take(camera, as: "front-door", at: ExampleCamera.later)
        let outcome = try await fixture.run("diff", "front-door")
        #expect(outcome.status == 4)
        #expect(outcome.output.contains("Could not be read"))
        #expect(!outcome.output.contains("removed"))
    }

    @Test func gitUsesItAsExternalDiff() async throws {
        try takeTwo()
        let files = try fixture.snapshots().map(fixture.path)
        let changed = try await fixture.run(
            "diff", "front-door.json.gz", files[0], "0000000", "100644", files[1], "1111111", "100644")
        #expect(changed.status == 0)
        #expect(changed.output.contains("FTP upload switched off"))
        let added = try await fixture.run(
            "diff", "front-door.json.gz", "/dev/null", ".", ".", files[1], "1111111", "100644")
        #expect(added.status == 0)
        #expect(added.output.contains("new snapshot"))
        let text = try await fixture.run("show", "--text", files[0])
        #expect(text.output.contains("network/ftp"))
        #expect(!text.output.contains("(volatile)"))
    }

    @Test func aWrongReferenceNamesWhatThereIs() async throws {
        try takeTwo()
        let unknown = try await fixture.run("diff", "front-door@silver", "front-door")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("front-door@golden"))
        let alone = try await fixture.run("diff", "front-door@golden")
        #expect(alone.status == 2)
        #expect(alone.errors.contains("cannot be compared with itself"))
    }
}
