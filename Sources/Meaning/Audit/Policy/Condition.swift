package import Configuration
package import JSONTree

/// What must hold of one value.
package indirect enum Condition: Sendable, Hashable {
    case equals(JSONValue)
    case oneOf([JSONValue])
    case not(Condition)
    /// A text that fits a pattern from beginning to end, in which `*` stands for any text.
    case matches(String)
    /// An integer within both bounds.
    case range(minimum: Int?, maximum: Int?)
    case present(Bool)
    case scheduleCovers(ScheduleDemand)
    case secretSet(Bool)
    /// A secret that is none of these texts.
    case secretNoneOf([String])
    case firmwareAtLeast(FirmwareVersion)

    static let names: Set<String> = [
        "equals", "oneOf", "not", "matches", "range", "present", "scheduleCovers", "secretSet", "secretNoneOf",
        "firmwareAtLeast",
    ]

    /// Reads the one condition of an object, which may have other members.
    init(_ node: FileNode) throws(AuditFileError) {
        let named = node.members.names.filter(Self.names.contains)
        guard let name = named.first else {
            throw node.error("there is no condition; it can be \(Self.names.sorted().joined(separator: ", "))")
        }
        guard named.count == 1 else {
            throw node.error("there are two conditions, \(named[0]) and \(named[1])", at: named[1])
        }
        switch name {
        case "equals": self = .equals(try node.value(name))
        case "oneOf": self = .oneOf(try node.list(name))
        case "not":
            let child = try node.child(name)
            try child.allowOnly(Self.names)
            self = .not(try Condition(child))
        case "matches": self = .matches(try node.text(name))
        case "range": self = try Self.range(node.child(name))
        case "present": self = .present(try node.flag(name))
        case "scheduleCovers": self = .scheduleCovers(try ScheduleDemand(node.child(name)))
        case "secretSet": self = .secretSet(try node.flag(name))
        case "secretNoneOf": self = .secretNoneOf(try node.texts(name))
        default:
            guard let version = FirmwareVersion(try node.text(name)) else {
                throw node.error("a version is digits and dots: 21.1.20.2", at: name)
            }
            self = .firmwareAtLeast(version)
        }
    }

    private static func range(_ node: FileNode) throws(AuditFileError) -> Condition {
        try node.allowOnly(["minimum", "maximum"])
        let (minimum, maximum) = (try node.integer("minimum"), try node.integer("maximum"))
        guard minimum != nil || maximum != nil else { throw node.error("a range needs a minimum or a maximum") }
        if let minimum, let maximum, minimum > maximum { throw node.error("the minimum is above the maximum") }
        return .range(minimum: minimum, maximum: maximum)
    }
}

/// Hours of some weekdays that a schedule must cover.
package struct ScheduleDemand: Sendable, Hashable {
    /// As ``WeeklySchedule/weekdays`` has them.
    package var weekdays: [String]
    package var from: TimeOfDay
    package var to: TimeOfDay

    init(_ node: FileNode) throws(AuditFileError) {
        try node.allowOnly(["weekdays", "from", "to"])
        weekdays = try node.texts("weekdays")
        for (position, day) in weekdays.enumerated() where !WeeklySchedule.weekdays.contains(day) {
            throw node.error(
                "\"\(day)\" is not one of \(WeeklySchedule.weekdays.joined(separator: ", "))",
                at: node.pointer.appending("weekdays").appending(position))
        }
        from = try Self.time("from", node)
        to = try Self.time("to", node)
        guard from < to else { throw node.error("the time ends before it begins", at: "to") }
    }

    private static func time(_ name: String, _ node: FileNode) throws(AuditFileError) -> TimeOfDay {
        guard let time = TimeOfDay(try node.text(name)) else {
            throw node.error("a time is HH:MM from 00:00 to 24:00", at: name)
        }
        return time
    }

    /// Whether a schedule covers the hours on all the days, whatever the kind of its intervals is.
    func isCovered(by schedule: WeeklySchedule) -> Bool {
        weekdays.allSatisfy { weekday in
            guard let position = WeeklySchedule.weekdays.firstIndex(of: weekday), position < schedule.days.count else {
                return false
            }
            var reached = from
            for interval in schedule.days[position].intervals.sorted(by: { $0.start < $1.start }) {
                guard interval.start <= reached else { break }
                reached = max(reached, interval.end)
            }
            return reached >= to
        }
    }
}

/// The numbers of a firmware version, compared one after the other.
package struct FirmwareVersion: Sendable, Hashable, Comparable {
    package let numbers: [Int]

    /// `21.1.20.2`; nil for everything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == parts.count, numbers.count > 1 else { return nil }
        self.numbers = numbers
    }

    /// The version at the end of a camera's text: `3516CV500_IMX307_X10T1A1M0C0P1_W_20.1.12.6`.
    package init?(in text: String) {
        let isPart = { (character: Character) in character == "." || character.isASCII && character.isNumber }
        guard let last = text.split(whereSeparator: { !isPart($0) }).last, text.hasSuffix(last) else { return nil }
        self.init(String(last))
    }

    package static func < (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
        for position in 0..<max(left.numbers.count, right.numbers.count) {
            let (left, right) = (left.number(position), right.number(position))
            if left != right { return left < right }
        }
        return false
    }

    /// `1.0` and `1.0.0` are the same version.
    package static func == (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
        !(left < right) && !(right < left)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(numbers.first)
    }

    private func number(_ position: Int) -> Int {
        position < numbers.count ? numbers[position] : 0
    }
}

extension FirmwareVersion: CustomStringConvertible {
    package var description: String { numbers.map(String.init).joined(separator: ".") }
}
