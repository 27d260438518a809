package import CameraSchema
package import JSONTree
import TestSupport

/// Makes up what cameras could send for a field: mostly what the schema expects, in any of the forms seen, and now and then something else.
package struct WireGenerator {
    private var random: SeededGenerator
    private var junk: RandomJSON
    private let direction: Direction
    /// Stands before every text that travels encrypted.
    package static let cipherMark = "enc:"

    package init(seed: UInt64, _ direction: Direction) {
        random = SeededGenerator(seed: seed)
        junk = RandomJSON(seed: seed ^ 0xABCD)
        self.direction = direction
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func pick<Element>(_ choices: [Element], or other: Element) -> Element {
        choices.randomElement(using: &random) ?? other
    }

    package mutating func value(for field: Field) -> JSONValue {
        if chance(4) { return junk.value(depth: 3) }
        if chance(2) { return .null }
        if field.encryption != .never || field.role == .secret {
            switch field.type {
            case .object, .list: break
            default: return secret(field)
            }
        }
        switch field.type {
        case .toggle: return chance(80) ? scalar(number(0...1)) : pick(["true", "false", 2, "yes"], or: .null)
        case .integer: return scalar(integer())
        case .text: return text()
        case .enumeration(let names): return scalar(pick(names.names.keys.sorted() + [77, -3], or: 0))
        case .bitmask: return scalar(pick([0, 1, 8, 9, 41, 1 << 40, number(0...255), -1], or: 0))
        case .timeOfDay: return scalar(number(-5...1450))
        case .schedule(let shape): return schedule(shape)
        case .grid(let shape): return .object(grid(shape))
        case .geometry(let shape): return .object(withExtras(figure(shape)))
        case .object(let fields): return .object(withExtras(members(fields)))
        case .list(let item, _): return .array((0..<number(0...4)).map { _ in value(for: item) })
        case .json: return junk.value(depth: 3)
        }
    }

    // MARK: Plain values

    private mutating func integer() -> Int {
        pick([0, 1, 2, -1, 80, 65535, 1 << 53, 1 << 53 + 1, -(1 << 53), number(0...5000)], or: 0)
    }

    /// The number in one of the forms in which cameras send numbers.
    private mutating func scalar(_ value: Int) -> JSONValue {
        if chance(60) { return .integer(value) }
        let texts = ["\(value).0", "\(value)e0", "\(value).5", "\(value)E+2", "\(value)"]
        switch number(0...5) {
        case 0: return .string("\(value)")
        case 1: return .string(pick(["0\(value)", "+\(value)", " \(value)", "\(value).0", ""], or: ""))
        case 2: return JSONNumber(text: pick(texts, or: "0")).map(JSONValue.number) ?? .null
        case 3: return .bool(value != 0)
        case 4: return .string("\(value)")
        default: return .integer(value)
        }
    }

    private mutating func text() -> JSONValue {
        chance(60) ? .string(junk.text()) : chance(70) ? scalar(integer()) : .bool(true)
    }

    private mutating func secret(_ field: Field) -> JSONValue {
        if chance(10) { return scalar(integer()) }
        if chance(10) { return "" }
        let isEncrypted = field.encryption == .always || field.encryption == .maybe && chance(50)
        return .string((isEncrypted ? Self.cipherMark : "") + junk.text() + "x")
    }

    // MARK: Composite values

    private mutating func schedule(_ shape: ScheduleShape) -> JSONValue {
        let count = chance(92) ? 7 : number(0...8)
        return .array((0..<count).map { _ in day(shape) })
    }

    private mutating func day(_ shape: ScheduleShape) -> JSONValue {
        let periods = JSONValue.array((0..<number(0...shape.slots + 1)).map { _ in period(shape) })
        guard case .dayObjects(let names) = shape.layout[direction] else { return periods }
        var day = JSONObject([
            (names.modeName, scalar(pick([names.standardMode, 0, 1, 9], or: 0))), (names.periodsName, periods),
        ])
        if chance(3) { day["extra"] = 1 }
        if chance(2) { day[names.modeName] = nil }
        return .object(day)
    }

    private mutating func period(_ shape: ScheduleShape) -> JSONValue {
        if chance(15) { return [] }
        let times = [0, 0, 60, 480, 481, 720, 1440, number(0...1440)]
        var bounds = [pick(times, or: 0), pick(times, or: 0)]
        if chance(97) { bounds.sort() }
        if shape.recordTypes != nil || chance(1) { bounds.append(pick([0, 1, 2, -1, 9], or: 0)) }
        let plain = chance(95)
        return .array(bounds.map { plain ? .integer($0) : scalar($0) })
    }

    private mutating func grid(_ shape: GridShape) -> JSONObject {
        let rows = chance(70) ? shape.wireRows : number(0...70)
        let masks = [0, 0, 1, 0x3FFC00, 0xFFFF_FFFF, -1, Int(Int32.min), 1 << 32]
        let area = (0..<rows).map { _ in
            chance(99) ? JSONValue.integer(pick(Array(masks.prefix(7)), or: 0)) : scalar(pick(masks, or: 0))
        }
        var object = JSONObject([
            (shape.delimiterName, scalar(pick([32, 33, 33, 33, 16], or: 33))), (shape.areaName, .array(area)),
        ])
        if chance(15) { object[pick(["columns", "rows", "token", "area "], or: "")] = junk.value(depth: 2) }
        return object
    }

    private mutating func figure(_ shape: GeometryShape) -> JSONObject {
        var object = JSONObject(shape.members.map { ($0, scalar(number(-1...shape.scale))) })
        if chance(10), let name = shape.members.randomElement(using: &random) {
            object[name] = chance(50) ? nil : .null
        }
        if chance(5) { object[pick(["from", "to"], or: "")] = junk.value(depth: 1) }
        return object
    }

    private mutating func members(_ fields: [Field]) -> JSONObject {
        var object = JSONObject()
        for field in fields.shuffled(using: &random) where direction == .get || field.occurs(in: .set) {
            if chance(15) { continue }
            if case .geometry(let shape) = field.type, shape.isFlat {
                for (name, value) in figure(shape) { object[name] = value }
                continue
            }
            object[wireName(of: field)] = value(for: field)
            if chance(4) { object[wireName(of: field)] = value(for: field) }
        }
        return object
    }

    private mutating func wireName(of field: Field) -> String {
        if chance(80) { return field.wireName[direction] }
        let name = pick([field.wireName.get, field.wireName.set, field.name] + field.alsoNamed, or: field.name)
        return chance(70) ? name : pick([name + " ", " " + name, name + "  "], or: name)
    }

    /// With members that no schema knows, under all kinds of names.
    private mutating func withExtras(_ object: JSONObject) -> JSONObject {
        guard chance(40) else { return object }
        var result = object
        for _ in 0..<number(1...3) {
            let names = [
                "x/y~", "new", "new ", " new", "new (2)", "", " ", "frame", "userPassword", "token", junk.text(),
            ]
            result[pick(names, or: "")] = junk.value(depth: 3)
        }
        return result
    }
}
