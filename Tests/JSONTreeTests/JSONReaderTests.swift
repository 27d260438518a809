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
