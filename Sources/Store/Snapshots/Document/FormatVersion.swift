/// The version of the snapshot format, `1.0`.
///
/// A greater minor version only adds members that an older reader may ignore; a greater major version changes what is there.
package struct FormatVersion: Sendable, Hashable {
    package let major: Int
    package let minor: Int

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// What this CamKeep writes.
    package static let current = FormatVersion(major: 1, minor: 0)

    /// Nil if the text is not two plain numbers with a point between them.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Self.number(parts[0]), let minor = Self.number(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    /// Up to four digits without a leading zero or a sign.
    private static func number(_ digits: Substring) -> Int? {
        guard digits.utf8.count <= 4, let value = Int(digits), value >= 0, String(value) == digits else { return nil }
        return value
    }
}

extension FormatVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor)" }
}
