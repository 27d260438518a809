import Audit
import Foundation
import JSONTree
import Reports
import TestSupport
import Testing
import Text

/// What each format promises, for every situation and above all for hostile names.
@Suite struct AuditFormatTests {
    private static func schema(_ path: String) throws -> JSONSchemaChecker {
        try JSONSchemaChecker(document(path))
    }

    private static func document(_ path: String) throws -> JSONValue {
        let bytes = try Array(Data(contentsOf: Repository.file(path)))
        return try JSONReader.readStrictly(bytes, limits: .init(bytes: 1 << 20, depth: 32))
    }

    /// Runs a Python script with the text as its input, and gives what it prints.
    private func python(_ script: String, _ text: String) async throws -> String {
        let child = try ChildProcess(
            "/usr/bin/env", ["python3", "-c", script], environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
            folder: "/", streams: .pipes(input: Array(text.utf8)))
        let result = try await child.result()
        #expect(result.end == .exited(0), "\(String(decoding: result.errors, as: UTF8.self))")
        return String(decoding: result.output, as: UTF8.self)
    }

    private func json(_ text: String) throws -> JSONValue {
        try JSONReader.readStrictly(Array(text.utf8), limits: .init(bytes: 16 << 20, depth: 64))
    }

    // MARK: - JSON

    @Test(arguments: AuditSituation.all)
    func jsonFitsItsSchema(situation: AuditSituation) throws {
        let document = try json(AuditJSONReport.text(situation.result().0))
        #expect(try Self.schema("schema/audit-v1.schema.json").violations(of: document) == [])
    }

    /// A deviation is a change as camkeep diff says it.
    @Test(arguments: AuditSituation.all)
    func changesFitTheSchemaOfDifferences(situation: AuditSituation) throws {
        let definitions = try #require(Self.document("schema/diff-v1.schema.json")["$defs"])
        let checker = try JSONSchemaChecker(["$ref": "#/$defs/change", "$defs": definitions])
        let document = try json(AuditJSONReport.text(situation.result().0))
        for camera in document["cameras"]?.arrayValue ?? [] {
            for change in (camera["findings"]?.arrayValue ?? []).compactMap({ $0["change"] }) {
                #expect(try checker.violations(of: change) == [])
            }
        }
    }

    @Test func jsonCountsWhatItLists() throws {
        let document = try json(AuditJSONReport.text(AuditSituation.majority.result().0))
        let findings = (document["cameras"]?.arrayValue ?? []).flatMap { $0["findings"]?.arrayValue ?? [] }
        for severity in ["error", "warning", "note"] {
            let count = findings.count { $0["severity"]?.stringValue == severity && $0["waiver"] == nil }
            #expect(document["counts"]?[severity] == .integer(count))
        }
        #expect(document["counts"]?["waived"] == .integer(findings.count { $0["waiver"] != nil }))
    }

    // MARK: - SARIF

