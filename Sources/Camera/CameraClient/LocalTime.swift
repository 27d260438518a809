import Glibc

enum LocalTime {
    /// `YYYY-MM-DDThh:mm:ss` in the computer's time zone: a camera that checks the text against its own clock refuses UTC
    /// (field facts, Session 2).
    static var now: String {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec)]
        return date.map(twoDigits).joined(separator: "-") + "T" + clock.map(twoDigits).joined(separator: ":")
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
