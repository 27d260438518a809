package import CameraSchema
package import JSONTree

/// A week's schedule: per weekday the merged intervals, apart by record type.
package struct WeeklySchedule: Sendable, Hashable {
    /// Sunday first, as on the wire (field facts, Values).
    package static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    /// Seven days, Sunday first.
    package var days: [Day]

    package struct Day: Sendable, Hashable {
        package var intervals: [Interval]
        /// A mode other than the standard one, where days have a mode.
        package var mode: Int?
    }

    package struct Interval: Sendable, Hashable {
        package var start: TimeOfDay
        package var end: TimeOfDay
        /// Nil where the schedule has no record types.
        package var recordType: Int?

        package init(start: TimeOfDay, end: TimeOfDay, recordType: Int? = nil) {
            self.start = start
            self.end = end
            self.recordType = recordType
        }
    }

    /// Sorts the intervals and joins those of one record type that touch or overlap.
    static func merged(_ intervals: [Interval]) -> [Interval] {
        var result: [Interval] = []
        var open: [Int?: Int] = [:]
        for interval in intervals.sorted(by: precedes) {
            if let position = open[interval.recordType], interval.start <= result[position].end {
                result[position].end = max(result[position].end, interval.end)
            } else {
                open[interval.recordType] = result.count
                result.append(interval)
            }
        }
        return result
    }

    private static func precedes(_ left: Interval, _ right: Interval) -> Bool {
        (left.start, left.recordType ?? -1, left.end) < (right.start, right.recordType ?? -1, right.end)
    }
}

// MARK: - Canonical form

extension WeeklySchedule {
    /// `{"sunday": ["00:00-24:00 motion (2)"], …}`; a day with a mode of its own is `{"mode": …, "periods": […]}`.
    package func json(_ shape: ScheduleShape) -> JSONValue {
        .object(JSONObject(zip(Self.weekdays, days.map { Self.json($0, shape) })))
    }

    private static func json(_ day: Day, _ shape: ScheduleShape) -> JSONValue {
        let periods = JSONValue.array(day.intervals.map { .string(text($0, shape)) })
        guard let mode = day.mode else { return periods }
        let modes = shape.dayObject?.modes
        return ["mode": modes?.canonicalText(of: mode).map(JSONValue.string) ?? .integer(mode), "periods": periods]
    }

    private static func text(_ interval: Interval, _ shape: ScheduleShape) -> String {
        let times = "\(interval.start)-\(interval.end)"
        guard let recordType = interval.recordType else { return times }
        return times + " " + (shape.recordTypes?.canonicalText(of: recordType) ?? "type \(recordType)")
    }

    /// Nil if the value is not the canonical form of a schedule.
    package init?(json: JSONValue) {
        guard let object = json.objectValue, object.count == Self.weekdays.count else { return nil }
        days = []
        for weekday in Self.weekdays {
            guard let day = object[weekday].flatMap(Self.day) else { return nil }
            days.append(day)
        }
    }

    private static func day(_ json: JSONValue) -> Day? {
        guard let items = json.arrayValue ?? json["periods"]?.arrayValue else { return nil }
        var mode: Int?
        if let value = json["mode"] {
            guard let number = value.integerValue ?? value.stringValue.flatMap(Enumeration.number(inCanonical:)) else {
                return nil
            }
            mode = number
        }
        // No wire has more slots than that; the time of comparing two days grows with the square.
        guard items.count <= 100 else { return nil }
        let intervals = items.compactMap { $0.stringValue.flatMap(interval) }
        guard intervals.count == items.count else { return nil }
        return Day(intervals: intervals, mode: mode)
    }

    private static func interval(_ text: String) -> Interval? {
        let parts = text.split(separator: " ", maxSplits: 1)
        let times = parts.first?.split(separator: "-", omittingEmptySubsequences: false) ?? []
        guard times.count == 2, let start = TimeOfDay(times[0]), let end = TimeOfDay(times[1]), start < end else {
            return nil
        }
        guard parts.count == 2 else { return Interval(start: start, end: end) }
        let name = String(parts[1])
        let unnamed = name.hasPrefix("type ") ? Int(name.dropFirst(5)) : nil
        guard let recordType = unnamed ?? Enumeration.number(inCanonical: name) else { return nil }
        return Interval(start: start, end: end, recordType: recordType)
    }
}

