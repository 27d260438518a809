import CameraSchema
import Configuration
import ConfigurationTestSupport
import Cryptography
import JSONTree
import Snapshots
import TestSupport
import Testing

@testable import SemanticDiff

/// What is reported of two configurations, and what is not.
@Suite struct DifferTests {
    typealias Case = (what: String, old: JSONValue, new: JSONValue, changes: [String])

    /// Answers of a camera, in its own words.
    static let cases: [Case] = [
        // Keyed lists
        (
            "items are matched by their key", ["ports": [["type": 1, "port": 80], ["type": 2, "port": 554]]],
            ["ports": [["type": 2, "port": 555], ["type": 1, "port": 80]]], ["changed /ports/2/port: number"]
        ),
        (
            "an item comes and another goes", ["ports": [["type": 1, "port": 80]]],
            ["ports": [["type": 0, "port": 80]]], ["added /ports/0: item", "removed /ports/1: item"]
        ),
        (
            "repeated keys on one side", ["ports": [["type": 1, "port": 80]]],
            ["ports": [["type": 1, "port": 80], ["type": 1, "port": 81]]], ["changed /ports: plain"]
        ),
        (
            "repeated keys on both sides", ["ports": [["type": 1, "port": 80], ["type": 1, "port": 81]]],
            ["ports": [["type": 1, "port": 80], ["type": 1, "port": 82]]],
            ["removed /ports/1: item", "added /ports/1: item"]
        ),
        // Positions
        ("an item changes", ["streams": [1, 2, 3]], ["streams": [1, 9, 3]], ["changed /streams/1: number"]),
        ("an item ends the list", ["streams": [1]], ["streams": [1, 2]], ["added /streams/1: item"]),
        (
            "positions are not moved", ["streams": [1, 2]], ["streams": [2, 1]],
            ["changed /streams/0: number", "changed /streams/1: number"]
        ),
        // Content
        (
            "the edit is minimal", ["hosts": [["host": "a"], ["host": "b"], ["host": "c"]]],
            ["hosts": [["host": "a"], ["host": "c"]]], ["removed /hosts/1: item"]
        ),
        (
            "an item moves", ["hosts": [["host": "a"], ["host": "b"], ["host": "c"]]],
            ["hosts": [["host": "c"], ["host": "a"], ["host": "b"]]], ["moved /hosts/0: item"]
        ),
        (
            "status does not tell items apart",
            ["hosts": [["host": "a", "up": 1], ["host": "b", "up": 1], ["host": "c", "up": 1]]],
            ["hosts": [["host": "c", "up": 0], ["host": "a", "up": 0], ["host": "b", "up": 1]]],
            ["moved /hosts/0: item"]
        ),
        ("only the status of an item", ["hosts": [["host": "a", "up": 1]]], ["hosts": [["host": "a", "up": 0]]], []),
        // Values
        ("an unknown member of an enumeration", ["kind": 1], ["kind": 55], ["changed /kind: enumeration"]),
        ("a value that does not fit", ["kind": 1], ["kind": "many"], ["changed /kind: plain"]),
        ("plain values on both sides", ["cells": 1], ["cells": 2], ["changed /cells: plain"]),
        (
            "grids of different sizes", ["cells": ["delimitType": 33, "area": []]],
            ["cells": ["delimitType": 32, "area": []]], ["changed /cells: plain"]
        ),
        ("a field appears", ["on": 1], ["on": 1, "counter": 3], ["added /count: plain"]),
        ("a field vanishes", ["on": 1, "counter": 3], ["on": 1], ["removed /count: plain"]),
        ("another document altogether", ["on": 1], [1], ["changed : plain"]),
        ("the same in other words", ["on": 1, "counter": "3"], ["on": true, "counter": 3], []),
        ("an object appears without members", ["on": 1], ["on": 1, "group": [:]], ["added /group: plain"]),
        // Undocumented
        ("an undocumented field", ["new": 1], ["new": 2], ["changed /new: plain"]),
        ("inside one", ["new": ["a": 1, "b": 2]], ["new": ["a": 1, "b": 3]], ["changed /new/b: plain"]),
        ("a secret inside one", ["new": ["token": "x"]], ["new": ["token": "y"]], ["changed /new/token: secret"]),
        ("and one that appears", [:], ["new": ["a": 1]], ["added /new: plain"]),
        // Secrets
        ("changed", ["pin": "1"], ["pin": "2"], ["changed /pin: secret"]),
        ("set", ["pin": ""], ["pin": "2"], ["changed /pin: secret"]),
        ("the same", ["pin": "2"], ["pin": "2"], []),
        ("an empty one appears", [:], ["pin": ""], ["added /pin: plain"]),
        // Schedules
        (
            "an end before the start on one side", ["hours": week([[60, 120]])], ["hours": week([[120, 60]])],
            ["changed /hours: plain"]
        ),
        (
            "an end before the start on both sides", ["hours": week([[120, 60]])], ["hours": week([[130, 60]])],
            ["changed /hours: plain"]
        ),
        (
            "overlapping periods mean their union", ["hours": week([[60, 120], [90, 180]])],
            ["hours": week([[60, 180]])], []
        ),
        (
            "more periods than a camera has",
            ["hours": week((0..<9).map { [.integer($0 * 100), .integer($0 * 100 + 50)] })],
            ["hours": week([[0, 50]])], ["changed /hours: schedule"]
        ),
        (
            "six days", ["hours": .array(Array(repeating: [[60, 120]], count: 6))], ["hours": week([[60, 120]])],
            ["changed /hours: plain"]
        ),
    ]

