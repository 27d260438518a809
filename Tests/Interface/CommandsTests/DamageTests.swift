import CommandTestSupport
import DiffTestSupport
import JSONTree
import TestSupport
import Testing

@testable import Snapshots

/// Snapshot files that were cut off, damaged, edited, or written by another version.
struct DamageTests {
    /// What happened to a file, and words of the message.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: String
        let change: @Sendable ([UInt8]) throws -> [UInt8]
    }

    private static func edited(_ change: (JSONObject) -> JSONObject, _ bytes: [UInt8]) throws -> [UInt8] {
        let document = try Outcome.json(Gzip.decompress(bytes, limit: 64 << 20))
        return try Gzip.compress(JSONWriter.canonical(.object(change(document.objectValue ?? JSONObject()))))
    }

    private static let damages: [Damage] = [
        Damage(testDescription: "cut off", words: "The file is damaged") { Array($0.prefix($0.count / 2)) },
        Damage(testDescription: "empty", words: "snapshot") { _ in [] },
        Damage(testDescription: "a flipped bit", words: "damaged") { bytes in
            var bytes = bytes
            bytes[bytes.count / 2] ^= 1
            return bytes
        },
        Damage(testDescription: "something appended", words: "The file is damaged") { $0 + [0] },
        Damage(testDescription: "no gzip", words: "Name the .json.gz file of a snapshot") { _ in Array("hello".utf8) },
        Damage(testDescription: "edited", words: "The file was edited or damaged") { bytes in
            try edited(
                { document in
                    var document = document
                    document["tool"] = "camkeep 9.9"
                    return document
                }, bytes)
        },
        Damage(testDescription: "a newer major version", words: "Update CamKeep to read it") { bytes in
            try edited(
                { document in
                    var document = document
                    document["version"] = "2.0"
                    return document
                }, bytes)
        },
    ]

    @Test(arguments: damages)
    func aDamagedFileIsFoundAndRefused(_ damage: Damage) async throws {
        let fixture = try Fixture()
        let camera = try ExampleCamera()
        for name in ["yard", "gate"] { try fixture.take(camera, as: name) }
        let file = try #require(try fixture.snapshots().last)
        try fixture.write(damage.change(fixture.read(file)), to: file)

        let verified = try await fixture.run("verify")
        #expect(verified.status == 5)
        #expect(verified.errors.contains("\(file): "), "\(verified.errors)")
        #expect(verified.errors.contains(damage.words), "\(verified.errors)")
        #expect(verified.errors.contains("2 snapshots checked, 1 damaged"))
        #expect(verified.output.contains("intact  gate@"))

        for arguments in [
            ["show", "yard"], ["show", "yard", "network/ftp"], ["show", fixture.path(file), "--json"],
        ] {
            let shown = try await fixture.run(arguments)
            #expect(shown.status == 5, "\(arguments)")
            #expect(shown.output == "", "\(arguments)")
            #expect(shown.errors.contains(damage.words), "\(shown.errors)")
        }

        let log = try await fixture.run("log")
        #expect(log.status == 5)
        #expect(log.output.hasPrefix("gate@"))

        // The next snapshot does not build on it, and does not touch it either.
        try fixture.take(camera, as: "yard", at: ExampleCamera.later)
        #expect(try await fixture.run("show", "yard").status == 0)
        #expect(try await fixture.run("verify").status == 5)
    }

    @Test func whatIsMissingIsNotDamaged() async throws {
        let fixture = try Fixture()
        let nowhere = try await fixture.run("show", fixture.path("nowhere.json.gz"))
        #expect(nowhere.status == 3)
        #expect(nowhere.errors.contains("nowhere.json.gz"))
        try fixture.write([], to: "empty/.keep")
        for command in ["log", "verify"] {
            let missing = try await fixture.run(command, "--store", fixture.path("nowhere"))
            #expect(missing.status == 3)
            #expect(missing.errors.contains("nowhere: cannot read the store"))
            let empty = try await fixture.run(command, "--store", fixture.path("empty"))
            #expect(empty.status == 0)
            #expect(empty.output == "")
            #expect(empty.errors == "no snapshots in empty\n")
        }
    }
}
