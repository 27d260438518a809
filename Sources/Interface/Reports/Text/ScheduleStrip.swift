import CameraSchema
import Configuration
import SemanticDiff
import Text

/// The days of a week as rows of half-hours, before and after.
struct ScheduleStrip {
    private static let halfHours = 48
    /// `Mon–Fri ` before a row; `Mon–Fri old ` if the two sides are below each other.
    private static let dayWidth = 8
    private static let sideWidth = 4
    private static let gap = 2
    private static let free: Character = "·"
    /// Up to so many changed days are shown alone. With more, the whole week is.
    private static let fewDays = 3

    private let change: ScheduleChange
    private let style: OutputStyle
    /// The record types that occur, each with its sign.
    private let types: [(number: Int, sign: Character)]
    /// The days of each row.
    private let days: [[Int]]

    init(_ change: ScheduleChange, _ style: OutputStyle) {
        self.change = change
        self.style = style
        days = Self.days(change)
        let shown = days.compactMap(\.first).flatMap { [change.old.days[$0], change.new.days[$0]] }
        var numbers: [Int] = []
        for interval in shown.flatMap(\.intervals) {
            if let type = interval.recordType, !numbers.contains(type) { numbers.append(type) }
        }
        types = Array(zip(numbers, "█▒▚▞◆◇●○"))
    }

    /// Consecutive days with the same periods share one row. Unchanged days are shown only if many days changed.
    private static func days(_ change: ScheduleChange) -> [[Int]] {
        let changed = Set(change.days.flatMap(\.days))
        var rows: [[Int]] = []
        for day in Weekdays.shown where change.old.days.indices.contains(day) && change.new.days.indices.contains(day) {
            guard changed.count > fewDays || changed.contains(day) else { continue }
            if let last = rows.last?.last, follows(day, last), change.old.days[day] == change.old.days[last],
                change.new.days[day] == change.new.days[last]
            {
                rows[rows.count - 1].append(day)
            } else {
                rows.append([day])
            }
        }
        return rows
    }

    private static func follows(_ day: Int, _ other: Int) -> Bool {
        day == (other + 1) % 7
    }

    /// Nothing if the width is too small.
    func lines(width: Int) -> [String] {
        if width >= Self.dayWidth + 2 * Self.halfHours + Self.gap { return sideBySide + legend(width) }
        if width >= Self.dayWidth + Self.sideWidth + Self.halfHours { return aboveEachOther + legend(width) }
        return []
    }

    private var sideBySide: [String] {
        let gap = String(repeating: " ", count: Self.gap)
        let day = String(repeating: " ", count: Self.dayWidth)
        return [day + DisplayWidth.padded("before", to: Self.halfHours) + gap + "after"]
            + days.map { label($0) + row($0, side: .old) + gap + row($0, side: .new) }
            + [day + DisplayWidth.padded(Self.hours, to: Self.halfHours) + gap + Self.hours]
    }

    private var aboveEachOther: [String] {
        let day = String(repeating: " ", count: Self.dayWidth)
        let rows: [String] = days.flatMap { days -> [String] in
            [label(days) + "old " + row(days, side: .old), day + "new " + row(days, side: .new)]
        }
        return rows + [day + String(repeating: " ", count: Self.sideWidth) + Self.hours]
    }

    private func label(_ days: [Int]) -> String {
        let names = [days.first, days.count > 1 ? days.last : nil].compactMap { $0.map { Weekdays.short[$0] } }
        return DisplayWidth.padded(names.joined(separator: "–"), to: Self.dayWidth)
    }

    private static let hours = "0     3     6     9     12    15    18    21"

    // MARK: - Half-hours

    private enum Side {
        case old
        case new
    }

    private func row(_ days: [Int], side: Side) -> String {
        guard let day = days.first else { return "" }
        let (old, new) = (signs(change.old.days[day]), signs(change.new.days[day]))
        let signs = side == .new ? new : old
        var text = ""
        var run = ""
        var isMarked = false
        for position in 0..<Self.halfHours {
            // A period that came or went is marked only on the side that has it.
            if (old[position] != new[position] && signs[position] != Self.free) != isMarked {
                text += isMarked ? styled(run, side: side) : run
                (run, isMarked) = ("", !isMarked)
            }
            run.append(signs[position])
        }
        return text + (isMarked ? styled(run, side: side) : run)
    }

    private func styled(_ run: String, side: Side) -> String {
        side == .new ? style.green(run) : style.red(run)
    }

    private func signs(_ day: WeeklySchedule.Day) -> [Character] {
        (0..<Self.halfHours).map { sign(day.intervals, from: $0 * 30) }
    }

    /// The sign of the record type that covers most of the half-hour.
    private func sign(_ intervals: [WeeklySchedule.Interval], from start: Int) -> Character {
        var covered: [Int?: Int] = [:]
        for interval in intervals {
            let minutes = min(interval.end.minutes, start + 30) - max(interval.start.minutes, start)
            if minutes > 0 { covered[interval.recordType, default: 0] += minutes }
        }
        guard let most = covered.max(by: { ($0.value, -($0.key ?? 0)) < ($1.value, -($1.key ?? 0)) }) else {
            return "·"
        }
        if let type = most.key { return types.first { $0.number == type }?.sign ?? "?" }
        return most.value >= 30 ? "█" : "▌"
    }

    private func legend(_ width: Int) -> [String] {
        guard !types.isEmpty else { return [] }
        let words = types.map { "\($0.sign) \(change.shape.recordTypes?.names[$0.number] ?? "type \($0.number)")" }
        return TextLayout.wrapped(
            HarmlessText.escaped(words.joined(separator: ", ") + ", \(Self.free) none"), width: width)
    }
}