    private static func week(_ day: [JSONValue]) -> JSONValue {
        .array(Array(repeating: .array(day), count: 7))
    }

    @Test(arguments: cases)
    func whatIsReported(test: Case) throws {
        let changes = try Sections.changes("test/types", test.old, test.new, DiffOptions(include: [.identity]))
        #expect(changes.map(\.gist) == test.changes, "\(test.what)")
    }

    // MARK: - Roles

    @Test(
        arguments: [
            (["dusk": 60], ["dusk": 61], Role.volatile),
            (["group": ["name": "a"]], ["group": ["name": "b"]], .identity),
            (["group": ["levelMin": 1]], ["group": ["levelMin": 2]], .constraint),
            (["mail": "a"], ["mail": "b"], .identity),
        ] as [(JSONValue, JSONValue, Role)])
    func rolesAreLeftOutAndBroughtBack(old: JSONValue, new: JSONValue, role: Role) throws {
        let without = try Sections.difference("test/types", old, new)
        #expect(without.changes == [] && without.notes.leftOut == [role: 1])
        let with = try Sections.difference("test/types", old, new, DiffOptions(include: [role]))
        #expect(with.changes.map(\.role) == [role] && with.notes == DifferenceNotes())
    }

    /// A network that was only in the air and is set up now.
    @Test func aPlaceThatIsConfigurationOnOneSideIsCompared() throws {
        let scanned = SectionRecord(
            config: ["list": ["1": ["on": 1]]], roles: [.volatile: [JSONPointer(["list", "1"])]])
        let configured = SectionRecord(config: ["list": ["1": ["on": 2]]])
        for (old, new) in [(scanned, configured), (configured, scanned)] {
            #expect(try Sections.difference(["a/b": old], ["a/b": new]).changes.count == 1)
        }
        #expect(try Sections.difference(["a/b": scanned], ["a/b": scanned]).saysNothing)
    }

    // MARK: - Patterns

    @Test(
        arguments: [
            (["test"], [], ["/on", "/group/level", "/ports/1"]), (["test/types.group"], [], ["/group/level"]),
            (["test/types.group.level"], [], ["/group/level"]), (["network"], [], []), (["*.on"], [], ["/on"]),
            ([], ["test/types.group"], ["/on", "/ports/1"]), ([], ["*.*"], []),
            (["test"], ["*.on", "*.g*"], ["/ports/1"]),
            // What comes with a whole item is found, too.
            (["test/types.ports.1.port"], [], ["/ports/1"]), (["test/types.ports.1.none"], [], []),
            ([], ["test/types.ports.1.port"], ["/on", "/group/level", "/ports/1"]),
        ] as [([String], [String], [String])])
    func patternsChoose(only: [String], except: [String], places: [String]) throws {
        let difference = try Sections.difference(
            "test/types", ["on": 0, "group": ["level": 1]],
            ["on": 1, "group": ["level": 2], "ports": [["type": 1, "port": 80]]],
            DiffOptions(include: [.identity], filter: PathFilter(only: only, except: except)))
        let found = difference.changes.map { $0.pointer.description }
        // The list itself comes with its first item.
        #expect(found.map { $0 == "/ports" ? "/ports/1" : $0 } == places)
        #expect(difference.notes.filtered == 3 - places.count)
    }

