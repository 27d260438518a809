/// The camera's own clock: real time since the start, plus what tests and writes to `system/system-time` add.
struct CameraClock: Sendable {
    /// Seconds since 1970 (UTC) that the clock showed when it was started.
    private var base: Int
    private var startedAt: ContinuousClock.Instant
    private var advanced: Duration = .zero

    init(startingAt seconds: Int) {
        base = seconds
        startedAt = .now
    }

    /// A time line that only moves forward: for sessions and locks.
    var uptime: Duration {
        startedAt.duration(to: .now) + advanced
    }

    /// Seconds since 1970, UTC.
    var seconds: Int {
        base + Int(clamping: uptime.components.seconds)
    }

    mutating func advance(by duration: Duration) {
        advanced += duration
    }

    /// Sets the wall clock; sessions and locks do not notice.
    mutating func set(seconds: Int) {
        base += seconds - self.seconds
    }
}

/// A date and time of day without a zone, as the camera shows it.
struct CivilTime: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int

    /// The civil time of a number of seconds since 1970 (algorithm of H. Hinnant, `civil_from_days`).
    init(seconds: Int) {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3600
        minute = rest % 3600 / 60
        second = rest % 60
    }

    /// Nil unless all parts are in their ranges.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard (1970...2100).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Seconds since 1970 (`days_from_civil`).
    var seconds: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return ((era * 146_097 + dayOfEra - 719_468) * 24 + hour) * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC for the camera's `timeZone` index 0–48 (field facts, Values).
    static func offset(ofTimeZone index: Int) -> Int {
        (24 - max(0, min(48, index))) * 1800
    }
}

/// The `datetime` text of a login or an encrypted message: `YYYY-MM-DDThh:mm:ss`, with or without an ISO 8601 offset
/// (field facts, Session 2: clients in daily use send both).
enum DatetimeText {
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, matches(bytes[..<19], "dddd-dd-ddTdd:dd:dd") else { return false }
        let rest = bytes[19...]
        return rest.isEmpty || matches(rest, "Z") || matches(rest, "+dd:dd") || matches(rest, "-dd:dd")
    }

    /// `d` in the pattern stands for a digit, everything else for itself.
    private static func matches(_ bytes: ArraySlice<UInt8>, _ pattern: String) -> Bool {
        bytes.count == pattern.utf8.count
            && zip(bytes, pattern.utf8).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "d")
                    ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == wanted
            }
    }
}
