import Cryptography

/// An age file as text (age v1, "ASCII armor"; RFC 7468, 3, in its strict form).
enum Armor {
    private static let begin = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    private static let end = Array("-----END AGE ENCRYPTED FILE-----".utf8)
    private static let columns = 64

    /// Whether a file is meant to be text: it begins, after white space, as PEM does, whatever its label is.
    static func isPresent(in file: [UInt8]) -> Bool {
        file[skippingSpace(file)...].starts(with: "-----BEGIN".utf8)
    }

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text = begin + [0x0A]
        var rest = Array(Base64Encoding.encode(bytes).utf8)[...]
        while !rest.isEmpty {
            text += rest.prefix(columns)
            text.append(0x0A)
            rest = rest.dropFirst(columns)
        }
        return text + end + [0x0A]
    }

    /// The bytes that a text stands for. White space around it and CR LF are taken; nothing else that could be written
    /// differently is.
    ///
    /// - Throws: ``SealingError`` with `.malformedArmor`
    static func decode(_ text: [UInt8]) throws(SealingError) -> [UInt8] {
        var position = skippingSpace(text)
        /// The next line without its end, which the last line of a file need not have.
        func line() -> ArraySlice<UInt8>? {
            guard position < text.count else { return nil }
            let end = text[position...].firstIndex(of: 0x0A) ?? text.count
            let line = text[position..<end]
            position = min(end + 1, text.count)
            return end < text.count && line.last == 0x0D ? line.dropLast() : line
        }
        guard line()?.elementsEqual(begin) == true else { throw malformed("its first line is malformed") }
        var base64: [UInt8] = []
        var hasShortLine = false
        while true {
            guard let line = line() else { throw malformed("its last line is missing") }
            if line.elementsEqual(end) { break }
            // The end may be followed by spaces before its line ends.
            if line.starts(with: end), line.dropFirst(end.count).allSatisfy(isSpace) { break }
            guard !hasShortLine, !line.isEmpty, line.count <= columns, line.allSatisfy({ !isSpace($0) }) else {
                throw malformed("a line of it is too long, too short or has spaces")
            }
            hasShortLine = line.count < columns
            base64 += line
        }
        guard text[position...].allSatisfy(isSpace) else { throw malformed("there is more after its end") }
        guard let bytes = Base64Encoding.decode(String(decoding: base64, as: UTF8.self)) else {
            throw malformed("its base64 is malformed")
        }
        return bytes
    }

    private static func skippingSpace(_ text: [UInt8]) -> Int {
        text.firstIndex { !isSpace($0) } ?? text.count
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func malformed(_ what: String) -> SealingError {
        SealingError(.malformedArmor, "the armoured text is damaged: \(what)")
    }
}
