import Audit
import Foundation
import JSONTree
import TestSupport
import Testing

@Suite struct PolicyFileTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var text: String
        var message: String
        var testDescription: String { message }

        init(_ text: String, _ message: String) {
            self.text = text
            self.message = message
        }

        /// Of a rule with these members; they stand on line 5.
        static func rule(_ members: String, _ message: String) -> Fault {
            Fault(PolicyFiles.text(members), message)
        }
    }

    @Test(arguments: [
        Fault("{", "test.json:1:2: the text ends too early"),
        Fault("{\n \"a\": 1,\n \"a\": 2 }", "test.json:3:2: the member \"a\" appears twice in one object"),
        Fault("[]", "test.json:1:1: an object is expected, this is a list"),
        Fault("{}", "test.json:1:1: this is not a file of that kind: \"format\" is not \"camkeep-policy\""),
        Fault(
            #"{"format": "camkeep-policy", "version": "2.0"}"#, "test.json:1:41: \"version\" is not \"1.0\""),
        Fault(
            #"{"format": "camkeep-policy", "version": "1.0", "title": "x", "rules": []}"#,
            "test.json:1:71: \"rules\" is empty"),
        Fault(
            #"{"format": "camkeep-policy", "version": "1.0", "title": "x", "rules": [7]}"#,
            "test.json:1:72: an object is expected, this is a number"),
        Fault(
            #"{"format": "camkeep-policy", "version": "1.0", "title": "x", "rules": [{"id": "A b"}]}"#,
            "test.json:1:79: \"A b\" cannot be an id: small letters, digits, dashes and dots, at most 64, and not \"difference\""
        ),
        .rule(
            #""path": "network/p2p.enable""#,
            "test.json:4:5: rule \"test\": there is no condition; it can be equals, firmwareAtLeast, matches, not, oneOf, present, range, scheduleCovers, secretNoneOf, secretSet"
        ),
        .rule(
            #""path": "network/p2p", "equals": 1, "oneOf": [1]"#,
            "test.json:5:79: rule \"test\": there are two conditions, equals and oneOf"),
        .rule(#""equals": true"#, "test.json:4:5: rule \"test\": the member \"path\" is missing"),
        .rule(
            #""path": "network.", "equals": true"#,
            "test.json:5:42: rule \"test\": \"network.\" is not a path such as network/port.64.enable"),
        .rule(#""path": 7, "equals": true"#, "test.json:5:42: rule \"test\": text is expected, this is a number"),
        .rule(
            #""path": "network/p2p", "equals": 1, "sevrity": 2"#,
            "test.json:5:81: rule \"test\": there is no member \"sevrity\" here"),
        .rule(
            #""path": "network/p2p", "range": { "minimum": 9, "maximum": 1 }"#,
            "test.json:5:66: rule \"test\": the minimum is above the maximum"),
        .rule(
            #""path": "network/p2p", "range": {}"#,
            "test.json:5:66: rule \"test\": a range needs a minimum or a maximum"),
        .rule(
            #""path": "a/b", "scheduleCovers": { "weekdays": ["monday", "mon"], "from": "08:00", "to": "09:00" }"#,
            "test.json:5:92: rule \"test\": \"mon\" is not one of sunday, monday, tuesday, wednesday, thursday, friday, saturday"
        ),
        .rule(
            #""path": "a/b", "scheduleCovers": { "weekdays": ["monday"], "from": "9:00", "to": "09:00" }"#,
            "test.json:5:101: rule \"test\": a time is HH:MM from 00:00 to 24:00"),
        .rule(
            #""firmwareAtLeast": "latest""#, "test.json:5:53: rule \"test\": a version is digits and dots: 21.1.20.2"),
        .rule(
            #""path": "a/b", "firmwareAtLeast": "1.2""#,
            "test.json:5:42: rule \"test\": firmwareAtLeast has no path: it is about the camera's firmware"),
        .rule(
            #""path": "a/b", "equals": 1, "withoutPlace": "maybe""#,
            "test.json:5:78: rule \"test\": \"maybe\" is not one of \"fails\", \"notConcerned\""),
        .rule(
            #""path": "a/b", "equals": 1, "when": [{ "path": "a/b" }]"#,
            "test.json:5:71: rule \"test\": there is no condition; it can be equals, firmwareAtLeast, matches, not, oneOf, present, range, scheduleCovers, secretNoneOf, secretSet"
        ),
        .rule(
            #""path": "a/b", "not": { "equals": 1, "path": "a/c" }"#,
            "test.json:5:79: rule \"test\": there is no member \"path\" here"),
    ])
    func faultsNameTheirPlaceAndRule(_ fault: Fault) throws {
        let error = #expect(throws: AuditFileError.self) {
            try Policy(Array(fault.text.utf8), file: "test.json")
        }
        #expect(error?.description == fault.message)
    }

    @Test func anIDStandsOnce() throws {
        let rule = #"{"id":"a","severity":"note","title":"t","reason":"r","message":"m","path":"a/b","equals":1}"#
        let text = #"{"format":"camkeep-policy","version":"1.0","title":"x","rules":[\#(rule),\#(rule)]}"#
        let error = #expect(throws: AuditFileError.self) { try Policy(Array(text.utf8), file: "p") }
        #expect(error?.message == "the rule \"a\" appears twice in this file")
    }

    @Test(arguments: [
        (["path"], "the member \"path\" is missing"), (["cameras"], "the member \"cameras\" is missing"),
        (["rule"], "the member \"rule\" is missing"), (["reason"], "the member \"reason\" is missing"),
        (["expires"], "the member \"expires\" is missing"),
    ])
    func waiversAreComplete(without: [String], message: String) throws {
        var waiver = JSONObject(
            PolicyFiles.waiver("network/p2p").objectValue.map { $0.map { ($0.key, $0.value) } } ?? [])
        for name in without { waiver[name] = nil }
        let error = #expect(throws: AuditFileError.self) {
            try PolicyFiles.waivers(PolicyFiles.waiver("image"), .object(waiver))
        }
        #expect(error?.message == message)
        #expect(error?.subject == "waiver 2")
        #expect(error?.line ?? 0 > 10)
    }

    @Test(arguments: ["2027-02-30", "tomorrow", "2027-1-1", "", "2027-01-01T00:00:00Z"])
    func daysMustExist(day: String) throws {
        #expect(throws: AuditFileError.self) {
            try PolicyFiles.waivers(PolicyFiles.waiver("network/p2p", expires: day))
        }
    }

    // MARK: - JSON Schemas

    private static func file(_ path: String) throws -> JSONValue {
        let bytes = try Array(Data(contentsOf: Repository.file(path)))
        return try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32))
    }

    @Test func theBasicsFitTheJSONSchema() throws {
        let checker = try JSONSchemaChecker(Self.file("schema/policy-v1.schema.json"))
        #expect(try checker.violations(of: Self.file("schema/policies/basics.json")) == [])
    }

    /// What the loader takes and what the JSON Schema takes is the same.
    @Test(arguments: ConditionTests.cases)
    func rulesFitTheJSONSchema(_ example: ConditionTests.Case) throws {
        let checker = try JSONSchemaChecker(Self.file("schema/policy-v1.schema.json"))
        let text = Array(PolicyFiles.text(example.members).utf8)
        let document = try JSONReader.readStrictly(text, limits: .init(bytes: 1 << 16, depth: 32))
        #expect(try checker.violations(of: document) == [])
    }

    @Test func waiversFitTheJSONSchema() throws {
        let checker = try JSONSchemaChecker(Self.file("schema/waivers-v1.schema.json"))
        let document: JSONValue = [
            "format": "camkeep-waivers", "version": "1.0", "waivers": [PolicyFiles.waiver("network/p2p")],
        ]
        #expect(try checker.violations(of: document) == [])
    }
}

/// What docs/audit.md shows works.
@Suite struct AuditDocumentationTests {
    private static func examples() throws -> [String] {
        let text = try String(contentsOf: Repository.file("docs/audit.md"), encoding: .utf8)
        return text.components(separatedBy: "```json\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }

    @Test func theExamplesCanBeRead() throws {
        let examples = try Self.examples()
        #expect(examples.count == 2)
        #expect(try Policy(Array(examples[0].utf8), file: "docs").rules.map(\.id) == ["snmp-below-v3"])
        #expect(try Waiver.list(Array(examples[1].utf8), file: "docs").map(\.rule) == ["difference"])
    }
}
