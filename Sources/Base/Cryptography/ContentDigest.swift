/// A SHA-256 digest as CamKeep writes it: `sha256:` and 64 lower-case hexadecimal digits.
package struct ContentDigest: Sendable, Hashable {
    /// `sha256:…`
    package let text: String

    private static let prefix = "sha256:"

    /// The digest of bytes.
    package init(of bytes: some Collection<UInt8>) {
        text = Self.prefix + HexEncoding.encode(SHA256.hash(bytes))
    }

    /// Nil if the text is not a digest in exactly this form.
    package init?(_ text: String) {
        guard text.utf8.starts(with: Self.prefix.utf8) else { return nil }
        let digits = String(decoding: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
        guard HexEncoding.decode(digits)?.count == SHA256.digestByteCount else { return nil }
        self.text = text
    }

    /// The 64 digits alone, as `sha256sum` prints them.
    package var hexDigits: String {
        String(decoding: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)
    }
}

extension ContentDigest: CustomStringConvertible {
    package var description: String { text }
}
