import CameraSchema
import JSONTree
import TestSupport

/// Makes up settings in canonical form that the camera's wire form can hold.
struct CanonicalGenerator {
    private var random: SeededGenerator
    private var junk: RandomJSON
    private let direction: Direction

    init(seed: UInt64, _ direction: Direction) {
        random = SeededGenerator(seed: seed)
        junk = RandomJSON(seed: seed)
        self.direction = direction
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    /// Nil for what has no canonical form of its own, and for secrets.
    mutating func value(for field: Field) -> JSONValue? {
        guard field.role != .secret else { return nil }
        switch field.type {
        case .toggle: return .bool(Bool.random(using: &random))
        case .integer: return .integer(number(-10...100_000))
        case .text: return .string(junk.text())
        case .enumeration(let names):
            let number = (names.names.keys.sorted() + [991]).randomElement(using: &random) ?? 0
            return names.canonicalText(of: number).map(JSONValue.string) ?? .integer(number)
        case .bitmask(let names):
            let bits = (0..<53).filter { _ in number(0...9) == 0 }
            return .array(bits.map { .string(names.canonicalText(ofBit: $0)) })
        case .timeOfDay: return .string(time(number(0...1440)))
        case .schedule(let shape): return schedule(shape)
        case .grid(let shape): return grid(shape)
        case .geometry(let shape): return figure(shape)
        case .object(let fields): return object(fields)
        case .list(let item, let identity): return list(item, identity)
        case .json: return nil
        }
    }

    private func time(_ minutes: Int) -> String {
        func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return pair(minutes / 60) + ":" + pair(minutes % 60)
    }

    private mutating func object(_ fields: [Field]) -> JSONValue {
        var object = JSONObject()
        for field in fields where field.occurs(in: direction) {
            if let value = value(for: field) { object[field.name] = value }
        }
        return .object(object)
    }

    private mutating func list(_ item: Field, _ identity: ListIdentity) -> JSONValue {
        let items = (0..<3).compactMap { _ in value(for: item) }
        guard case .key(let key) = identity else { return .array(items) }
        var keyed = JSONObject()
        for item in items {
            guard let identifier = item[key], identifier != "" else { continue }
            let name = identifier.integerValue ?? identifier.stringValue.flatMap(Enumeration.number(inCanonical:))
            keyed[name.map(String.init) ?? identifier.stringValue ?? ""] = item
        }
        return .object(keyed)
    }

    private mutating func schedule(_ shape: ScheduleShape) -> JSONValue {
        let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        return .object(JSONObject(weekdays.map { ($0, day(shape)) }))
    }

    private mutating func day(_ shape: ScheduleShape) -> JSONValue {
        var bounds = Set((0..<number(0...shape.slots) * 2).map { _ in number(0...1440) }).sorted()
        if !bounds.count.isMultiple(of: 2) { bounds.removeLast() }
        let periods = stride(from: 0, to: bounds.count, by: 2).map { position in
            JSONValue.string("\(time(bounds[position]))-\(time(bounds[position + 1]))" + recordType(shape))
        }
        guard case .dayObjects(let names) = shape.layout[direction], number(0...1) == 0 else { return .array(periods) }
        let mode = names.modes.names.keys.sorted().first { $0 != names.standardMode } ?? 99
        return [
            "mode": names.modes.canonicalText(of: mode).map(JSONValue.string) ?? .integer(mode),
            "periods": .array(periods),
        ]
    }

    private mutating func recordType(_ shape: ScheduleShape) -> String {
        guard let types = shape.recordTypes else { return "" }
        let number = (types.names.keys.sorted() + [88, -4]).randomElement(using: &random) ?? 0
        return " " + (types.canonicalText(of: number) ?? "type \(number)")
    }

    private mutating func grid(_ shape: GridShape) -> JSONValue {
        var cells = JSONObject()
        for row in 0..<shape.wireRows where number(0...2) == 0 {
            let start = number(0...20)
            cells[String(row)] = ["\(start)", "\(start)-31", "\(start)-\(start + 1),\(start + 3)"].randomElement(
                using: &random
            ).map(JSONValue.string)
        }
        return number(0...1) == 0
            ? ["columns": 22, "rows": 18, "cells": .object(cells)] : ["columns": 8, "rows": 8, "cells": .object(cells)]
    }

    private mutating func figure(_ shape: GeometryShape) -> JSONValue {
        let points = (0..<shape.members.count / 2).map { _ in
            JSONValue.array([.integer(number(0...shape.scale)), .integer(number(0...shape.scale))])
        }
        return shape.figure == .polygon ? .array(points) : ["from": points[0], "to": points[1]]
    }
}
