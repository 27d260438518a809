import Cryptography
import Foundation
import JSONTree
import TestSupport
import Testing

@testable import Snapshots

/// Real documents against schema/snapshot-v1.schema.json.
struct SnapshotSchemaTests {
    private func checker() throws -> JSONSchemaChecker {
        let file = Repository.file("schema/snapshot-v1.schema.json")
        let bytes = try Array(Data(contentsOf: file))
        return try JSONSchemaChecker(JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32)))
    }

    @Test func documentsFollowTheSchema() throws {
        let checker = try checker()
        var documents = (0..<40).map { Examples.random(seed: $0).json } + [Examples.snapshot().json]
        var archived = Examples.snapshot()
        archived.export = ExportRecord(.init(fileName: "p.zip", bytes: ZipExamples.encrypted))
        let name = try #require(SnapshotName("2026-11-22T143506Z-2"))
        for copy in [ArchiveCopy.clear([1]), .sealed([2])] {
            archived.export?.archive?.stored = StoredArchive(copy, beside: name)
            documents.append(archived.json)
        }
        for document in documents {
            #expect(try checker.violations(of: document) == [])
        }
    }

    @Test(
        arguments: [
            ("/version", "2.0"), ("/extra", 1), ("/taken", "today"), ("/digest", "sha256:0"), ("/camera/address", ""),
            ("/camera/other", "x"), ("/sections/", ["status": "failed", "reason": ""]),
            ("/sections/ptz~1cruise/status", "ok"), ("/sections/network~1port/status", "failed"),
            ("/sections/network~1port/roles/key", []), ("/sections/network~1port/roles/key", ["/a", "/a"]),
            ("/sections/network~1port/roles/key", ["a"]), ("/sections/network~1port/roles/other", ["/a"]),
            ("/sections/network~1port/undocumented/x", 1), ("/export/size", -1), ("/export/size", "1"),
            ("/export/stored", "../x"), ("/export/sealed", "sha256:0"), ("/sealed", ["age": "x"]), ("/sealed", "x"),
            ("/export/members", []), ("/export/sha256", "x"),
        ] as [(String, JSONValue)])
    func theSchemaRefusesWhatTheReaderRefuses(place: String, value: JSONValue) throws {
        let steps = try #require(JSONPointer(place)).steps
        let edited = Examples.snapshot().json.replacing(steps, with: value).withIntegrity
        #expect(try !checker().violations(of: edited).isEmpty)
        #expect(throws: SnapshotError.self) { try Snapshot(edited, file: "f") }
    }

    @Test func anUnknownKeywordIsAnError() {
        #expect(throws: JSONSchemaChecker.UnknownKeyword.self) {
            try JSONSchemaChecker(["properties": ["a": ["oneOf": [["maxLength": 3]]]]])
        }
    }
}