// MARK: - Wire form

extension WeeklySchedule {
    /// Nil if the value is no schedule of that shape: not seven days, a period that ends before it begins or leaves the day.
    init?(wire: JSONValue, _ shape: ScheduleShape, _ direction: Direction) {
        guard let items = wire.arrayValue, items.count == Self.weekdays.count else { return nil }
        days = []
        for item in items {
            guard let day = Self.day(wire: item, shape, shape.layout[direction]) else { return nil }
            days.append(day)
        }
    }

    private static func day(wire: JSONValue, _ shape: ScheduleShape, _ layout: ScheduleShape.Layout) -> Day? {
        switch layout {
        case .lists:
            return intervals(wire: wire, shape).map { Day(intervals: $0) }
        case .dayObjects(let names):
            guard let object = wire.objectValue, object.count == 2,
                let mode = object[names.modeName].flatMap(WireScalar.integer),
                let intervals = object[names.periodsName].flatMap({ intervals(wire: $0, shape) })
            else { return nil }
            return Day(intervals: intervals, mode: mode == names.standardMode ? nil : mode)
        }
    }

    private static func intervals(wire: JSONValue, _ shape: ScheduleShape) -> [Interval]? {
        guard let periods = wire.arrayValue else { return nil }
        var result: [Interval] = []
        for period in periods {
            guard let numbers = period.arrayValue?.map(WireScalar.integer) else { return nil }
            if numbers.isEmpty { continue }
            let recordType = numbers.count > 2 ? numbers[2] : nil
            guard numbers.count == (shape.recordTypes == nil ? 2 : 3),
                (recordType == nil) == (shape.recordTypes == nil),
                let start = numbers[0].flatMap(TimeOfDay.init(minutes:)),
                let end = numbers[1].flatMap(TimeOfDay.init(minutes:)), start <= end
            else { return nil }
            if start < end { result.append(Interval(start: start, end: end, recordType: recordType)) }
        }
        return merged(result)
    }

    /// Nil if the schedule does not fit the wire: more intervals than slots, or a mode where days have none.
    func wire(_ shape: ScheduleShape, _ direction: Direction) -> JSONValue? {
        var items: [JSONValue] = []
        for day in days {
            guard let periods = Self.wire(day.intervals, shape) else { return nil }
            switch shape.layout[direction] {
            case .lists:
                guard day.mode == nil else { return nil }
                items.append(periods)
            case .dayObjects(let names):
                items.append([names.modeName: .integer(day.mode ?? names.standardMode), names.periodsName: periods])
            }
        }
        return .array(items)
    }

    private static func wire(_ intervals: [Interval], _ shape: ScheduleShape) -> JSONValue? {
        guard intervals.count <= shape.slots else { return nil }
        let hasTypes = shape.recordTypes != nil
        var periods: [JSONValue] = []
        for interval in intervals {
            guard (interval.recordType != nil) == hasTypes else { return nil }
            let numbers = [interval.start.minutes, interval.end.minutes] + (interval.recordType.map { [$0] } ?? [])
            periods.append(.array(numbers.map(JSONValue.integer)))
        }
        let unused: JSONValue = shape.filler == .empty ? [] : hasTypes ? [0, 0, 0] : [0, 0]
        return .array(periods + Array(repeating: unused, count: shape.slots - periods.count))
    }
}

extension ScheduleShape {
    /// The meaning of a day's mode, where days have one.
    package var dayModes: Enumeration? { dayObject?.modes }

    var dayObject: DayObject? {
        for layout in [layout.get, layout.set] {
            if case .dayObjects(let names) = layout { return names }
        }
        return nil
    }
}
