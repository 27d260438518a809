/// Reads one quoted text: UTF-8, or GB18030 where that is tolerated and the bytes are not UTF-8.
struct JSONTextScanner {
    struct Fault: Error {
        let reason: JSONError.Reason
        let offset: Int
    }

    private let bytes: [UInt8]
    private let start: Int
    private let isTolerant: Bool
    /// After reading: the byte after the closing quote.
    private(set) var position: Int
    private(set) var isGB18030 = false
    private(set) var hasControlCharacters = false

    init(_ bytes: [UInt8], openingQuote: Int, isTolerant: Bool) {
        self.bytes = bytes
        self.start = openingQuote + 1
        self.position = start
        self.isTolerant = isTolerant
    }

    mutating func read() throws(Fault) -> String {
        var fault = Fault(reason: .malformedText, offset: start)
        do throws(Fault) {
            let raw = try readRaw(multibyte: false)
            if let text = String(validating: raw, as: UTF8.self) { return text }
        } catch {
            fault = error
        }
        guard isTolerant else { throw fault }
        // The second byte of a GB18030 character can be a backslash: the text is scanned again, character by character.
        hasControlCharacters = false
        do throws(Fault) {
            guard let text = try GB18030.decode(readRaw(multibyte: true)) else { throw fault }
            isGB18030 = true
            return text
        } catch {
            throw fault
        }
    }

    /// The position of the closing quote in the usual case: ASCII, nothing escaped. Nil for every other text.
    static func endOfPlainText(in bytes: [UInt8], openingQuote: Int) -> Int? {
        var end = openingQuote + 1
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") { return end }
            guard (0x20..<0x80).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        return nil
    }

    /// The position of the quote that ends a text of which nothing else is asked; the end of the bytes if there is none.
    static func closingQuote(in bytes: [UInt8], after openingQuote: Int) -> Int {
        var end = openingQuote + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        return end
    }

    /// The bytes of the text with its escapes resolved.
    private mutating func readRaw(multibyte: Bool) throws(Fault) -> [UInt8] {
        position = start
        var raw: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return raw
            case UInt8(ascii: "\\"):
                try readEscape(into: &raw, multibyte: multibyte)
            case 0..<0x20:
                guard isTolerant, byte != 0 else { throw Fault(reason: .controlCharacter, offset: position) }
                hasControlCharacters = true
                raw.append(byte)
                position += 1
            case 0x81...0xFE where multibyte:
                let length = position + 1 < bytes.count && (0x30...0x39).contains(bytes[position + 1]) ? 4 : 2
                let end = min(position + length, bytes.count)
                raw.append(contentsOf: bytes[position..<end])
                position = end
            default:
                raw.append(byte)
                position += 1
            }
        }
        throw Fault(reason: .endOfText, offset: bytes.count)
    }

    private mutating func readEscape(into raw: inout [UInt8], multibyte: Bool) throws(Fault) {
        let escapeStart = position
        guard position + 1 < bytes.count else { throw Fault(reason: .endOfText, offset: bytes.count) }
        let escaped = bytes[position + 1]
        position += 2
        switch escaped {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): raw.append(escaped)
        case UInt8(ascii: "b"): raw.append(0x08)
        case UInt8(ascii: "f"): raw.append(0x0C)
        case UInt8(ascii: "n"): raw.append(0x0A)
        case UInt8(ascii: "r"): raw.append(0x0D)
        case UInt8(ascii: "t"): raw.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = readEscapedScalar() else { throw Fault(reason: .malformedEscape, offset: escapeStart) }
            let text = String(Character(scalar))
            raw.append(contentsOf: multibyte ? GB18030.encode(text) ?? Array(text.utf8) : Array(text.utf8))
        default: throw Fault(reason: .malformedEscape, offset: escapeStart)
        }
    }

    /// The scalar of `\uXXXX`, or of a pair of surrogates; nil if it is none.
    private mutating func readEscapedScalar() -> Unicode.Scalar? {
        guard let first = readFourDigits() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        guard let second = readFourDigits(), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func readFourDigits() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
