package import Snapshots

/// From when on a history is told, as the user writes it: a date such as `2026-11`, `2026-11-01` or `2026-11-01T14:35`, in UTC,
/// or how long ago: `12h`, `7d`, `3w`.
package enum StartTime {
    private static let hours: [Character: Int] = ["h": 1, "d": 24, "w": 24 * 7]
    private static let template = Array("0000-01-01T00:00:00Z".utf8)

    /// Nil if the text is neither.
    package static func time(_ text: String, now: SnapshotTime) -> SnapshotTime? {
        if let unit = text.last.flatMap({ hours[$0] }) {
            let digits = text.dropLast()
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(digits),
                count <= 1_000_000
            else { return nil }
            return SnapshotTime(secondsSince1970: now.secondsSince1970 - count * unit * 3_600)
        }
        // The beginning of a time, filled up with the earliest rest; a second digit of a month or a day alone is none.
        let bytes = Array(text.utf8)
        guard [4, 7, 10, 13, 16, 19, 20].contains(bytes.count) else { return nil }
        return SnapshotTime(String(decoding: bytes + template[bytes.count...], as: UTF8.self))
    }
}