    @Test func ignoreFilesHaveCommentsAndBlankLines() {
        let text = "# clocks\nsystem/system-time\r\n\n  *.enableAlarm*  # links\n#\n"
        #expect(PathFilter.patterns(inIgnoreFile: text) == ["system/system-time", "*.enableAlarm*"])
    }

    // MARK: - Sections

    @Test(arguments: [
        ("ok", "none", ["removed : section"], []), ("none", "ok", ["added : section"], []),
        ("ok", "unsupported", ["removed : section"], []), ("unsupported", "ok", ["added : section"], []),
        ("none", "unsupported", [], []), ("ok", "failed", [], ["a/b"]), ("failed", "ok", [], ["a/b"]),
        ("failed", "failed", [], ["a/b"]), ("none", "failed", [], ["a/b"]), ("failed", "unsupported", [], ["a/b"]),
        ("unsupported", "unsupported", [], []), ("ok", "ok", [], []),
    ])
    func fatesOfSections(old: String, new: String, changes: [String], unread: [String]) throws {
        let records = [
            "ok": SectionRecord(config: ["on": 1]), "unsupported": SectionRecord(unsupported: "code 203"),
            "failed": SectionRecord(failed: "dropped"),
        ]
        let sections = [old, new].map { name in records[name].map { ["a/b": $0] } ?? [:] }
        let difference = try Sections.difference(sections[0], sections[1])
        #expect(difference.changes.map(\.gist) == changes)
        #expect(difference.unreadSections == unread)
    }

    @Test func aPatternInsideASectionFindsThatItFailed() throws {
        let filter = { (only: [String]) in DiffOptions(filter: PathFilter(only: only)) }
        let (old, new) = (SectionRecord(config: ["on": 1]), SectionRecord(failed: "dropped"))
        #expect(try Sections.difference(["a/b": old], ["a/b": new], filter(["a/b.on"])).unreadSections == ["a/b"])
        #expect(try Sections.difference(["a/b": old], [:], filter(["a/b.on"])).changes.count == 1)
        #expect(try Sections.difference(["a/b": old], ["a/b": new], filter(["c"])).unreadSections == [])
    }

    @Test func unknownSectionsAreComparedAsPlainValues() throws {
        let difference = try Sections.difference(
            ["new/thing": SectionRecord(config: ["a": ["b": 1, "c": [1]]])],
            ["new/thing": SectionRecord(config: ["a": ["b": 2, "c": [2]]])])
        #expect(difference.changes.map(\.gist) == ["changed /a/b: plain", "changed /a/c: plain"])
        #expect(difference.changes.allSatisfy { !$0.isDocumented })
    }

    // MARK: - Schemas

    /// Another name for the same number is no change of the camera, unless both sides were read by one schema.
    @Test(
        arguments: [
            ("kind", "alarm (1)", "Alarm! (1)"), ("kind", 1, "alarm (1)"),
            ("link", ["mail (bit 0)"], ["e-mail (bit 0)"]),
            ("recording", recording("00:00-01:00 motion (2)"), recording("00:00-01:00 type 2")),
        ] as [(String, JSONValue, JSONValue)])
    func otherSchemasHaveOtherWords(field: String, old: JSONValue, new: JSONValue) throws {
        let records = [old, new].map { ["test/types": SectionRecord(config: .object(JSONObject([(field, $0)])))] }
        let differ = try Differ(schema: Sections.schema())
        let before = try Sections.snapshot(records[0])
        var after = try Sections.snapshot(records[1])
        #expect(differ.difference(before, named: "a", after, named: "b").changes.map(\.detail) == [.plain])
        after.schema = ContentDigest(of: [1])
        let difference = differ.difference(before, named: "a", after, named: "b")
        #expect(difference.changes == [] && difference.notes.reworded == 1)
    }

    private static func recording(_ period: String) -> JSONValue {
        .object(JSONObject(WeeklySchedule.weekdays.map { ($0, [.string(period)]) }))
    }
}
