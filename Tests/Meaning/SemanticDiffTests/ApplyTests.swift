import CameraSchema
import CameraWalk
import ConfigurationTestSupport
import DiffTestSupport
import JSONTree
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// What a comparison finds, made to the old configuration, gives the new one.
@Suite struct ApplyTests {
    static let endpoints = TypeCatalog.all.filter(\.isWalked)

    static func seeds(_ endpoint: Endpoint) -> Range<UInt64> { 0..<(endpoint.name == "test/types" ? 80 : 3) }

    private func expectSame(
        _ result: SectionRecord?, _ expected: SectionRecord, _ changes: [Change], _ comment: String
    ) {
        if result?.config == expected.config, result?.undocumented == expected.undocumented { return }
        Issue.record(
            """
            \(comment)
            \(changes.map(\.gist).joined(separator: "\n"))
            gave \(result?.config.prettyText ?? "nothing")\(result?.undocumented ?? [JSONPointer: JSONValue]())
            instead of \(expected.config.prettyText)\(expected.undocumented)
            """)
    }

    @Test(arguments: endpoints)
    func whatChangedTurnsTheOldIntoTheNew(endpoint: Endpoint) throws {
        for seed in Self.seeds(endpoint) {
            var generator = RandomConfiguration(seed: seed)
            let (old, new) = generator.pair(of: endpoint)
            let changes = try Sections.difference([endpoint.name: old], [endpoint.name: new], .everything).changes
            let result = try changes.applied(to: [endpoint.name: old])
            expectSame(result[endpoint.name], new, changes, "seed \(seed)")
        }
    }

    /// All but the fingerprints of secrets, which the JSON does not hold.
    @Test(arguments: endpoints)
    func theJSONOfTheChangesDoesSo(endpoint: Endpoint) throws {
        for seed in Self.seeds(endpoint) {
            var generator = RandomConfiguration(seed: seed)
            let (old, new) = generator.pair(of: endpoint)
            let changes = try Sections.difference([endpoint.name: old], [endpoint.name: new], .everything).changes
            let read = try changes.map { change in
                let bytes = JSONWriter.canonical(.object(change.json))
                let json = try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 24, depth: 100))
                let read = try #require(Change(json: json))
                #expect(read.pointer == change.pointer && read.titles == change.titles && read.part == change.part)
                #expect(read.old == change.shownOld && read.new == change.shownNew)
                return read
            }
            // Where everything is secret, what nobody knows is hidden, too.
            guard changes.allSatisfy({ $0.shownNew == $0.new?.withoutFingerprints }) else { continue }
            let result = try read.applied(to: [endpoint.name: old])
            expectSame(result[endpoint.name]?.plain, new.plain, changes, "seed \(seed)")
        }
    }

    @Test func sectionsAppearAndVanish() throws {
        let record = SectionRecord(
            config: ["a": 1], undocumented: [JSONPointer(["x"]): ["secret": "set"]], title: "Title")
        let unsupported = SectionRecord(unsupported: "code 203")
        let fates: [SectionRecord?] = [record, unsupported, nil]
        for (old, new) in fates.flatMap({ old in fates.map { (old, $0) } })
        where (old?.status == .ok) != (new?.status == .ok) {
            let sections = (old.map { ["a/b": $0] } ?? [:], new.map { ["a/b": $0] } ?? [:])
            let changes = try Sections.difference(sections.0, sections.1).changes
            #expect(changes.count == 1)
            for changes in [changes, changes.compactMap { Change(json: .object($0.json)) }] {
                let result = try changes.applied(to: sections.0)["a/b"]
                #expect(result?.status == new?.status)
                #expect(result?.config == new?.config && result?.undocumented == new?.undocumented)
            }
        }
    }

    @Test(arguments: [
        ("removed", "/port", "config", nil as JSONValue?), ("changed", "/none", "config", 1),
        ("added", "/a/b", "config", 1),
        ("changed", "/list/7", "config", 1), ("changed", "/list/x", "config", 1), ("changed", "/on", "config", nil),
        ("changed", "/on/deeper", "config", 1), ("removed", "/x", "undocumented", nil),
    ])
    func changesThatDoNotFitAreRefused(kind: String, path: String, part: String, new: JSONValue?) throws {
        let json: JSONValue = [
            "section": "a/b", "part": .string(part), "member": "/x", "path": .string(path), "kind": .string(kind),
            "titles": [], "role": "setting", "impact": "picture", "cause": "setting", "documented": true,
            "detail": ["type": "plain"],
        ]
        var change = try #require(Change(json: json))
        change.new = new
        let sections = ["a/b": SectionRecord(config: ["on": true, "list": [1, 2]])]
        #expect(throws: ApplyError.self) { try [change].applied(to: sections) }
        #expect(throws: ApplyError.self) { try [change].applied(to: [String: SectionRecord]()) }
    }

    @Test(arguments: [-1, 2, 7, Int.max])
    func positionsBeyondAListAreRefused(position: Int) throws {
        let old = ["a/b": SectionRecord(config: ["list": [1, 2]])]
        for kind in ["added", "removed", "moved"] where kind != "added" || position != 2 {
            let change: JSONValue = [
                "section": "a/b", "part": "config", "path": .string("/list/\(position)"), "kind": .string(kind),
                "titles": [], "role": "setting", "impact": "picture", "cause": "setting", "documented": true,
                "detail": ["type": "item", "name": "Item"], "new": 3,
            ]
            #expect(throws: ApplyError.self) { try [#require(Change(json: change))].applied(to: old) }
        }
    }
}

extension SectionRecord {
    var plain: SectionRecord {
        SectionRecord(
            config: config.withoutFingerprints, undocumented: undocumented.mapValues(\.withoutFingerprints))
    }
}
