import History
import TestSupport
import Testing

@testable import Snapshots

struct RetentionTests {
    private static func entry(_ text: String, tags: [String] = []) throws -> SnapshotEntry {
        let name = try #require(SnapshotName(fileName: text + ".json.gz"))
        return SnapshotEntry(
            camera: "cam", name: name, path: "cam/\(text)", size: 1, seenAgain: nil, tags: tags)
    }

    private static func kept(_ rules: RetentionRules, _ names: [String]) throws -> [String] {
        let entries = try names.map { try entry($0) }.sorted { $1.name < $0.name }
        return RetentionPlan(rules, camera: "cam", entries: entries, protected: [:]).kept.map(\.entry.name.description)
    }

    @Test func theNewestOfEachPeriodIsKept() throws {
        // 2026-11-22 is a Sunday, 2026-11-23 a Monday.
        let names = [
            "2026-11-23T000000Z", "2026-11-22T235959Z", "2026-11-22T000000Z", "2026-11-16T120000Z",
            "2026-11-15T120000Z", "2026-10-31T120000Z", "2026-10-01T120000Z", "2025-10-31T120000Z",
        ]
        #expect(try Self.kept(RetentionRules(last: 2), names) == Array(names[..<2]))
        #expect(try Self.kept(RetentionRules(daily: 3), names) == [names[0], names[1], names[3]])
        #expect(try Self.kept(RetentionRules(weekly: 3), names) == [names[0], names[1], names[4]])
        #expect(try Self.kept(RetentionRules(monthly: 9), names) == [names[0], names[5], names[7]])
        #expect(try Self.kept(RetentionRules(), names) == names, "nothing is removed without a rule")
    }

    @Test func taggedAndProtectedOnesStay() throws {
        let new = try Self.entry("2026-11-22T000001Z-2")
        let tagged = try Self.entry("2026-11-21T000001Z", tags: ["golden"])
        let old = try Self.entry("2026-11-20T000001Z")
        func plan(keepsTagged: Bool) -> RetentionPlan {
            RetentionPlan(
                RetentionRules(last: 1, keepsTagged: keepsTagged), camera: "cam", entries: [new, tagged, old],
                protected: [old.name: [.openRestore]])
        }
        #expect(plan(keepsTagged: true).kept.map(\.reasons) == [[.last], [.tagged], [.openRestore]])
        #expect(plan(keepsTagged: false).removed == [tagged])
    }

    @Test(arguments: 0..<200)
    func theUnionOfTheRulesIsKeptAndNothingElse(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func count() -> Int? { Bool.random(using: &generator) ? nil : Int.random(in: 1...6, using: &generator) }
        let rules = RetentionRules(
            last: count(), daily: count(), weekly: count(), monthly: count(),
            keepsTagged: Bool.random(using: &generator))
        let span = [86_400, 86_400 * 10, 86_400 * 400].randomElement(using: &generator) ?? 1
        var entries: [SnapshotEntry] = []
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            let time = SnapshotTime(secondsSince1970: 1_795_000_000 + Int.random(in: 0...span, using: &generator))
            let isTagged = Int.random(in: 0..<8, using: &generator) == 0
            entries.append(try Self.entry(time.fileName, tags: isTagged ? ["t"] : []))
        }
        entries = Set(entries.map(\.name)).compactMap { name in entries.first { $0.name == name } }
            .sorted { $1.name < $0.name }
        let plan = RetentionPlan(rules, camera: "cam", entries: entries, protected: [:])
        let alone = [
            RetentionRules(last: rules.last, keepsTagged: false),
            RetentionRules(daily: rules.daily, keepsTagged: false),
            RetentionRules(weekly: rules.weekly, keepsTagged: false),
            RetentionRules(monthly: rules.monthly, keepsTagged: false),
        ].filter { !$0.isEmpty }.map { rule in
            Set(RetentionPlan(rule, camera: "cam", entries: entries, protected: [:]).kept.map(\.entry.name))
        }
        let kept = Set(plan.kept.map(\.entry.name))
        let tagged = Set(entries.filter { rules.keepsTagged && !$0.tags.isEmpty }.map(\.name))
        let all = Set(entries.map(\.name))
        #expect(kept == (rules.isEmpty ? all : alone.reduce(tagged) { $0.union($1) }))
        #expect(kept.isDisjoint(with: plan.removed.map(\.name)))
        #expect(kept.union(plan.removed.map(\.name)) == all)
        // Each rule keeps the newest, and as many as it says while there are that many.
        if !rules.isEmpty { #expect(entries.first.map { kept.contains($0.name) } ?? true) }
        #expect(kept.count >= min(entries.count, rules.last ?? 0))
        #expect(plan.kept.allSatisfy { rules.isEmpty || !$0.reasons.isEmpty })
    }
}
