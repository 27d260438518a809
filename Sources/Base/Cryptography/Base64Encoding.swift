import FoundationEssentials

/// Bytes as base64 text (RFC 4648, part 4: the usual alphabet, with padding, without line breaks).
package enum Base64Encoding {
    /// The text of `bytes`.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        Data(bytes).base64EncodedString()
    }

    /// The bytes of a text that `encode` could have written, else nil.
    ///
    /// Missing padding, line breaks and stray bits after the last byte are refused.
    package static func decode(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return [UInt8](data)
    }
}
