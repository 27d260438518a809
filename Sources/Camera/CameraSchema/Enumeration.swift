/// Named numbers: the values of an enumeration, or the bits of a bitmask.
package struct Enumeration: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case enumeration
        case bitmask
    }

    /// Its key in `enums.json`; empty for one that stands inline at its field.
    package var name: String
    package var title: String
    package var kind: Kind
    /// Names by number; of a bitmask, by bit value (1, 2, 4 …).
    package var names: [Int: String]

    /// The canonical form of an enumeration's value: `H.265 (1)`; nil for a number without a name.
    package func canonicalText(of number: Int) -> String? {
        names[number].map { "\($0) (\(number))" }
    }

    /// The canonical form of one bit: `FTP (bit 3)`, or `bit 6` if it has no name.
    package func canonicalText(ofBit bit: Int) -> String {
        guard (0..<Int.bitWidth - 1).contains(bit), let name = names[1 << bit] else { return "bit \(bit)" }
        return "\(name) (bit \(bit))"
    }

    /// The number in a canonical text. The name is not compared: a newer schema may word it differently.
    package static func number(inCanonical text: String) -> Int? {
        guard text.utf8.last == UInt8(ascii: ")"), let open = text.lastIndex(of: "(") else { return nil }
        return Int(text[text.index(after: open)...].dropLast())
    }

    /// The bit (0–62) in a canonical text.
    package static func bit(inCanonical text: String) -> Int? {
        let digits =
            if text.hasPrefix("bit ") {
                text.dropFirst(4)
            } else if let range = text.lastRange(of: " (bit "), text.utf8.last == UInt8(ascii: ")") {
                text[range...].dropLast()
            } else {
                Substring()
            }
        guard let bit = Int(digits), (0..<Int.bitWidth - 1).contains(bit) else { return nil }
        return bit
    }
}

extension String {
    /// The index after the last occurrence of the mark.
    fileprivate func lastRange(of mark: String) -> Index? {
        var candidate = endIndex
        while let open = self[..<candidate].lastIndex(of: " ") {
            if self[open...].hasPrefix(mark) { return index(open, offsetBy: mark.count) }
            candidate = open
        }
        return nil
    }
}
