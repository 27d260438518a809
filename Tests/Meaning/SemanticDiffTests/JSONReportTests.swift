import CameraSchema
import CameraWalk
import ConfigurationTestSupport
import DiffTestSupport
import Foundation
import JSONTree
import Reports
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// The object that `camkeep diff --format json` prints (docs/diff-format.md).
@Suite struct JSONReportTests {
    private func checker() throws -> JSONSchemaChecker {
        let file = Repository.file("schema/diff-v1.schema.json")
        let bytes = try Array(Data(contentsOf: file))
        return try JSONSchemaChecker(JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32)))
    }

    private func printed(_ difference: Difference) throws -> JSONValue {
        try JSONReader.readStrictly(
            Array(JSONReport.text(difference).utf8), limits: .init(bytes: 1 << 24, depth: 100))
    }

    @Test(arguments: Situation.all)
    func realSituationsFollowTheSchema(situation: Situation) throws {
        let difference = try situation.difference().difference
        let document = try printed(difference)
        #expect(try checker().violations(of: document) == [])
        #expect(document["changes"]?.arrayValue?.count == difference.changes.count)
    }

    @Test(arguments: ApplyTests.endpoints)
    func madeUpDifferencesFollowTheSchema(endpoint: Endpoint) throws {
        let checker = try checker()
        for seed in ApplyTests.seeds(endpoint).prefix(30) {
            var generator = RandomConfiguration(seed: seed)
            let (old, new) = generator.pair(of: endpoint)
            let difference = try Sections.difference([endpoint.name: old], [endpoint.name: new], .everything)
            #expect(try checker.violations(of: JSONReport.json(difference)) == [], "seed \(seed)")
        }
    }

    /// How every fingerprint of the test's key begins.
    private static let fingerprintMark: String? = {
        let record = try? Sections.record("network/ftp", ["password": "x"])
        return record?.config["password"]?["fingerprint"]?.stringValue?.prefix { $0 != ":" }.description
    }()

    /// Neither a fingerprint nor what a file made by hand has in a secret's place.
    @Test(arguments: ApplyTests.endpoints)
    func noSecretIsShown(endpoint: Endpoint) throws {
        let fingerprint = try #require(Self.fingerprintMark)
        for seed in ApplyTests.seeds(endpoint).prefix(30) {
            var generator = RandomConfiguration(seed: seed)
            let (old, new) = generator.pair(of: endpoint)
            let difference = try Sections.difference([endpoint.name: old], [endpoint.name: new], .everything)
            #expect(!JSONReport.text(difference).contains(fingerprint), "seed \(seed)")
        }
    }

    @Test func whatStandsInASecretsPlaceIsHidden() throws {
        let roles: [Role: [JSONPointer]] = [.secret: [JSONPointer(["pin"]), JSONPointer(["keys"])]]
        let old = SectionRecord(config: ["pin": "hunter2", "keys": ["hunter3"]], roles: roles)
        let new = SectionRecord(config: ["pin": "hunter4", "keys": ["a": "hunter5", "b": 36]], roles: roles)
        let difference = try Sections.difference(["test/types": old], ["test/types": new])
        #expect(difference.changes.count == 2)
        let text = JSONReport.text(difference)
        #expect(!text.contains("hunter") && !text.contains("36,"))
    }

    @Test func theHeadNamesBothSides() throws {
        let difference = try Sections.difference(
            ["a/b": SectionRecord(failed: "dropped")], ["a/b": SectionRecord(config: [])], firmware: ("1", "2"))
        let document = JSONReport.json(difference)
        #expect(document["format"] == "camkeep-diff" && document["version"] == "1.0")
        #expect(document["old"]?["name"] == "old" && document["new"]?["camera"]?["firmware"] == "2")
        #expect(document["firmware"] == ["old": "1", "new": "2"])
        #expect(document["unreadSections"] == ["a/b"] && document["changes"] == [])
    }

    /// One change of every type, and what stands in its detail.
    static let details: [(JSONValue, JSONValue, JSONValue)] = [
        (["on": 0], ["on": 1], ["type": "toggle", "on": true]),
        (["off": true], ["off": false], ["type": "toggle", "on": true]),
        (["counter": 80], ["counter": 81], ["type": "number", "old": 80, "new": 81, "difference": 1]),
        (
            ["kind": 1], ["kind": 77],
            ["type": "enumeration", "old": ["number": 1, "name": "alarm"], "new": ["number": 77]]
        ),
        (
            ["link": 9], ["link": 24],
            ["type": "bitmask", "added": [["bit": 4]], "removed": [["bit": 0, "name": "mail"]]]
        ),
        (
            ["dusk": 390], ["dusk": 420],
            ["type": "timeOfDay", "old": "06:30", "new": "07:00", "minutes": 30]
        ),
        (
            ["hours": .array(Array(repeating: [[0, 1440]], count: 7))],
            [
                "hours": .array(
                    Array(repeating: [[0, 1440]], count: 4) + [[[0, 1080]]] + [[[0, 1440]], [[0, 1440]]])
            ],
            [
                "type": "schedule", "minutes": ["old": 10080, "new": 9720, "difference": -360], "old": "always",
                "new": "partly",
                "days": [
                    [
                        "days": ["thursday"], "old": [["start": "00:00", "end": "24:00"]],
                        "new": [["start": "00:00", "end": "18:00"]], "added": [],
                        "removed": [["start": "18:00", "end": "24:00"]], "minutes": -360,
                    ]
                ],
            ]
        ),
        (
            ["recording": .array(Array(repeating: [[60, 120, 2]], count: 7))],
            ["recording": .array(Array(repeating: [[60, 120, 9]], count: 7))],
            [
                "type": "schedule", "minutes": ["old": 420, "new": 420, "difference": 0], "old": "partly",
                "new": "partly",
                "days": [
                    [
                        "days": ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
                        "old": [["start": "01:00", "end": "02:00", "recordType": ["number": 2, "name": "motion"]]],
                        "new": [["start": "01:00", "end": "02:00", "recordType": ["number": 9]]],
                        "added": [["start": "01:00", "end": "02:00", "recordType": ["number": 9]]],
                        "removed": [
                            ["start": "01:00", "end": "02:00", "recordType": ["number": 2, "name": "motion"]]
                        ],
                        "minutes": 0,
                    ]
                ],
            ]
        ),
        (
            ["cells": ["delimitType": 33, "area": [7, 1]]], ["cells": ["delimitType": 33, "area": [14]]],
            [
                "type": "grid", "columns": 22, "rows": 18, "cells": 396, "before": 4, "after": 3, "added": 1,
                "removed": 2, "addedCells": ["0": "3"], "removedCells": ["0": "0", "1": "0"],
            ]
        ),
        (
            ["x1": 0, "y1": 0, "x2": 50, "y2": 50], ["x1": 10, "y1": 0, "x2": 60, "y2": 50],
            ["type": "figure", "figure": "rectangle", "outcome": "moved", "area": ["old": 250, "new": 250]]
        ),
        (
            ["edge": ["ax": 0, "ay": 0, "bx": 9, "by": 9]], ["edge": ["ax": 0, "ay": 0, "bx": 9, "by": 8]],
            ["type": "figure", "figure": "line", "outcome": "reshaped"]
        ),
        (["note": "a"], ["note": "b"], ["type": "plain"]),
        (["pin": 1], ["pin": 2], ["type": "secret", "outcome": "changed"]),
        (["ports": []], ["ports": [["type": 1, "port": 80]]], ["type": "item", "name": "alarm"]),
    ]

    @Test(arguments: details)
    func everyTypeHasItsDetail(old: JSONValue, new: JSONValue, detail: JSONValue) throws {
        let changes = try Sections.changes("test/types", old, new, .everything)
        #expect(changes.map { JSONValue.object($0.json)["detail"] } == [detail])
    }

    @Test func aDifferenceThatNoIntegerHoldsIsLeftOut() throws {
        let (old, new) = (
            SectionRecord(config: ["count": .integer(.min)]), SectionRecord(config: ["count": .integer(.max)])
        )
        let changes = try Sections.difference(["test/types": old], ["test/types": new]).changes
        #expect(changes.map { $0.json["detail"]?["difference"] } == [nil])
        #expect(changes.map(\.detail) == [.number(NumberChange(old: .min, new: .max, unit: nil))])
    }

    @Test func unknownTypesOfNewerVersionsArePlain() throws {
        let change = try #require(Sections.changes("test/types", ["on": 0], ["on": 1]).first)
        var json = change.json
        json["detail"] = ["type": "novel"]
        json["extra"] = 1
        #expect(Change(json: .object(json))?.detail == .plain)
        for name in ["section", "part", "path", "kind", "titles", "role", "impact", "cause", "documented", "detail"] {
            var broken = json
            broken[name] = 5
            #expect(Change(json: .object(broken)) == nil, "\(name)")
            broken[name] = nil
            #expect(Change(json: .object(broken)) == nil, "\(name)")
        }
    }
}
