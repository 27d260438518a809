import Glibc

/// A moment in UTC, to the second: when a snapshot was taken or seen again. From 1970 to 9999.
package struct SnapshotTime: Sendable, Hashable, Comparable {
    /// Since 1970-01-01T00:00:00Z, without leap seconds.
    package let secondsSince1970: Int

    private static let lastSecond = 253_402_300_799

    /// Moments before 1970 or after 9999 become the nearest one that can be written.
    package init(secondsSince1970: Int) {
        self.secondsSince1970 = min(max(secondsSince1970, 0), Self.lastSecond)
    }

    /// The computer's clock.
    package static func now() -> SnapshotTime {
        SnapshotTime(secondsSince1970: time(nil))
    }

    /// `2026-11-22T14:35:06Z`. Nil for every other form and for days and times that do not exist.
    package init?(_ text: String) {
        self.init(text, timeSeparator: ":")
    }

    /// `2026-11-22T143506Z`, the form in file names. Nil for every other form.
    init?(fileName text: String) {
        self.init(text, timeSeparator: "")
    }

    private init?(_ text: String, timeSeparator: String) {
        let bytes = Array(text.utf8)
        var position = 0
        func number(_ digits: Int) -> Int? {
            guard position + digits <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[position..<position + digits] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            position += digits
            return value
        }
        func skip(_ separator: String) -> Bool {
            guard bytes[position...].starts(with: separator.utf8) else { return false }
            position += separator.utf8.count
            return true
        }
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2), skip("T"),
            let hour = number(2), skip(timeSeparator), let minute = number(2), skip(timeSeparator),
            let second = number(2), skip("Z"), position == bytes.count,
            year >= 1970, (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        secondsSince1970 = days * 86_400 + hour * 3_600 + minute * 60 + second
        // The 30th of February comes back as another day.
        guard Self.date(ofDay: days) == (year, month, day) else { return nil }
    }

    /// The form in file names: no colons, which some file systems refuse.
    var fileName: String { text(timeSeparator: "") }

    private func text(timeSeparator separator: String) -> String {
        let (year, month, day) = Self.date(ofDay: secondsSince1970 / 86_400)
        let second = secondsSince1970 % 86_400
        let date = "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
        let time = [second / 3_600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }
        return date + "T" + time.joined(separator: separator) + "Z"
    }

    package static func < (left: SnapshotTime, right: SnapshotTime) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    // MARK: The Gregorian calendar, counted in eras of 400 years that begin on 1 March

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return shifted / 400 * 146_097 + dayOfEra - 719_468
    }

    private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = shifted / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

extension SnapshotTime: CustomStringConvertible {
    /// `2026-11-22T14:35:06Z`
    package var description: String { text(timeSeparator: ":") }
}
