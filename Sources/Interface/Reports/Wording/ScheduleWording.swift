package import CameraSchema
package import Configuration
package import SemanticDiff

/// Says how a week's schedule changed: one sentence for each group of days that changed in the same way.
package struct ScheduleWording {
    private let shape: ScheduleShape

    package static func sentences(_ change: ScheduleChange) -> [String] {
        ScheduleWording(shape: change.shape).sentences(change)
    }

    private func sentences(_ change: ScheduleChange) -> [String] {
        if change.new.isNever { return ["cleared, now never (was \(Self.summary(change.old)))"] }
        if change.new.isAlways, !change.old.isAlways, Self.isUntyped(change.new) {
            return ["now all day, every day (was \(Self.summary(change.old)))"]
        }
        return change.days.map { days in "\(Weekdays.names(days.days)) \(words(days))" }
    }

    /// `all day, every day`, `never`, or the hours of a week.
    package static func summary(_ schedule: WeeklySchedule) -> String {
        if schedule.isNever { return "never" }
        if schedule.isAlways, isUntyped(schedule) { return "all day, every day" }
        let minutes = schedule.days.flatMap(\.intervals).reduce(0) { $0 + $1.end.minutes - $1.start.minutes }
        return "\(Quantity.duration(minutes: minutes)) a week"
    }

    /// The whole week, equal days together: `Mon–Fri 08:00–18:00`, `Sat, Sun never`.
    package static func week(_ schedule: WeeklySchedule, _ shape: ScheduleShape) -> [String] {
        if schedule.isNever { return ["never"] }
        let wording = ScheduleWording(shape: shape)
        var groups: [(day: WeeklySchedule.Day, positions: [Int])] = []
        for position in Weekdays.shown where position < schedule.days.count {
            let day = schedule.days[position]
            if let same = groups.firstIndex(where: { $0.day == day }) {
                groups[same].positions.append(position)
            } else {
                groups.append((day, [position]))
            }
        }
        return groups.map { "\(Weekdays.names($0.positions)) \(wording.day($0.day))" }
    }

    /// `motion`; the number where the schema has no name.
    package static func recordType(_ number: Int, _ shape: ScheduleShape) -> String {
        ScheduleWording(shape: shape).recordType(number)
    }

    private static func isUntyped(_ schedule: WeeklySchedule) -> Bool {
        schedule.days.allSatisfy { $0.intervals.count <= 1 && $0.intervals.allSatisfy { $0.recordType == nil } }
    }

    // MARK: - One group of days

    private func words(_ days: ScheduleChange.Days) -> String {
        let each = days.days.count > 1 ? " each" : ""
        let balance = days.minutes == 0 ? "" : " (\(Quantity.signedDuration(minutes: days.minutes))\(each))"
        if days.old.mode != days.new.mode { return "\(day(days.old)) → \(day(days.new))" }
        if days.new.intervals.isEmpty { return "cleared\(balance)" }
        if days.old.intervals.isEmpty { return "now \(intervals(days.new.intervals))\(balance)" }
        return (edge(days) ?? edits(days)) + balance
    }

    /// Both sides have one interval of the same type, and an end of it moved.
    private func edge(_ days: ScheduleChange.Days) -> String? {
        guard days.old.intervals.count == 1, days.new.intervals.count == 1, let old = days.old.intervals.first,
            let new = days.new.intervals.first, old.recordType == new.recordType
        else { return nil }
        switch (old.start == new.start, old.end == new.end) {
        case (true, false): return "now ends at \(time(new.end)) instead of \(time(old.end))"
        case (false, true): return "now begins at \(time(new.start)) instead of \(time(old.start))"
        case (false, false): return "\(interval(old)) → \(interval(new))"
        case (true, true): return nil
        }
    }

    private func edits(_ days: ScheduleChange.Days) -> String {
        let (added, removed) = (days.added, days.removed)
        if let retyped = retyped(added, removed) { return retyped }
        let parts = [(added, "added"), (removed, "removed")].filter { !$0.0.isEmpty }.map { list, verb in
            "\(intervals(list)) \(verb)"
        }
        return parts.isEmpty ? "\(day(days.old)) → \(day(days.new))" : parts.joined(separator: "; ")
    }

    /// The same times with another record type.
    private func retyped(_ added: [WeeklySchedule.Interval], _ removed: [WeeklySchedule.Interval]) -> String? {
        guard let new = commonType(added), let old = commonType(removed), added.map(times) == removed.map(times) else {
            return nil
        }
        return "\(added.map(times).joined(separator: ", ")) \(recordType(old)) → \(recordType(new))"
    }

    private func commonType(_ list: [WeeklySchedule.Interval]) -> Int? {
        guard let type = list.first?.recordType else { return nil }
        return list.allSatisfy { $0.recordType == type } ? type : nil
    }

    private func day(_ day: WeeklySchedule.Day) -> String {
        let periods = day.intervals.isEmpty ? "never" : intervals(day.intervals)
        return day.mode.map { "mode \(mode($0)), \(periods)" } ?? periods
    }

    private func intervals(_ list: [WeeklySchedule.Interval]) -> String {
        if let type = commonType(list) { return "\(list.map(times).joined(separator: ", ")) \(recordType(type))" }
        return list.map(interval).joined(separator: ", ")
    }

    private func interval(_ interval: WeeklySchedule.Interval) -> String {
        interval.recordType.map { "\(times(interval)) \(recordType($0))" } ?? times(interval)
    }

    private func times(_ interval: WeeklySchedule.Interval) -> String {
        let isWholeDay = interval.start.minutes == 0 && interval.end.minutes == TimeOfDay.minutesPerDay
        return isWholeDay ? "all day" : "\(interval.start)–\(interval.end)"
    }

    private func recordType(_ number: Int) -> String {
        shape.recordTypes?.names[number] ?? "type \(number)"
    }

    private func mode(_ number: Int) -> String {
        shape.dayModes?.names[number] ?? "\(number)"
    }

    private func time(_ time: TimeOfDay) -> String {
        time.minutes == TimeOfDay.minutesPerDay || time.minutes == 0 ? "midnight" : time.description
    }
}
