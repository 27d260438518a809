import Cryptography

/// Text for keys that shows typing mistakes (BIP 173), without its limit of 90 characters, as age uses it.
enum Bech32 {
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let checksumCount = 6
    /// Longer than any key of age: the post-quantum ones have about 2,000 characters.
    private static let longestText = 4096

    /// The part before the last `1`, which says what kind of text this is; nil if there is none.
    static func prefix(of text: UnsafeRawBufferPointer) -> String? {
        guard let separator = text.lastIndex(of: UInt8(ascii: "1")), separator > 0 else { return nil }
        return String(validating: text[..<separator], as: UTF8.self)
    }

    /// The bytes that a text with this prefix holds; nil if the prefix is another one, or a letter or the checksum is
    /// wrong. Letters must be all lower or all upper case, as the prefix is.
    static func decode(_ text: UnsafeRawBufferPointer, prefix: String) -> SecretBytes? {
        guard text.count <= longestText, Self.prefix(of: text) == prefix else { return nil }
        let letters = text.dropFirst(prefix.utf8.count + 1)
        let isUpperCase = prefix.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        guard letters.count >= checksumCount else { return nil }
        var isValid = true
        let digits = SecretBytes(count: letters.count) { digits in
            for (position, letter) in letters.enumerated() {
                guard let digit = digit(of: letter, isUpperCase: isUpperCase) else {
                    isValid = false
                    return
                }
                digits[position] = digit
            }
        }
        return digits.withUnsafeBytes { digits in
            guard isValid, checksum(prefix, digits) == 1 else { return nil }
            return regroup(digits.dropLast(checksumCount))
        }
    }

    /// The text of bytes: lower case, or upper case if the prefix is.
    static func encode(_ bytes: UnsafeRawBufferPointer, prefix: String) -> SecretBytes {
        let digitCount = (bytes.count * 8 + 4) / 5
        let digits = SecretBytes(count: digitCount + checksumCount) { digits in
            for position in 0..<digitCount {
                digits[position] = fiveBits(of: bytes, at: position * 5)
            }
            let sum = checksum(prefix, UnsafeRawBufferPointer(digits)) ^ 1
            for position in 0..<checksumCount {
                digits[digitCount + position] = UInt8(truncatingIfNeeded: sum >> (5 * (5 - position))) & 31
            }
        }
        let isUpperCase = prefix.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let start = Array(prefix.utf8) + [UInt8(ascii: "1")]
        return digits.withUnsafeBytes { digits in
            SecretBytes(count: start.count + digits.count) { text in
                text.copyBytes(from: start)
                for (position, digit) in digits.enumerated() {
                    let letter = alphabet[Int(digit)]
                    let isLetter = letter >= UInt8(ascii: "a")
                    text[start.count + position] = isUpperCase && isLetter ? letter - 32 : letter
                }
            }
        }
    }

    private static func digit(of letter: UInt8, isUpperCase: Bool) -> UInt8? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z") where isUpperCase:
            alphabet.firstIndex(of: letter + 32).map { UInt8($0) }
        case UInt8(ascii: "a")...UInt8(ascii: "z") where isUpperCase:
            nil
        default:
            alphabet.firstIndex(of: letter).map { UInt8($0) }
        }
    }

    /// The remainder that a valid text leaves is 1 (BIP 173, "Checksum").
    private static func checksum(_ prefix: String, _ digits: UnsafeRawBufferPointer) -> UInt32 {
        var remainder: UInt32 = 1
        func add(_ digit: UInt8) {
            let top = remainder >> 25
            remainder = (remainder & 0x1FF_FFFF) << 5 ^ UInt32(digit)
            for (bit, term) in [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3].enumerated()
            where top >> UInt32(bit) & 1 == 1 {
                remainder ^= UInt32(term)
            }
        }
        // The checksum is that of the lower-case form.
        let lowered = prefix.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        for letter in lowered { add(letter >> 5) }
        add(0)
        for letter in lowered { add(letter & 31) }
        for digit in digits { add(digit) }
        return remainder
    }

    /// The five bits at a place, the last ones filled up with zeros.
    private static func fiveBits(of bytes: UnsafeRawBufferPointer, at bit: Int) -> UInt8 {
        let first = UInt16(bytes[bit / 8])
        let second = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
        return UInt8(truncatingIfNeeded: (first << 8 | second) >> UInt16(11 - bit % 8)) & 31
    }

    /// The bytes of groups of five bits; nil if what is left over is a whole group or not zero.
    private static func regroup(_ digits: Slice<UnsafeRawBufferPointer>) -> SecretBytes? {
        let bitsLeft = digits.count * 5 % 8
        guard bitsLeft < 5, bitsLeft == 0 || (digits.last ?? 0) & (1 << UInt8(bitsLeft) - 1) == 0 else { return nil }
        return SecretBytes(count: digits.count * 5 / 8) { bytes in
            var collected: UInt32 = 0
            var bits = 0
            var position = 0
            for digit in digits {
                collected = (collected << 5 | UInt32(digit)) & 0xFFFF
                bits += 5
                if bits >= 8 {
                    bits -= 8
                    bytes[position] = UInt8(truncatingIfNeeded: collected >> UInt32(bits))
                    position += 1
                }
            }
        }
    }
}
