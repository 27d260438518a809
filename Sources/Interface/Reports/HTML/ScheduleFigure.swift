import CameraSchema
import Configuration
import SemanticDiff

/// Two weeks side by side: a row for each day from Monday, the hours from left to right, what changed outlined.
struct ScheduleFigure {
    private static let labelWidth = 36.0
    private static let hourWidth = 12.0
    private static let rowHeight = 19.0
    private static let rowDistance = 24.0
    private static let top = 6.0
    private static let width = labelWidth + 24 * hourWidth + 20
    private static let height = top + 7 * rowDistance + 15
    /// A camera has 8 periods a day, some 24; a file can have any number.
    private static let mostPeriods = 100

    private let change: ScheduleChange
    private let id: String
    /// The kinds of recording on both sides, in order.
    private let recordTypes: [Int?]
    /// How many kinds share a row's height, because periods overlap.
    private let lanes: Int

    init(_ change: ScheduleChange, id: String) {
        self.change = change
        self.id = id
        let days = change.old.days + change.new.days
        recordTypes = Array(Set(days.flatMap { $0.intervals.map(\.recordType) })).sorted { ($0 ?? -1) < ($1 ?? -1) }
        lanes = days.contains { Self.overlaps($0.intervals) } ? min(max(recordTypes.count, 1), 6) : 1
    }

    private static func overlaps(_ intervals: [ScheduleChange.Interval]) -> Bool {
        let sorted = intervals.sorted { $0.start < $1.start }
        return zip(sorted, sorted.dropFirst()).contains { $0.end > $1.start }
    }

    var nodes: [HTMLNode] {
        [
            .tag(
                "div", class: "pair",
                [
                    week(change.old, "Before", outlined: [("lost", { $0.removed })]),
                    week(change.new, "After", outlined: [("ghost", { $0.removed }), ("gained", { $0.added })]),
                ]),
            .tag("ul", class: "key", key),
        ]
    }

    private typealias Outline = (look: String, intervals: (ScheduleChange.Days) -> [ScheduleChange.Interval])

    private func week(_ schedule: WeeklySchedule, _ side: String, outlined: [Outline]) -> HTMLNode {
        let part = side.lowercased()
        let summary = ScheduleWording.summary(schedule)
        let content =
            Self.hours + rows(schedule)
            + outlined.flatMap { outline in
                change.days.flatMap { group in
                    let data = outline.intervals(group).prefix(Self.mostPeriods)
                    return group.days.flatMap { day in
                        data.map {
                            SVG.rectangle(outline.look, area($0, day: day).inset(by: outline.look == "ghost" ? 0.8 : 0))
                        }
                    }
                }
            }
        return .tag(
            "figure", class: "week",
            [
                .tag("figcaption", [.tag("b", side), .text(" " + summary)]),
                SVG.image(
                    "schedule", id: "\(id)-\(part)", width: Self.width, height: Self.height,
                    title: "The week \(part) the change",
                    description: ScheduleWording.week(schedule, change.shape).joined(separator: "; "), content),
            ])
    }

    // MARK: - Rows

    private func rows(_ schedule: WeeklySchedule) -> [HTMLNode] {
        Weekdays.shown.enumerated().flatMap { position, day -> [HTMLNode] in
            guard day < schedule.days.count else { return [] }
            let isChanged = change.days.contains { $0.days.contains(day) }
            let y = Self.top + Double(position) * Self.rowDistance
            let track = SVG.Area(x: Self.labelWidth, y: y, width: 24 * Self.hourWidth, height: Self.rowHeight)
            let label = SVG.label(isChanged ? "day changed" : "day", x: 0, y: y + 14.5, Weekdays.short[day])
            let periods = schedule.days[day].intervals.prefix(Self.mostPeriods).flatMap { interval in
                RecordPattern(interval.recordType, change.shape).nodes(area(interval, day: day))
            }
            return [SVG.rectangle("track", track), label] + periods + mode(schedule.days[day], y)
        }
    }

    private func mode(_ day: WeeklySchedule.Day, _ y: Double) -> [HTMLNode] {
        guard let mode = day.mode else { return [] }
        let name = change.shape.dayModes?.names[mode] ?? "mode \(mode)"
        return [SVG.label("mode", x: Self.labelWidth + 6, y: y + 14.5, name)]
    }

    private func area(_ interval: ScheduleChange.Interval, day: Int) -> SVG.Area {
        let row = Weekdays.shown.firstIndex(of: day) ?? 0
        let laneHeight = Self.rowHeight / Double(lanes)
        let lane = lanes == 1 ? 0 : min(recordTypes.firstIndex(of: interval.recordType) ?? 0, lanes - 1)
        let minute = Self.hourWidth / 60
        return SVG.Area(
            x: Self.labelWidth + Double(interval.start.minutes) * minute,
            y: Self.top + Double(row) * Self.rowDistance + Double(lane) * laneHeight,
            width: Double(interval.end.minutes - interval.start.minutes) * minute, height: laneHeight)
    }

    // MARK: - Hours

    private static let hours: [HTMLNode] = {
        let bottom = top + 7 * rowDistance - 5
        func lines(_ hours: [Int]) -> String {
            hours.map { SVG.move(x($0), top - 3) + "V\(SVG.number(bottom + 3))" }.joined()
        }
        let labels = stride(from: 0, through: 24, by: 6).map { hour in
            SVG.label("hour", x: x(hour), y: height - 2, "\(hour < 10 ? "0" : "")\(hour):00")
        }
        return [
            SVG.path("hours fine", lines(Array(stride(from: 3, to: 24, by: 6)))),
            SVG.path("hours", lines(Array(stride(from: 0, through: 24, by: 6)))),
        ] + labels
    }()

    private static func x(_ hour: Int) -> Double {
        labelWidth + Double(hour) * hourWidth
    }

    // MARK: - Key

    private var key: [HTMLNode] {
        let area = SVG.Area(x: 1, y: 1, width: 22, height: 12)
        let kinds = recordTypes.prefix(20).map { recordType in
            ChangeFigure.keyEntry(
                RecordPattern(recordType, change.shape).nodes(area),
                recordType.map { ScheduleWording.recordType($0, change.shape) } ?? "on")
        }
        let outlines = [
            ("gained", "added", change.days.contains { !$0.added.isEmpty }),
            ("lost", "removed", change.days.contains { !$0.removed.isEmpty }),
        ]
        return kinds
            + outlines.filter(\.2).map { look, text, _ in
                ChangeFigure.keyEntry([SVG.rectangle(look, area)], text)
            }
    }
}
