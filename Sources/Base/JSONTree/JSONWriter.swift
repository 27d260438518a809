/// Writes JSON values as text.
package struct JSONWriter {
    private var bytes: [UInt8] = []
    private let style: Style

    private enum Style {
        /// RFC 8785: members sorted, no white space, numbers in ECMAScript's form.
        case canonical
        /// As the value stands: members in their order, numbers as written, no white space.
        case compact
        /// Members sorted and indented by two spaces, for people.
        case indented
    }

    private init(_ style: Style) {
        self.style = style
    }

    /// The canonical form of RFC 8785: equal values give equal bytes.
    ///
    /// A number that a double cannot hold exactly is written as the nearest one; the normaliser keeps such numbers as text.
    package static func canonical(_ value: JSONValue) -> [UInt8] {
        write(value, .canonical)
    }

    /// One line with the members in their own order, as it goes to a camera.
    package static func compact(_ value: JSONValue) -> [UInt8] {
        write(value, .compact)
    }

    /// Sorted and indented, with a line feed at the end.
    package static func indented(_ value: JSONValue) -> [UInt8] {
        write(value, .indented) + [UInt8(ascii: "\n")]
    }

    private static func write(_ value: JSONValue, _ style: Style) -> [UInt8] {
        var writer = JSONWriter(style)
        writer.append(value, level: 0)
        return writer.bytes
    }

    private mutating func append(_ value: JSONValue, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let number): append(style == .compact ? number.text : number.canonicalText ?? "null")
        case .string(let text): appendQuoted(text)
        case .array(let items):
            appendList(items, opening: "[", closing: "]", level: level) { $0.append($1, level: level + 1) }
        case .object(let object):
            let members = style == .compact ? Array(object) : object.sortedMembers
            appendList(members, opening: "{", closing: "}", level: level) { writer, member in
                writer.appendQuoted(member.key)
                writer.append(ascii: ":")
                if writer.style == .indented { writer.append(ascii: " ") }
                writer.append(member.value, level: level + 1)
            }
        }
    }

    private mutating func appendList<Element>(
        _ elements: [Element], opening: Unicode.Scalar, closing: Unicode.Scalar, level: Int,
        _ appendElement: (inout JSONWriter, Element) -> Void
    ) {
        append(ascii: opening)
        var isFirst = true
        for element in elements {
            if !isFirst { append(ascii: ",") }
            isFirst = false
            appendLineBreak(level: level + 1)
            appendElement(&self, element)
        }
        if !elements.isEmpty { appendLineBreak(level: level) }
        append(ascii: closing)
    }

    private mutating func appendLineBreak(level: Int) {
        guard style == .indented else { return }
        append(ascii: "\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
    }

    private mutating func append(ascii character: Unicode.Scalar) {
        bytes.append(UInt8(ascii: character))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func appendQuoted(_ text: String) {
        append(ascii: "\"")
        let needsEscapes = text.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if needsEscapes { appendEscaped(text) } else { append(text) }
        append(ascii: "\"")
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            case 0..<0x20:
                append("\\u00")
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 15))
            default: bytes.append(byte)
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension JSONValue {
    /// The indented text, for messages and tests.
    package var prettyText: String {
        String(decoding: JSONWriter.indented(self), as: UTF8.self)
    }

    /// The compact text, members in their own order.
    package var compactText: String {
        String(decoding: JSONWriter.compact(self), as: UTF8.self)
    }
}
