import CameraSchema
import Configuration
import JSONTree

extension ScheduleChange {
    var json: JSONObject {
        Detail.object(
            "schedule",
            (
                "minutes",
                [
                    "old": .integer(oldMinutes), "new": .integer(newMinutes),
                    "difference": .integer(newMinutes - oldMinutes),
                ]
            ), ("old", .string(old.extent)), ("new", .string(new.extent)), ("days", .array(days.map(json))))
    }

    private func json(_ group: Days) -> JSONValue {
        var object = JSONObject([
            ("days", .array(group.days.map { .string(WeeklySchedule.weekdays[$0]) })),
            ("added", json(group.added)), ("removed", json(group.removed)), ("old", json(group.old.intervals)),
            ("new", json(group.new.intervals)), ("minutes", .integer(group.minutes)),
        ])
        if group.old.mode != group.new.mode {
            var modes = JSONObject()
            modes["old"] = group.old.mode.map { json($0, shape.dayModes) }
            modes["new"] = group.new.mode.map { json($0, shape.dayModes) }
            object["mode"] = .object(modes)
        }
        return .object(object)
    }

    private func json(_ intervals: [Interval]) -> JSONValue {
        .array(
            intervals.map { interval in
                var object = JSONObject([
                    ("start", .string(interval.start.description)), ("end", .string(interval.end.description)),
                ])
                object["recordType"] = interval.recordType.map { json($0, shape.recordTypes) }
                return .object(object)
            })
    }

    private func json(_ number: Int, _ names: Enumeration?) -> JSONValue {
        var object = JSONObject([("number", .integer(number))])
        object["name"] = names?.names[number].map(JSONValue.string)
        return .object(object)
    }
}

extension WeeklySchedule {
    fileprivate var extent: String {
        isAlways ? "always" : isNever ? "never" : "partly"
    }
}
