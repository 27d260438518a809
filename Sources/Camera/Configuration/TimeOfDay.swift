/// A time of day in minutes since midnight, 0–1440 (field facts, Values); 1440 is the end of the day.
package struct TimeOfDay: Sendable, Hashable, Comparable {
    package static let minutesPerDay = 1440

    package let minutes: Int

    /// Nil beyond the day.
    package init?(minutes: Int) {
        guard (0...Self.minutesPerDay).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Nil if the text is not `HH:MM` within `00:00` and `24:00`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Self.number(parts[0]),
            let minutes = Self.number(parts[1]), minutes < 60
        else { return nil }
        self.init(minutes: hours * 60 + minutes)
    }

    private static func number(_ digits: some StringProtocol) -> Int? {
        digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(digits) : nil
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.minutes < right.minutes
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `06:30`
    package var description: String {
        Self.twoDigits(minutes / 60) + ":" + Self.twoDigits(minutes % 60)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
