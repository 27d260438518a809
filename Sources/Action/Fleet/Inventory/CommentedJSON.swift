import JSONTree

/// JSON for people: `//` and `/* */` comments, and a comma after the last element.
///
/// Both are blanked out byte for byte, so that the strict reader sees every other byte at its own place, and its errors have the
/// lines and columns of the file.
struct CommentedJSON {
    static let largest = 16 << 20
    private static let deepest = 16

    let value: JSONValue
    /// Strict JSON of the same length as the file.
    let bytes: [UInt8]

    /// - Throws: ``JSONError`` with the place of the first fault.
    init(_ file: [UInt8]) throws(JSONError) {
        let limits = JSONReader.Limits(bytes: Self.largest, depth: Self.deepest)
        bytes = Self.strict(file)
        value = try JSONReader.readStrictly(bytes, limits: limits)
    }

    /// A comment that is not closed stays as it is, for the reader to stumble over.
    private static func strict(_ file: [UInt8]) -> [UInt8] {
        var bytes = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.replaceSubrange(0..<3, with: [0x20, 0x20, 0x20]) }
        var position = 0
        /// The last byte that is neither blank nor in a comment, and the one before it.
        var last: (place: Int, byte: UInt8)?
        var beforeLast: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D:
                position += 1
                continue
            case UInt8(ascii: "/"):
                if let end = endOfComment(bytes, position) {
                    for place in position..<end where bytes[place] != 0x0A { bytes[place] = 0x20 }
                    position = end
                    continue
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let opensOrParts = beforeLast.map { Array("[{,:".utf8).contains($0) } ?? true
                if let last, last.byte == UInt8(ascii: ","), !opensOrParts { bytes[last.place] = 0x20 }
            default: break
            }
            beforeLast = last?.byte
            last = (position, byte)
            position = byte == UInt8(ascii: "\"") ? endOfText(bytes, position) : position + 1
        }
        return bytes
    }

    private static func endOfComment(_ bytes: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < bytes.count else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "/"): return bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        case UInt8(ascii: "*"):
            var position = start + 2
            while position + 1 < bytes.count {
                if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                    return position + 2
                }
                position += 1
            }
            return nil
        default: return nil
        }
    }

    /// The place after the closing quote.
    static func endOfText(_ bytes: [UInt8], _ start: Int) -> Int {
        var position = start + 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"): position += 2
            case UInt8(ascii: "\""): return position + 1
            default: position += 1
            }
        }
        return bytes.count
    }
}
