/// A JSON number as it was written: its text is kept, because `1`, `1.0` and `1e0` are different answers of a camera.
package struct JSONNumber: Sendable, Hashable {
    /// The number's text, which follows the JSON grammar.
    package let text: String

    package init(_ value: Int) {
        text = String(value)
    }

    /// Nil for infinities and NaN, which JSON does not have.
    package init?(_ value: Double) {
        guard let text = Self.canonicalText(of: value) else { return nil }
        self.text = text
    }

    /// - Parameter text: a text that is known to follow the JSON grammar.
    init(validated text: String) {
        self.text = text
    }

    /// The value, if it is written as an integer that fits 64 bits.
    package var integer: Int? {
        Int(text)
    }

    /// The nearest double, or nil if the number overflows it.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// The text that RFC 8785 gives to this number (ECMAScript's shortest form), or nil if a double cannot hold it.
    package var canonicalText: String? {
        if isSmallInteger { return text }
        if let integer, integer.magnitude <= Self.largestExactInteger { return String(integer) }
        return double.flatMap(Self.canonicalText(of:))
    }

    /// Whether the canonical form says exactly what the camera wrote.
    package var isCanonical: Bool {
        canonicalText == text
    }

    /// Whether this is `0` or an integer of up to 15 digits, as nearly all numbers of a configuration are. Doubles hold them all.
    private var isSmallInteger: Bool {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard digits.first != UInt8(ascii: "0") else { return text == "0" }
        return digits.count <= 15 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// 2^53: beyond it not every integer is a double.
    private static let largestExactInteger: UInt = 1 << 53

    /// ECMAScript's `Number::toString`, as RFC 8785, 3.2.2.3 wants it, from the shortest digits that Swift finds.
    private static func canonicalText(of value: Double) -> String? {
        guard value.isFinite else { return nil }
        if value == 0 { return "0" }
        let (digits, exponent) = shortestDigits(of: value.magnitude)
        let sign = value < 0 ? "-" : ""
        let count = digits.count
        if count <= exponent, exponent <= 21 {
            return sign + digits + String(repeating: "0", count: exponent - count)
        }
        if 0 < exponent, exponent <= 21 {
            return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
        }
        if -6 < exponent, exponent <= 0 {
            return sign + "0." + String(repeating: "0", count: -exponent) + digits
        }
        let power = exponent - 1
        let fraction = count == 1 ? "" : "." + digits.dropFirst()
        return sign + digits.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
    }

    /// The shortest digits d₁d₂…dₙ and the exponent e with value = 0.d₁d₂…dₙ × 10^e, read off Swift's description.
    private static func shortestDigits(of value: Double) -> (digits: String, exponent: Int) {
        var digits = ""
        var exponent = 0
        var pointSeen = false
        let parts = value.description.split(separator: "e", maxSplits: 1)
        for character in parts[0] {
            if character == "." {
                pointSeen = true
            } else if digits.isEmpty, character == "0" {
                if pointSeen { exponent -= 1 }
            } else {
                digits.append(character)
                if !pointSeen { exponent += 1 }
            }
        }
        if parts.count == 2, let power = Int(parts[1]) { exponent += power }
        while digits.last == "0" { digits.removeLast() }
        return (digits, exponent)
    }
}

extension JSONNumber {
    /// Nil if the text does not follow the JSON grammar.
    package init?(text: String) {
        let limits = JSONReader.Limits(bytes: 1000, depth: 1)
        guard case .number(let number)? = try? JSONReader.readStrictly(Array(text.utf8), limits: limits),
            number.text == text
        else { return nil }
        self = number
    }
}
