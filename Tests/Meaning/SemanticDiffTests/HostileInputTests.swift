import CameraSchema
import ConfigurationTestSupport
import JSONTree
import Reports
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// A file can hold anything: it gives a difference, never a trap.
@Suite struct HostileInputTests {
    private static let values: [JSONValue] = [
        .null, true, .integer(.max), .integer(.min), "", "x (9223372036854775808)", "(99) (", "bit 99", "24:01", [],
        [:],
        ["secret": "set"], ["secret": "set", "fingerprint": "k:v"], ["secret": "set", "fingerprint": ""],
        ["from": [.integer(.min), .integer(.max)], "to": [.integer(.max), .integer(.min)]],
        [[.integer(.max), .integer(.min)], [.integer(.min), 0], [0, 0]],
        ["columns": 64, "rows": 64, "cells": ["63": "0-31"]], ["columns": .integer(.max), "rows": 1, "cells": [:]],
        ["bit 62 (bit 62)", "bit 0", "bit 0"], ["width": .integer(.min), "height": .integer(.max)],
        ["sunday": ["00:00-24:00"]], ["1": ["type": "alarm (1)"], "01": ["type": "alarm (1)"]],
        .object(
            JSONObject(
                ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].map {
                    ($0, ["mode": .integer(.min), "periods": ["00:00-24:00 type -9223372036854775808"]] as JSONValue)
                })),
        .object(
            JSONObject(
                ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].map {
                    ($0, ["00:00-24:00 a (1)", "00:00-24:00 b (2)", "01:00-02:00 a (1)"] as JSONValue)
                })),
    ]

    private func expectHonesty(_ old: SectionRecord, _ new: SectionRecord) throws {
        let (before, after) = (try Sections.snapshot(["test/types": old]), try Sections.snapshot(["test/types": new]))
        let difference = try Differ(schema: Sections.schema(), options: .everything).difference(
            before, named: "a", after, named: "b")
        if before.digest != after.digest { #expect(!difference.saysNothing) }
        #expect(!JSONReport.text(difference).isEmpty)
        let result = try difference.changes.applied(to: before.sections)
        #expect(result["test/types"]?.config.withoutFingerprints == new.config.withoutFingerprints)
    }

    @Test func everyValueInEveryField() throws {
        let endpoint = try #require(Sections.schema().endpoints["test/types"])
        guard case .object(let fields) = endpoint.data.type else { return }
        for old in Self.values {
            for new in Self.values {
                let configs = [old, new].map { value in
                    JSONValue.object(JSONObject(fields.map { ($0.name, value) }))
                }
                // Whether a secret that cannot be compared is the same, nobody knows.
                guard !isIncomparable(old, new) else { continue }
                try expectHonesty(SectionRecord(config: configs[0]), SectionRecord(config: configs[1]))
            }
        }
    }

    private func isIncomparable(_ old: JSONValue, _ new: JSONValue) -> Bool {
        old["secret"] != nil && new["secret"] != nil && old != new
    }

    @Test func deepValues() throws {
        var (old, new): (JSONValue, JSONValue) = (1, 2)
        for level in 0..<90 {
            old = level.isMultiple(of: 2) ? ["a": old] : [old]
            new = level.isMultiple(of: 2) ? ["a": new] : [new]
        }
        try expectHonesty(SectionRecord(config: ["x": old]), SectionRecord(config: ["x": new]))
    }

    /// Long lists that have nothing in common take no longer than reading them.
    @Test func longListsWithNothingInCommon() throws {
        let lists = ["a", "b"].map { letter in
            JSONValue.array((0..<20_000).map { ["host": .string(letter + String($0))] })
        }
        let records = lists.map { SectionRecord(config: ["hosts": $0]) }
        let changes = try Sections.difference(["test/types": records[0]], ["test/types": records[1]]).changes
        #expect(changes.map(\.gist) == ["changed /hosts: plain"])
    }
}
