import JSONTree
import TestSupport
import Testing

private let limits = JSONReader.Limits(bytes: 10_000_000, depth: 64)

private let pairs: [(JSONValue, JSONValue, Bool)] = [
    (JSONValue.string("é"), JSONValue.string("e\u{301}"), false), (1, .number(JSONNumber("1.0")), false),
    (["a": 1, "b": 2], ["b": 2, "a": 1], true), (0, false, false), ("0", 0, false), ([1, 2], [2, 1], false),
]

private let doubles: [(Double, String)] = [
    (0.0, "0"), (-0.0, "0"), (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (9007199254740992, "9007199254740992"), (295_147_905_179_352_825_856, "295147905179352830000"),
    (9.999999999999997e22, "9.999999999999997e+22"), (1e23, "1e+23"), (1e21, "1e+21"),
    (9.999999999999997e-7, "9.999999999999997e-7"),
    (0.000001, "0.000001"), (333333333.33333329, "333333333.3333333"),
    (-0.0000033333333333333333, "-0.0000033333333333333333"),
    (1424953923781206.2, "1424953923781206.2"), (1.5, "1.5"), (100, "100"),
]

@Suite struct JSONWriterTests {
    /// The numbers of RFC 8785, appendix B, by their ECMAScript text.
    @Test(arguments: doubles)
    func writesNumbersAsECMAScriptDoes(value: Double, text: String) {
        #expect(JSONNumber(value)?.text == text)
    }

    @Test(arguments: [
        ("1.0", "1"), ("1e2", "100"), ("-0", "0"), ("12345678901234567890", "12345678901234567000"), ("0.10", "0.1"),
    ])
    func canonicalisesNumberTexts(text: String, canonical: String) {
        let number = JSONNumber(text)
        #expect(number.canonicalText == canonical)
        #expect(!number.isCanonical)
    }

    @Test func sortsNamesByUTF16CodeUnits() {
        // The example of RFC 8785, 3.2.3.
        let value: JSONValue = [
            "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7,
        ]
        let order = String(decoding: JSONWriter.canonical(value), as: UTF8.self).filter(\.isNumber)
        #expect(order == "21467153")
    }

    @Test func compactKeepsOrderAndNumberTexts() throws {
        let text = "{\"b\":1.0,\"a\":[1e2,\"\\u0001\"]}"
        let value = try JSONReader.readStrictly(Array(text.utf8), limits: limits)
        #expect(value.compactText == text)
    }

    @Test func indentedIsReadable() {
        let value: JSONValue = ["b": [1, [:]], "a": []]
        #expect(value.prettyText == "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}\n")
    }

    @Test(arguments: 0..<300)
    func readingUndoesWriting(seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        let value = random.value()
        for bytes in [JSONWriter.compact(value), JSONWriter.canonical(value), JSONWriter.indented(value)] {
            #expect(try JSONReader.readStrictly(bytes, limits: limits) == value)
        }
    }
}

@Suite struct JSONPointerTests {
    @Test(arguments: [
        ("", []), ("/a/0", ["a", "0"]), ("/a~1b/~0/", ["a/b", "~", ""]),
        ("/~1\u{301}/\u{301}", ["/\u{301}", "\u{301}"]),
    ])
    func textAndStepsAreInverse(text: String, steps: [String]) {
        #expect(JSONPointer(text)?.steps == steps)
        #expect(JSONPointer(steps).description == text)
    }

    @Test(arguments: ["a", "/~", "/~2"]) func refusesMalformedPointers(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(arguments: 0..<100)
    func everyPointerSurvivesItsText(seed: Int) {
        var random = RandomJSON(seed: UInt64(seed))
        let pointer = JSONPointer((0..<4).map { _ in random.text() })
        #expect(JSONPointer(pointer.description) == pointer)
    }

    @Test func findsAndRemovesPlaces() {
        let value: JSONValue = ["a": [["b": 1, "c": 2], 5]]
        #expect(value[JSONPointer(["a", "0", "b"])] == 1)
        #expect(value[JSONPointer(["a", "7"])] == nil)
        #expect(
            value.removing([JSONPointer(["a", "0", "b"]), JSONPointer(["a", "1"]), JSONPointer(["x"])]) == [
                "a": [["c": 2], .null]
            ])
    }
}

@Suite struct JSONEqualityTests {
    @Test(arguments: pairs)
    func equalMeansTheSameAnswer(left: JSONValue, right: JSONValue, isEqual: Bool) {
        #expect((left == right) == isEqual)
    }
}

@Suite struct JSONObjectTests {
    /// Few members and many, in order and not: found by looking at each, by halves or by an index.
    @Test(arguments: 0..<200)
    func anObjectIsADictionaryThatKeepsItsOrder(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var object = JSONObject()
        var names: [String] = []
        var values: [String: JSONValue] = [:]
        let ascends = seed.isMultiple(of: 2)
        for step in 0..<Int.random(in: 0...60, using: &generator) {
            let isNew = Int.random(in: 0..<4, using: &generator) > 0
            let name =
                isNew && ascends
                ? "n\(1000 + step)" : "n\(Int.random(in: 1000..<1040, using: &generator))"
            let value: JSONValue? = Int.random(in: 0..<6, using: &generator) == 0 ? nil : .integer(step)
            object[name] = value
            if value == nil { names.removeAll { $0 == name } } else if values[name] == nil { names.append(name) }
            values[name] = value
        }
        #expect(object.names == names)
        #expect((990..<1070).allSatisfy { object["n\($0)"] == values["n\($0)"] })
        #expect(object == JSONObject(values.map { ($0.key, $0.value) }))
        #expect(object.sortedMembers.map(\.key) == names.sorted())
    }
}
