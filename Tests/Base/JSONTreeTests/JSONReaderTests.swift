import JSONTree
import TestSupport
import Testing

private let limits = JSONReader.Limits(bytes: 10_000, depth: 8)

private func strict(_ text: String) throws -> JSONValue {
    try JSONReader.readStrictly(Array(text.utf8), limits: limits)
}

private func tolerant(_ bytes: [UInt8]) throws -> JSONReader.Document {
    try JSONReader.readTolerantly(bytes, limits: limits)
}

private let tolerated: [(String, JSONValue, [Tolerance.Kind], [String])] = [
    ("{\"a\":[1,],}", ["a": [1]], [Tolerance.Kind.trailingComma, .trailingComma], ["/a", ""]),
    ("{\"a\":1,\"a\":2}", ["a": 2], [.duplicateMember], ["/a"]),
    ("{\"a\":\"x\ty\"}", ["a": "x\ty"], [.controlCharacter], ["/a"]),
    ("{}\0\0", [:], [.zeroPadding], [""]),
    ("\u{FEFF}{}", [:], [.byteOrderMark], [""]),
]

private let refused: [(String, JSONError.Reason, Int, Int)] = [
    ("", JSONError.Reason.empty, 1, 1),
    ("[1,\n 2,]", .unexpected(found: "\"]\"", expected: "another element after the comma"), 2, 4),
    ("{\"a\":1,\"a\":2}", .duplicateMember("a"), 1, 8),
    ("[1 2]", .unexpected(found: "\"2\"", expected: "a comma or the end of the list"), 1, 4),
    ("{\"a\"", .endOfText, 1, 5), ("01", .malformedNumber, 1, 1), ("1e999", .malformedNumber, 1, 1),
    ("-", .malformedNumber, 1, 1),
    ("\"\\x\"", .malformedEscape, 1, 2), ("\"\\ud800\"", .malformedEscape, 1, 2),
    ("\"a\tb\"", .controlCharacter, 1, 3),
    ("nul", .unexpected(found: "\"n\"", expected: "a value"), 1, 1), ("1 2", .textAfterEnd, 1, 3),
    ("[[[[[[[[[1]]]]]]]]]", .tooDeep(limit: 8), 1, 9),
    ("{1:2}", .unexpected(found: "\"1\"", expected: "a name in quotes"), 1, 2), ("\"abc", .endOfText, 1, 5),
]

private let documents: [(String, JSONValue)] = [
    ("null", JSONValue.null), (" true ", true), ("[]", []), ("{}", [:]), ("\"\"", ""),
    ("-0", .number(JSONNumber("-0"))),
    ("[1,2.50,-3e+2]", .array([1, .number(JSONNumber("2.50")), .number(JSONNumber("-3e+2"))])),
    ("\"\\u00e9\\n\\/\\ud83d\\ude00\"", "é\n/😀"), ("{\"b\":1,\"a\":{\"c\":[null]}}", ["a": ["c": [.null]], "b": 1]),
]

@Suite struct JSONReaderTests {
    @Test(arguments: documents)
    func readsJSON(text: String, value: JSONValue) throws {
        #expect(try strict(text) == value)
    }

    @Test(arguments: refused)
    func refusesWhatIsNoJSON(text: String, reason: JSONError.Reason, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try strict(text) }
        #expect(error?.reason == reason)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func refusesMoreBytesThanTheLimit() {
        let error = #expect(throws: JSONError.self) { try strict(String(repeating: " ", count: 10_001)) }
        #expect(error?.reason == .tooLarge(limit: 10_000))
    }

    @Test(arguments: tolerated)
    func toleratesWhatFirmwareSends(
        text: String, value: JSONValue, kinds: [Tolerance.Kind], pointers: [String]
    ) throws {
        let document = try tolerant(Array(text.utf8))
        #expect(document.value == value)
        #expect(document.tolerated.map(\.kind) == kinds)
        #expect(document.tolerated.map(\.pointer.description) == pointers)
    }

    @Test func readsTextsInGB18030ThatHoldABackslashByte() throws {
        // 0x8F5C is one character whose second byte is a backslash; 0xC4E3 is 你.
        let bytes = Array("{\"osd\":\"".utf8) + [0x8F, 0x5C, 0xC4, 0xE3] + Array("\"}".utf8)
        let document = try tolerant(bytes)
        let text = try #require(document.value["osd"]?.stringValue)
        #expect(GB18030.encode(text) == [0x8F, 0x5C, 0xC4, 0xE3])
        #expect(document.tolerated.map(\.kind) == [.gb18030Text])
        #expect(document.tolerated.map(\.pointer) == [JSONPointer(["osd"])])
    }

    @Test func refusesBytesThatAreNoText() {
        let error = #expect(throws: JSONError.self) { try tolerant([0x22, 0xFF, 0xFF, 0x22]) }
        #expect(error?.reason == .malformedText)
    }

    @Test(arguments: 0..<200)
    func everyPrefixOfADocumentIsRefusedAndNeverTraps(seed: Int) {
        var random = RandomJSON(seed: UInt64(seed))
        let bytes = JSONWriter.compact(.array([random.value()]))
        for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
            #expect(throws: JSONError.self) { try tolerant(Array(bytes[..<end])) }
        }
    }

    @Test(arguments: 0..<200)
    func damagedDocumentsNeverTrap(seed: Int) {
        var random = RandomJSON(seed: UInt64(seed))
        var generator = SeededGenerator(seed: UInt64(seed))
        var bytes = JSONWriter.compact(random.value())
        for _ in 0..<3 where !bytes.isEmpty {
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        _ = try? tolerant(bytes)
    }
}

