package import CameraSchema
package import Configuration

/// How a week's schedule changed: days that changed alike are told together.
package struct ScheduleChange: Sendable, Hashable {
    package typealias Interval = WeeklySchedule.Interval

    package struct Days: Sendable, Hashable {
        /// Positions in the week, 0 is Sunday.
        package var days: [Int]
        package var old: WeeklySchedule.Day
        package var new: WeeklySchedule.Day

        /// What is covered now and was not before, by record type.
        package var added: [Interval] { Self.difference(new.intervals, old.intervals) }
        package var removed: [Interval] { Self.difference(old.intervals, new.intervals) }
        /// Difference of one day's covered time, in minutes.
        package var minutes: Int { new.coveredMinutes - old.coveredMinutes }

        /// The parts of the first intervals that no interval of the same record type in the second covers.
        static func difference(_ intervals: [Interval], _ others: [Interval]) -> [Interval] {
            intervals.flatMap { interval in
                others.filter { $0.recordType == interval.recordType }.reduce([interval]) { parts, other in
                    parts.flatMap { cut($0, other) }
                }
            }
        }

        private static func cut(_ interval: Interval, _ other: Interval) -> [Interval] {
            guard other.start < interval.end, interval.start < other.end else { return [interval] }
            var parts: [Interval] = []
            if interval.start < other.start {
                parts.append(Interval(start: interval.start, end: other.start, recordType: interval.recordType))
            }
            if other.end < interval.end {
                parts.append(Interval(start: other.end, end: interval.end, recordType: interval.recordType))
            }
            return parts
        }
    }

    /// The days that changed, in the order of the week.
    package var days: [Days]
    package var old: WeeklySchedule
    package var new: WeeklySchedule
    /// Names record types and modes.
    package var shape: ScheduleShape

    package var oldMinutes: Int { old.coveredMinutes }
    package var newMinutes: Int { new.coveredMinutes }

    init(old: WeeklySchedule, new: WeeklySchedule, shape: ScheduleShape) {
        self.shape = shape
        self.old = old
        self.new = new
        days = []
        for (position, pair) in zip(old.days, new.days).enumerated() where pair.0 != pair.1 {
            if let same = days.firstIndex(where: { $0.old == pair.0 && $0.new == pair.1 }) {
                days[same].days.append(position)
            } else {
                days.append(Days(days: [position], old: pair.0, new: pair.1))
            }
        }
    }
}

extension WeeklySchedule.Day {
    /// Time that at least one interval covers, in minutes: intervals of different record types may overlap.
    package var coveredMinutes: Int {
        var (covered, end) = (0, 0)
        for interval in intervals.sorted(by: { $0.start < $1.start }) {
            covered += max(0, interval.end.minutes - max(end, interval.start.minutes))
            end = max(end, interval.end.minutes)
        }
        return covered
    }
}

extension WeeklySchedule {
    /// Of a week, in minutes.
    package var coveredMinutes: Int { days.reduce(0) { $0 + $1.coveredMinutes } }

    /// Whether every day is covered from midnight to midnight, whatever the record type.
    package var isAlways: Bool {
        days.allSatisfy { day in
            day.mode == nil
                && day.intervals.contains { $0.start.minutes == 0 && $0.end.minutes == TimeOfDay.minutesPerDay }
        }
    }

    package var isNever: Bool {
        days.allSatisfy { $0.mode == nil && $0.intervals.isEmpty }
    }
}
