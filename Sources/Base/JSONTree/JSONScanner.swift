/// The recursive descent behind ``JSONReader``. Its recursion is bounded by the depth limit.
struct JSONScanner {
    private let bytes: [UInt8]
    private let limits: JSONReader.Limits
    private let isTolerant: Bool
    private let skip: JSONReader.Skip?
    private var position = 0
    /// Kept only for those who ask for it: tolerances and `skip`.
    private var path: [String] = []
    private let keepsPath: Bool
    private var tolerated: [Tolerance] = []
    private var isCanonical = true
    private var members: [(name: String, bytes: Range<Int>)] = []

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

    init(_ bytes: [UInt8], limits: JSONReader.Limits, isTolerant: Bool, skip: JSONReader.Skip? = nil) {
        self.skip = skip
        self.bytes = bytes
        self.limits = limits
        self.isTolerant = isTolerant
        keepsPath = isTolerant || skip != nil
    }

    mutating func readDocument() throws(JSONError) -> JSONReader.Document {
        guard bytes.count <= limits.bytes else { throw error(.tooLarge(limit: limits.bytes)) }
        skipByteOrderMark()
        skipBlanks()
        guard position < bytes.count else { throw error(.empty) }
        let value = try readValue(depth: 1)
        skipBlanks()
        skipZeroPadding()
        guard position == bytes.count else { throw error(.textAfterEnd) }
        return JSONReader.Document(
            value: value, tolerated: tolerated, isCanonical: isCanonical && tolerated.isEmpty, members: members)
    }

    // MARK: Values

    private mutating func readValue(depth: Int) throws(JSONError) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"): return try .object(readObject(depth: depth))
        case UInt8(ascii: "["): return try .array(readArray(depth: depth))
        case UInt8(ascii: "\""): return try .string(readString())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case nil: throw error(.endOfText)
        case let byte? where byte == UInt8(ascii: "-") || Self.digits.contains(byte): return try .number(readNumber())
        default: throw unexpected("a value")
        }
    }

    private mutating func readObject(depth: Int) throws(JSONError) -> JSONObject {
        guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
        var object = JSONObject()
        var names = NameOrder()
        var isFirst = true
        position += 1
        skipBlanks()
        while try !endsList(with: "}", isFirst: isFirst) {
            isFirst = false
            guard peek() == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
            let start = position
            let name = try readString()
            skipBlanks()
            guard peek() == UInt8(ascii: ":") else { throw unexpected("a colon") }
            position += 1
            skipBlanks()
            if keepsPath { path.append(name) }
            if let skip, skip(path) {
                skipValue()
            } else {
                let value = try readValue(depth: depth + 1)
                names.append(name)
                if names.mayRepeat, object[name] != nil {
                    guard isTolerant else { throw error(.duplicateMember(name), at: start) }
                    tolerate(.duplicateMember)
                    object[name] = value
                } else {
                    object.append(name, value)
                }
            }
            if keepsPath { path.removeLast() }
            if depth == 1 { members.append((name, start..<position)) }
            skipBlanks()
        }
        if !names.isCanonical { isCanonical = false }
        return object
    }

    /// Moves to the comma or bracket after the value, minding nothing but quotes and brackets.
    private mutating func skipValue() {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): position = JSONTextScanner.closingQuote(in: bytes, after: position)
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return
            default: break
            }
            position += 1
        }
    }

    private mutating func readArray(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
        var items: [JSONValue] = []
        position += 1
        skipBlanks()
        while try !endsList(with: "]", isFirst: items.isEmpty) {
            if keepsPath { path.append(String(items.count)) }
            try items.append(readValue(depth: depth + 1))
            if keepsPath { path.removeLast() }
            skipBlanks()
        }
        return items
    }

    /// Moves over the comma before the next element, or over the closing bracket.
    private mutating func endsList(with closing: Unicode.Scalar, isFirst: Bool) throws(JSONError) -> Bool {
        let closing = UInt8(ascii: closing)
        if peek() == closing {
            position += 1
            return true
        }
        if isFirst {
            guard peek() != nil else { throw error(.endOfText) }
            return false
        }
        guard peek() == UInt8(ascii: ",") else { throw unexpected("a comma or the end of the list") }
        position += 1
        skipBlanks()
        guard peek() == closing else { return false }
        guard isTolerant else { throw unexpected("another element after the comma") }
        tolerate(.trailingComma)
        position += 1
        return true
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard matches else { throw unexpected("a value") }
        position = end
        return value
    }

    private mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        if peek() == UInt8(ascii: "0") {
            position += 1
        } else {
            guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
        }
        if peek() == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
        }
        let hasExponent = peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E")
        if hasExponent {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw error(.malformedNumber, at: start) }
        }
        let isFollowedByDigit = peek().map(Self.digits.contains) ?? false
        guard !isFollowedByDigit else { throw error(.malformedNumber, at: start) }
        let number = JSONNumber(validated: String(decoding: bytes[start..<position], as: UTF8.self))
        // Without an exponent, a double holds whatever has up to 308 digits.
        guard !hasExponent && position - start <= 308 || number.double != nil else {
            throw error(.malformedNumber, at: start)
        }
        if !number.isCanonical { isCanonical = false }
        return number
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = peek(), Self.digits.contains(byte) { position += 1 }
        return position - start
    }

    private mutating func readString() throws(JSONError) -> String {
        if let end = JSONTextScanner.endOfPlainText(in: bytes, openingQuote: position) {
            defer { position = end + 1 }
            return String(decoding: bytes[position + 1..<end], as: UTF8.self)
        }
        let start = position
        var text = JSONTextScanner(bytes, openingQuote: position, isTolerant: isTolerant)
        do throws(JSONTextScanner.Fault) {
            let string = try text.read()
            position = text.position
            if text.isGB18030 { tolerate(.gb18030Text) }
            if text.hasControlCharacters { tolerate(.controlCharacter) }
            if !JSONWriter.canonical(.string(string)).elementsEqual(bytes[start..<position]) { isCanonical = false }
            return string
        } catch {
            throw self.error(error.reason, at: error.offset)
        }
    }

    // MARK: Bytes

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
            isCanonical = false
        }
    }

    private mutating func skipByteOrderMark() {
        guard isTolerant, bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        position = 3
        tolerate(.byteOrderMark)
    }

    private mutating func skipZeroPadding() {
        guard isTolerant, peek() == 0 else { return }
        while peek() == 0 { position += 1 }
        tolerate(.zeroPadding)
    }

    private mutating func tolerate(_ kind: Tolerance.Kind) {
        tolerated.append(Tolerance(kind: kind, pointer: JSONPointer(path)))
    }

    // MARK: Errors

    private func unexpected(_ expected: String) -> JSONError {
        guard let byte = peek() else { return error(.endOfText) }
        let isVisible = (0x21...0x7E).contains(byte)
        let found = isVisible ? "\"\(Unicode.Scalar(byte))\"" : "byte 0x" + String(byte, radix: 16)
        return error(.unexpected(found: found, expected: expected))
    }

    private func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        let offset = min(offset ?? position, bytes.count)
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let line = before.count { $0 == 0x0A } + 1
        return JSONError(reason: reason, offset: offset, line: line, column: offset - lineStart + 1)
    }
}
