import Glibc
import JSONTree
import Text

/// How standard error is written, the value of `--log`.
package enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line.
    case json
}

package enum LogLevel: String, Sendable, Hashable, CaseIterable {
    case info
    case warning
    case error
}

/// A line of the structured log.
enum LogLine {
    static func now(
        _ level: LogLevel, _ message: String, hint: String? = nil, fields: JSONObject = JSONObject()
    ) -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return text(at: time, level, message, hint: hint, fields: fields)
    }

    /// `{"time":"2026-11-22T14:35:06.123Z","level":"info","message":…}` and a line break. No field can replace one of these.
    static func text(
        at time: timespec, _ level: LogLevel, _ message: String, hint: String?, fields: JSONObject
    ) -> String {
        var line = JSONObject([
            ("time", .string(text(time))), ("level", .string(level.rawValue)), ("message", .string(message)),
        ])
        line["hint"] = hint.map(JSONValue.string)
        for (name, value) in fields where line[name] == nil { line[name] = value }
        return HarmlessText.escapedJSON(JSONValue.object(line).compactText) + "\n"
    }

    /// RFC 3339, in UTC, with milliseconds.
    private static func text(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var date = tm()
        gmtime_r(&seconds, &date)
        func digits(_ value: Int, _ count: Int = 2) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let day = "\(digits(Int(date.tm_year) + 1900, 4))-\(digits(Int(date.tm_mon) + 1))-\(digits(Int(date.tm_mday)))"
        let hour = [date.tm_hour, date.tm_min, date.tm_sec].map { digits(Int($0)) }.joined(separator: ":")
        return "\(day)T\(hour).\(digits(time.tv_nsec / 1_000_000, 3))Z"
    }
}