    /// What the standard requires of the members that are used (SARIF 2.1.0, 3.13 to 3.58).
    @Test(arguments: AuditSituation.all)
    func sarifHasWhatTheStandardRequires(situation: AuditSituation) throws {
        let log = try json(AuditSARIFReport.text(situation.result().0, toolVersion: "1.2.3"))
        #expect(log["version"] == "2.1.0")
        let runs = try #require(log["runs"]?.arrayValue)
        #expect(runs.count == 1)
        let run = try #require(runs.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"] == "camkeep")
        #expect(driver["version"] == "1.2.3")
        let rules = try #require(driver["rules"]?.arrayValue)
        #expect(Set(rules.map { $0["id"] }).count == rules.count)
        for rule in rules {
            #expect(rule["id"]?.stringValue?.isEmpty == false)
            #expect(rule["shortDescription"]?["text"]?.stringValue?.isEmpty == false)
        }
        for result in try #require(run["results"]?.arrayValue) { try checkResult(result, rules) }
        for invocation in try #require(run["invocations"]?.arrayValue) {
            #expect(invocation["executionSuccessful"]?.boolValue != nil)
            for note in invocation["toolExecutionNotifications"]?.arrayValue ?? [] {
                #expect(note["message"]?["text"]?.stringValue?.isEmpty == false)
                #expect(["error", "warning", "note"].contains(note["level"]?.stringValue))
            }
        }
    }

    private func checkResult(_ result: JSONValue, _ rules: [JSONValue]) throws {
        #expect(result["message"]?["text"]?.stringValue?.isEmpty == false)
        let index = try #require(result["ruleIndex"]?.integerValue)
        #expect(rules.indices.contains(index))
        #expect(rules[index]["id"] == result["ruleId"])
        let kind = try #require(result["kind"]?.stringValue)
        // A level other than none belongs to a failure alone.
        let levels = kind == "fail" ? ["error", "warning", "note"] : ["none"]
        #expect(levels.contains(try #require(result["level"]?.stringValue)))
        for location in result["locations"]?.arrayValue ?? [] {
            let uri = try #require(location["physicalLocation"]?["artifactLocation"]?["uri"]?.stringValue)
            #expect(URL(string: uri) != nil, "\(uri)")
            #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(location["logicalLocations"]?.arrayValue?.isEmpty == false)
        }
        for suppression in result["suppressions"]?.arrayValue ?? [] {
            #expect(suppression["kind"] == "external")
            #expect(suppression["status"] == "accepted")
        }
    }

    @Test func waivedResultsAreSuppressed() throws {
        let result = try AuditSituation.majority.result().0
        let log = try json(AuditSARIFReport.text(result, toolVersion: "1.2.3"))
        let results = log["runs"]?.arrayValue?.first?["results"]?.arrayValue ?? []
        #expect(results.count { $0["suppressions"] != nil } == result.waivedCount)
    }

    // MARK: - JUnit

    @Test(arguments: AuditSituation.all)
    func junitIsXMLThatAddsUp(situation: AuditSituation) async throws {
        let (result, schema) = try situation.result()
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            assert root.tag == "testsuites"
            total = dict(tests=0, failures=0, errors=0)
            for suite in root:
                assert suite.tag == "testsuite", suite.tag
                cases = suite.findall("testcase")
                assert len(cases) == len(suite)
                for case in cases:
                    assert case.get("name") and case.get("classname")
                    assert [child.tag for child in case] in ([], ["failure"], ["error"], ["skipped"])
                found = dict(tests=len(cases), failures=len(suite.findall("testcase/failure")),
                             errors=len(suite.findall("testcase/error")), skipped=len(suite.findall("testcase/skipped")))
                for name, count in found.items():
                    assert suite.get(name) == str(count), (name, count)
                for name in total: total[name] += found[name]
            for name, count in total.items(): assert root.get(name) == str(count), name
            print(total["failures"], total["errors"])
            """
        let counts = try await python(script, AuditJUnitReport(result, schema: schema).text())
        let failures = Int(counts.split(separator: " ").first ?? "") ?? -1
        #expect((failures > 0) == result.hasFindings)
    }

    // MARK: - CSV

    @Test(arguments: AuditSituation.all)
    func csvIsATableWithoutFormulas(situation: AuditSituation) async throws {
        let result = try situation.result().0
        let script = """
            import csv, sys
            rows = list(csv.reader(sys.stdin))
            assert len({len(row) for row in rows}) == 1
            for row in rows:
                for cell in row:
                    assert not cell.lstrip()[:1] in set("=+-@\\t\\r\\n|%"), cell
                    assert all(character >= " " for character in cell), repr(cell)
            print(len(rows))
            """
        let count = try await python(script, AuditCSVReport.text(result))
        let expected =
            1 + result.findings.count + result.cameras.reduce(0) { $0 + $1.unchecked.count + $1.unreadSections.count }
            + result.unread.count + result.ties.count + result.gaps.count + result.waivers.count
        #expect(Int(count.filter(\.isNumber)) == expected)
    }

    // MARK: - Pages and terminals

    @Test(arguments: AuditSituation.all)
    func pagesHoldNoMarkupFromOutside(situation: AuditSituation) async throws {
        let (result, schema) = try situation.result()
        let script = """
            import html.parser, sys
            class Reader(html.parser.HTMLParser):
                tags, ids, links = set(), [], []
                def handle_starttag(self, tag, attributes):
                    self.tags.add(tag)
                    for name, value in attributes:
                        assert not name.startswith("on") and name not in ("src", "style"), name
                        if name == "id": self.ids.append(value)
                        if name == "href": self.links.append(value)
            reader = Reader(convert_charrefs=True)
            reader.feed(sys.stdin.read())
            assert len(reader.ids) == len(set(reader.ids))
            assert all(link[0] == "#" and link[1:] in reader.ids for link in reader.links), reader.links
            for tag in ("script", "img", "i", "u", "iframe", "link"): assert tag not in reader.tags, tag
            """
        _ = try await python(script, AuditHTMLReport(result, schema: schema).text())
    }

    @Test(arguments: AuditSituation.all, [40, 80, 120])
    func textHasNoControlsAndFitsTheTerminal(situation: AuditSituation, width: Int) throws {
        let (result, schema) = try situation.result()
        let text = AuditTextReport(result, schema: schema, style: .plain, width: width).text()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
            #expect(HarmlessText.escaped(String(line)) == String(line))
        }
    }

    /// Every camera with findings is in every format.
    @Test func everyFormatNamesEveryOutlier() throws {
        let (result, schema) = try AuditSituation.majority.result()
        let texts = [
            AuditTextReport(result, schema: schema, style: .plain, width: 80).text(),
            AuditHTMLReport(result, schema: schema).text(), AuditCSVReport.text(result), AuditJSONReport.text(result),
            AuditJUnitReport(result, schema: schema).text(), AuditSARIFReport.text(result, toolVersion: "1"),
        ]
        let names = result.cameras.filter { !$0.isClean }.map(\.name) + result.unread.map(\.name)
        for text in texts {
            for name in names { #expect(text.contains(name)) }
            for waiver in result.waivers { #expect(text.contains(waiver.waiver.expires)) }
        }
    }

    /// Neither fingerprints nor anything from a place for secrets is shown, not even by a file that was made by hand.
    @Test func noFormatShowsSecrets() throws {
        let (result, schema) = try AuditSituation.majority.result()
        let texts = [
            AuditTextReport(result, schema: schema, style: .plain, width: 80).text(),
            AuditHTMLReport(result, schema: schema).text(), AuditCSVReport.text(result),
            AuditJUnitReport(result, schema: schema).text(), AuditSARIFReport.text(result, toolVersion: "1"),
        ]
        for text in texts { #expect(!text.contains("fingerprint\"")) }
        #expect(try !AuditJSONReport.text(AuditSituation.majority.result().0).contains("\"fingerprint\""))
    }
}
