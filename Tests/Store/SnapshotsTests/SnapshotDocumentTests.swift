import CameraSchema
import Cryptography
import JSONTree
import TestSupport
import Testing

@testable import Snapshots

struct SnapshotDocumentTests {
    private let document = Examples.snapshot().json

    struct Case: Sendable, CustomTestStringConvertible {
        let place: String
        let value: JSONValue?
        /// Where the error is expected, if not at `place`.
        var reported: String?
        var testDescription: String { place + " = " + (value?.compactText ?? "nothing") }
    }

    @Test(arguments: [
        Case(place: "/camera", value: nil), Case(place: "/camera", value: []),
        Case(place: "/camera/address", value: nil),
        Case(place: "/camera/address", value: ""), Case(place: "/camera/name", value: 1),
        Case(place: "/camera/extra", value: 1), Case(place: "/extra", value: nil as JSONValue? ?? .null),
        Case(place: "/taken", value: "2026-02-30T00:00:00Z"), Case(place: "/taken", value: "2026-11-22T14:35:06+00:00"),
        Case(place: "/tool", value: nil), Case(place: "/schema", value: "sha256:00"),
        Case(place: "/digest", value: nil),
        Case(place: "/sections", value: []), Case(place: "/sections/", value: ["status": "ok"]),
        Case(place: "/sections/ptz~1cruise", value: "x"), Case(place: "/sections/ptz~1cruise/status", value: "fine"),
        Case(place: "/sections/ptz~1cruise/reason", value: nil), Case(place: "/sections/ptz~1cruise/config", value: 1),
        Case(place: "/sections/network~1port/config", value: nil),
        Case(place: "/sections/network~1port/reason", value: "x"),
        Case(place: "/sections/network~1port/wire", value: "x"),
        Case(place: "/sections/network~1port/undocumented/x", value: 1),
        Case(place: "/sections/network~1port/roles/other", value: ["/a"]),
        Case(place: "/sections/network~1port/roles/setting", value: ["/a"]),
        Case(place: "/sections/network~1port/roles/key", value: []),
        Case(place: "/sections/network~1port/roles/key", value: ["a"], reported: "/sections/network~1port/roles/key/0"),
        Case(
            place: "/sections/network~1port/roles/key", value: ["/b", "/a"],
            reported: "/sections/network~1port/roles/key/1"),
        Case(
            place: "/sections/network~1port/roles/key", value: ["/a", "/a"],
            reported: "/sections/network~1port/roles/key/1"),
        Case(place: "/export/size", value: -1), Case(place: "/export/size", value: "1"),
        Case(place: "/export/sha256", value: "AA"), Case(place: "/export/stored", value: "../x.vendor.zip"),
        Case(place: "/export/stored", value: "2026-11-22T143506Z.json.gz"),
        Case(place: "/export/members", value: [], reported: "/export/unlisted"),
        Case(place: "/export/unlisted", value: nil, reported: "/export/members"),
        Case(place: "/export/status", value: "failed", reported: "/export/reason"),
    ])
    func wrongMembersAreRefusedWithTheirPlace(edit: Case) throws {
        let steps = try #require(JSONPointer(edit.place)).steps
        let edited = document.replacing(steps, with: edit.value).withIntegrity
        let error = #expect(throws: SnapshotError.self) { try Snapshot(edited, file: "f") }
        #expect(error?.code == .content)
        #expect(error?.pointer?.description == edit.reported ?? edit.place)
    }

    @Test func aNewerMinorVersionIsReadAndItsNewMembersIgnored() throws {
        let newer = [
            (["version"], "1.7"), (["new"], 1), (["camera", "colour"], "white"),
            (["sections", "network/port", "size"], 3), (["sections", "network/port", "roles", "odd"], ["/a"]),
            (["export", "kind"], "x"),
        ].reduce(document) { document, edit in document.replacing(edit.0, with: edit.1 as JSONValue) }
        let snapshot = try Snapshot(newer.withIntegrity, file: "f")
        #expect(snapshot.version == FormatVersion(major: 1, minor: 7))
        #expect(snapshot.sections == Examples.snapshot().sections)
        #expect(snapshot.export == Examples.snapshot().export)
    }

