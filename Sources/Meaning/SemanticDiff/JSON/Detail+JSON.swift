import CameraSchema
import Configuration
import JSONTree

extension Detail {
    /// `{"type": "toggle", "on": true}` (docs/diff-format.md, Details)
    var json: JSONObject {
        switch self {
        case .toggle(let isOn): Self.object("toggle", ("on", .bool(isOn)))
        case .number(let number): number.json
        case .timeOfDay(let minutes): Self.object("timeOfDay", ("minutes", .integer(minutes)))
        case .enumeration(let old, let new): Self.object("enumeration", ("old", old.json), ("new", new.json))
        case .bitmask(let added, let removed):
            Self.object("bitmask", ("added", Self.bits(added)), ("removed", Self.bits(removed)))
        case .schedule(let schedule): schedule.json
        case .grid(let grid): grid.json
        case .figure(let figure): figure.json
        case .resolution(let resolution): resolution.json
        case .item(let name): Self.object("item", ("name", .string(name)))
        case .secret(let secret): Self.object("secret", ("outcome", .string(secret.rawValue)))
        case .section(let old, let new): Self.object("section", ("old", old.json), ("new", new.json))
        case .plain: Self.object("plain")
        }
    }

    static func object(_ type: String, _ members: (String, JSONValue)...) -> JSONObject {
        JSONObject([("type", .string(type))] + members)
    }

    private static func bits(_ names: [String]) -> JSONValue {
        .array(
            names.map { text in
                var object = JSONObject()
                object["bit"] = Enumeration.bit(inCanonical: text).map(JSONValue.integer)
                if let open = text.range(ofLast: " (bit ") { object["name"] = .string(String(text[..<open])) }
                return .object(object)
            })
    }

    /// The details that applying a change asks for; all others are plain.
    init?(json: JSONValue?, _ change: JSONValue) {
        guard let type = json?["type"]?.stringValue else { return nil }
        switch type {
        case "item":
            guard let name = json?["name"]?.stringValue else { return nil }
            self = .item(name: name)
        case "secret":
            guard let outcome = json?["outcome"]?.stringValue.flatMap(SecretChange.init) else { return nil }
            self = .secret(outcome)
        case "section":
            guard let old = SectionStatus(json: json?["old"]), let new = SectionStatus(json: json?["new"]) else {
                return nil
            }
            self = .section(old: old, new: new)
        case "resolution":
            guard let resolution = ResolutionChange(old: change["old"], new: change["new"]) else { return nil }
            self = .resolution(resolution)
        default: self = .plain
        }
    }
}

extension NumberChange {
    /// Without the difference if no integer holds it.
    fileprivate var json: JSONObject {
        var object = Detail.object("number", ("old", .integer(old)), ("new", .integer(new)))
        let (difference, isBeyond) = new.subtractingReportingOverflow(old)
        if !isBeyond { object["difference"] = .integer(difference) }
        object["unit"] = unit.map(JSONValue.string)
        return object
    }
}

extension NamedNumber {
    fileprivate var json: JSONValue {
        var object = JSONObject([("number", .integer(number))])
        object["name"] = name.map(JSONValue.string)
        return .object(object)
    }
}

extension ResolutionChange {
    fileprivate var json: JSONObject {
        Detail.object(
            "resolution", ("old", ["width": .integer(oldWidth), "height": .integer(oldHeight)]),
            ("new", ["width": .integer(newWidth), "height": .integer(newHeight)]))
    }

    fileprivate init?(old: JSONValue?, new: JSONValue?) {
        guard let oldWidth = old?["width"]?.integerValue, let oldHeight = old?["height"]?.integerValue,
            let newWidth = new?["width"]?.integerValue, let newHeight = new?["height"]?.integerValue
        else { return nil }
        self.init(oldWidth: oldWidth, oldHeight: oldHeight, newWidth: newWidth, newHeight: newHeight)
    }
}

extension SectionStatus {
    fileprivate var json: JSONValue {
        switch self {
        case .present: ["fate": "present"]
        case .absent: ["fate": "absent"]
        case .unsupported(let reason): ["fate": "unsupported", "reason": .string(reason)]
        case .failed(let reason): ["fate": "failed", "reason": .string(reason)]
        }
    }

    fileprivate init?(json: JSONValue?) {
        switch (json?["fate"]?.stringValue, json?["reason"]?.stringValue) {
        case ("present"?, _): self = .present
        case ("absent"?, _): self = .absent
        case ("unsupported"?, let reason?): self = .unsupported(reason: reason)
        case ("failed"?, let reason?): self = .failed(reason: reason)
        default: return nil
        }
    }
}

extension String {
    /// Where the mark last begins.
    fileprivate func range(ofLast mark: String) -> Index? {
        indices.last { self[$0...].hasPrefix(mark) }
    }
}

extension GridChange {
    var json: JSONObject {
        Detail.object(
            "grid", ("columns", .integer(new.columns)), ("rows", .integer(new.rows)), ("cells", .integer(total)),
            ("before", .integer(oldCount)), ("after", .integer(newCount)), ("added", .integer(added)),
            ("removed", .integer(removed)), ("addedCells", cells(new, without: old)),
            ("removedCells", cells(old, without: new)))
    }

    /// Ranges of columns by row, as in the canonical form of a grid.
    private func cells(_ grid: CellGrid, without other: CellGrid) -> JSONValue {
        var rest = grid
        rest.bits = grid.bits.reduce(into: [:]) { $0[$1.key] = $1.value & ~(other.bits[$1.key] ?? 0) }
        return rest.json["cells"] ?? [:]
    }
}

extension FigureChange {
    /// Areas in per mille of the picture; a line has none.
    var json: JSONObject {
        var object = Detail.object(
            "figure", ("figure", .string(shape.figure.rawValue)), ("outcome", .string(outcome.rawValue)))
        if let oldArea, let newArea {
            object["area"] = ["old": .integer(oldArea), "new": .integer(newArea)]
        }
        return object
    }
}

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
