import CameraSchema
import Cryptography
import Foundation
import JSONTree
import TestSupport
import Testing

@testable import Snapshots

private enum Tools {
    static let areInstalled = ["/usr/bin/jq", "/usr/bin/sha256sum"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}

/// The recipes of docs/snapshot-format.md give what CamKeep writes.
@Suite(.enabled(if: Tools.areInstalled, "jq is not installed"))
struct FormatRecipeTests {
    /// With nested, repeated and missing places, and places in lists.
    private static let snapshot: Snapshot = {
        var snapshot = Examples.snapshot()
        snapshot.sections["a/b"] = SectionRecord(
            config: ["list": [["x": 1, "y": 2], 3, [4, 5]], "": 0, "a/b": 1, "m~n": ["c": true], "z": "é\n\u{1}"],
            undocumented: [JSONPointer(["list", "0", "w"]): 7, JSONPointer(["k"]): 8],
            roles: [
                .volatile: ["/list/0/w", "/list/1", "/list/2/0", "/list/2/9", "/a~1b"].compactMap { JSONPointer($0) },
                .readOnly: ["/m~0n/c", "/", "/list/0/x/none", "/nowhere"].compactMap { JSONPointer($0) },
                .constraint: ["/list/0/x"].compactMap { JSONPointer($0) }, .key: ["/z"].compactMap { JSONPointer($0) },
            ])
        snapshot.sections["root"] = SectionRecord(config: [1], roles: [.action: [JSONPointer()]])
        return snapshot
    }()

    private func recipe(_ name: String) throws -> String {
        let file = Repository.file("docs/snapshot-format.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let afterMarker = try #require(text.components(separatedBy: "<!-- recipe: \(name) -->\n```sh\n").last)
        return try #require(afterMarker.components(separatedBy: "\n```").first)
    }

    private func run(_ script: String, file: String) async throws -> String {
        let environment = ["FILE": file, "PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        let result = try await ChildProcess.run("/bin/sh", ["-c", script], environment: environment)
        return "sha256:" + String(decoding: result.output.prefix(64), as: UTF8.self)
    }

    @Test func theDigest() async throws {
        let scratch = try ScratchFolder()
        let file = try scratch.write(SnapshotFile.encode(Self.snapshot), "a.json.gz")
        #expect(try await run(recipe("digest"), file: file) == Self.snapshot.digest.text)
    }

    @Test func theIntegrity() async throws {
        let scratch = try ScratchFolder()
        let file = try scratch.write(SnapshotFile.encode(Self.snapshot), "a.json.gz")
        #expect(try await run(recipe("integrity"), file: file) == Self.snapshot.json["integrity"]?.stringValue)
    }
}
