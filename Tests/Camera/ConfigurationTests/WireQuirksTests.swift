import CameraSchema
import Configuration
import JSONTree
import TestSupport
import Testing

@Suite struct WireQuirksTests {
    private func quirks(seed: UInt64) -> WireQuirks {
        var random = SeededGenerator(seed: seed)
        var junk = RandomJSON(seed: seed)
        func count() -> Range<Int> { 0..<Int.random(in: 0...3, using: &random) }
        func place() -> JSONPointer { JSONPointer(count().map { _ in junk.text() }) }
        var quirks = WireQuirks()
        for _ in count() { quirks.forms[place()] = WireForm.allCases.randomElement(using: &random) }
        for _ in count() { quirks.names[place()] = junk.text() }
        for _ in count() { quirks.order[place()] = [junk.text(), junk.text()] }
        for _ in count() { quirks.raw[place()] = .string(junk.text()) }
        for _ in count() { quirks.plain.insert(place()) }
        for _ in count() { quirks.numbers.insert(place()) }
        for _ in count() { quirks.clear.insert(place()) }
        for _ in count() { quirks.tolerated.append(WireQuirks.Fault(kind: junk.text(), pointer: junk.text())) }
        return quirks
    }

    @Test func comeBackFromCanonicalJSON() throws {
        for seed: UInt64 in 0..<300 {
            let quirks = quirks(seed: seed)
            let json = try #require(JSONValue.object(quirks.json).readBack().objectValue)
            #expect(WireQuirks(json: json) == quirks, "seed \(seed)")
            #expect(quirks.isEmpty == json.isEmpty, "seed \(seed)")
        }
    }

    @Test func membersOfANewerVersionArePassedOver() {
        #expect(WireQuirks(json: JSONObject([("newer", 1)])) == WireQuirks())
    }

    @Test(
        arguments: [
            ("forms", ["/a": "hex"]), ("forms", .array([])), ("forms", ["a": "text"]), ("names", ["/a": 1]),
            ("order", ["/a": "b"]),
            ("order", ["/a": .array(["b", 1])]), ("raw", [1]), ("plain", ["/a~2"]), ("plain", "/a"), ("numbers", [1]),
            ("clear", ["a"]), ("tolerated", [["kind": "k"]]), ("tolerated", "none"),
        ] as [(String, JSONValue)])
    func whatIsNoQuirkIsRefused(member: String, value: JSONValue) {
        #expect(WireQuirks(json: JSONObject([(member, value)])) == nil)
    }
}