/// Texts and whether they are the canonical form of their value.
private let writings: [(String, Bool)] = [
    ("{\"a\":1,\"b\":[true,false,null,\"x\"]}", true), ("{}", true), ("[]", true), ("0", true), ("-1", true),
    ("123456789012345", true), ("9007199254740993", false), ("1.5", true), ("1e+21", true),
    (" {}", false), ("{} ", false), ("{\"a\" :1}", false), ("{\"a\": 1}", false), ("[1, 2]", false), ("[\n]", false),
    ("{\"b\":1,\"a\":1}", false), ("{\"a\":{\"d\":1,\"c\":1}}", false),
    ("-0", false), ("1.0", false), ("1e2", false), ("1E+21", false), ("1e21", false), ("0.10", false),
    ("\"\\n\\u0001\\\"\\\\\"", true), ("\"\\/\"", false), ("\"\\u000a\"", false), ("\"\\u001F\"", false),
    ("\"\\u00e9\"", false), ("\"é😀\u{7F}\"", true), ("{\"\\u0061\":1}", false),
    // U+1F600 comes before U+FB33 in UTF-16, after it in UTF-8.
    ("{\"\u{1F600}\":1,\"\u{FB33}\":2}", true), ("{\"\u{FB33}\":1,\"\u{1F600}\":2}", false),
    // Where one is the other's beginning, the shorter name comes first.
    ("{\"\":0,\"a\":1,\"ab\":2}", true), ("{\"ab\":1,\"a\":2}", false),
    // Without normalising: e with an accent of its own comes before f.
    ("{\"e\u{301}\":1,\"f\":2}", true),
]

@Suite struct CanonicalReadingTests {
    private func document(_ bytes: [UInt8]) throws -> JSONReader.Document {
        try JSONReader.readStrictDocument(bytes, limits: .init(bytes: 10_000_000, depth: 64))
    }

    @Test(arguments: writings)
    func tellsHowATextIsWritten(text: String, isCanonical: Bool) throws {
        let document = try document(Array(text.utf8))
        #expect(document.isCanonical == isCanonical)
        #expect((JSONWriter.canonical(document.value) == Array(text.utf8)) == isCanonical)
    }

    @Test(arguments: 0..<300)
    func whatIsWrittenCanonicallyIsReadAsCanonical(seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        let value = random.value()
        #expect(try document(JSONWriter.canonical(value)).isCanonical)
        for bytes in [JSONWriter.compact(value), JSONWriter.indented(value)] {
            #expect(try document(bytes).isCanonical == (JSONWriter.canonical(value) == bytes))
        }
    }

    /// The judgement while reading and writing the value again must agree, whatever was done to the bytes.
    @Test(arguments: 0..<300)
    func agreesWithWritingAgainAfterAnyChange(seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        var generator = SeededGenerator(seed: UInt64(seed))
        let written = JSONWriter.canonical(.array([random.value(), random.value()]))
        let pieces = ["0", "1", "-", ".", "e", " ", "\n", "\"", "\\", "\\u00", "/", ",", ":", "a", "é", "[", "}"]
        for _ in 0..<100 {
            var bytes = written
            for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
                let start = Int.random(in: bytes.indices, using: &generator)
                let end = min(start + Int.random(in: 0...3, using: &generator), bytes.count)
                let other = Int.random(in: bytes.indices, using: &generator)
                let copy = Array(bytes[other..<min(other + Int.random(in: 0...12, using: &generator), bytes.count)])
                let piece = Array((pieces.randomElement(using: &generator) ?? "").utf8)
                bytes.replaceSubrange(start..<end, with: Bool.random(using: &generator) ? piece : copy)
            }
            guard let document = try? document(bytes) else { continue }
            #expect(document.isCanonical == (JSONWriter.canonical(document.value) == bytes), "\(bytes)")
        }
    }

    @Test(arguments: 0..<100)
    func tellsWhereTheOutermostMembersStand(seed: Int) throws {
        var random = RandomJSON(seed: UInt64(seed))
        let object = JSONObject((0..<5).map { ("\($0)" + random.text(), random.value()) })
        let bytes = JSONWriter.indented(.object(object))
        let members = try document(bytes).members
        #expect(members.map(\.name) == object.sortedMembers.map(\.key))
        for member in members {
            let text = Array("{".utf8) + bytes[member.bytes] + Array("}".utf8)
            #expect(try document(text).value == .object(JSONObject([(member.name, object[member.name] ?? .null)])))
        }
    }
}

extension JSONNumber {
    /// A number from its JSON text, through the reader.
    init(_ text: String) {
        guard case .number(let number)? = try? JSONReader.readStrictly(Array(text.utf8), limits: limits) else {
            Issue.record("\(text) is no JSON number")
            self = JSONNumber(0)
            return
        }
        self = number
    }
}
