import Cryptography

/// One way to the file key, for one recipient (age v1, "Recipient stanza").
struct Stanza: Sendable, Equatable {
    /// The kind of recipient, then what this kind needs.
    let arguments: [String]
    /// The wrapped file key.
    let body: [UInt8]

    static let start = "-> "
    /// How many letters of base64 a line has; the last one has fewer.
    static let columns = 64

    var kind: String { arguments.first ?? "" }

    /// The lines of it, as they stand in a header.
    var encoded: [UInt8] {
        var text = Self.start + arguments.joined(separator: " ") + "\n"
        var rest = UnpaddedBase64.encode(body)[...]
        while rest.utf8.count >= Self.columns {
            text += rest.prefix(Self.columns) + "\n"
            rest = rest.dropFirst(Self.columns)
        }
        return Array((text + rest + "\n").utf8)
    }
}

/// Base64 as the header of an age file has it: the usual alphabet, without padding, with one text for each value.
enum UnpaddedBase64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let padded = Base64Encoding.encode(bytes)
        return String(padded.prefix { $0 != "=" })
    }

    /// Nil for anything that `encode` could not have written.
    static func decode(_ text: String) -> [UInt8]? {
        guard !text.utf8.contains(UInt8(ascii: "=")), text.utf8.count % 4 != 1 else { return nil }
        let padding = (4 - text.utf8.count % 4) % 4
        return Base64Encoding.decode(text + String(repeating: "=", count: padding))
    }
}