    @Test func aNewerMinorVersionIsCheckedAllTheSame() {
        let newer = document.replacing(["version"], with: "1.7").replacing(["new"], with: 1)
        #expect(throws: SnapshotError.self) { try Snapshot(newer, file: "f") }
    }

    @Test func aNewerMajorVersionSaysToUpdate() {
        let error = #expect(throws: SnapshotError.self) {
            try Snapshot(["format": "camkeep-snapshot", "version": "2.0"], file: "f")
        }
        #expect(error?.description.contains("written by a newer CamKeep") == true)
        #expect(error?.description.contains("Update CamKeep") == true)
    }
}

struct SnapshotDigestTests {
    @Test func itStandsForTheConfigurationAlone() {
        let snapshot = Examples.snapshot()
        let later = SnapshotTime(secondsSince1970: 1_800_000_000)
        #expect(
            Examples.snapshot(address: "other", taken: later, clock: "2027-01-01 00:00:00").digest == snapshot.digest)
        #expect(Examples.snapshot(port: 555).digest != snapshot.digest)
    }

    @Test(arguments: Role.allCases)
    func someRolesDoNotCount(role: Role) {
        func digest(_ value: JSONValue) -> ContentDigest {
            var snapshot = Examples.snapshot()
            snapshot.sections["a"] = SectionRecord(
                config: ["list": [["x": value], 2]], roles: [role: [JSONPointer(["list", "0", "x"])]])
            return snapshot.digest
        }
        let counts: Set<Role> = [.setting, .identity, .secret, .key]
        #expect((digest(1) != digest(2)) == counts.contains(role))
    }

    @Test func undocumentedValuesCountUnlessTheyMove() {
        func digest(_ value: JSONValue, moves: Bool) -> ContentDigest {
            var snapshot = Examples.snapshot()
            let place = JSONPointer(["x"])
            snapshot.sections["a"] = SectionRecord(
                config: [:], undocumented: [place: value], roles: moves ? [.volatile: [place]] : [.readOnly: [place]])
            return snapshot.digest
        }
        #expect(digest(1, moves: true) == digest(2, moves: true))
        #expect(digest(1, moves: false) != digest(2, moves: false))
    }

    @Test func sectionsThatWereNotReadDoNotCount() {
        var snapshot = Examples.snapshot()
        let digest = snapshot.digest
        snapshot.sections["storage/disk"] = SectionRecord(failed: "another reason")
        #expect(snapshot.digest == digest)
    }

    // The recipe of docs/snapshot-format.md, step by step.
    @Test(arguments: 0..<40)
    func itFollowsTheRecipe(seed: Int) {
        let snapshot = Examples.random(seed: UInt64(seed))
        var parts = JSONObject()
        for (name, section) in snapshot.json["sections"]?.objectValue ?? JSONObject() where section["status"] == "ok" {
            var leftOut: [JSONPointer] = []
            for role in ["volatile", "readOnly", "constraint", "action"] {
                leftOut += (section["roles"]?[role]?.arrayValue ?? []).compactMap {
                    $0.stringValue.flatMap { JSONPointer($0) }
                }
            }
            let moving = section["roles"]?["volatile"]?.arrayValue ?? []
            let undocumented = (section["undocumented"]?.objectValue ?? JSONObject()).filter {
                !moving.contains(.string($0.key))
            }
            parts[name] = [
                "config": section["config"]?.removing(leftOut) ?? .null,
                "undocumented": .object(JSONObject(undocumented.map { ($0.key, $0.value) })),
            ]
        }
        let hash = HexEncoding.encode(SHA256.hash(JSONWriter.canonical(.object(parts))))
        #expect(snapshot.digest.text == "sha256:" + hash)
    }
}
