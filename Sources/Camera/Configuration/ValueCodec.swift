import CameraSchema
import JSONTree

/// Turns one value from its wire form into its canonical form and back; objects and lists are walked by their callers.
enum ValueCodec {
    /// Nil if the value does not fit the type.
    static func canonical(_ wire: JSONValue, as type: ValueType, in direction: Direction) -> JSONValue? {
        switch type {
        case .toggle(let isInverted):
            return WireScalar.flag(wire).map { .bool($0 != isInverted) }
        case .integer:
            return WireScalar.integer(wire).map(JSONValue.integer)
        case .text:
            return text(wire)
        case .enumeration(let enumeration):
            return WireScalar.integer(wire).map { number in
                enumeration.canonicalText(of: number).map(JSONValue.string) ?? .integer(number)
            }
        case .bitmask(let enumeration):
            guard let mask = WireScalar.integer(wire), mask >= 0 else { return nil }
            let bits = (0..<Int.bitWidth - 1).filter { mask & (1 << $0) != 0 }
            return .array(bits.map { .string(enumeration.canonicalText(ofBit: $0)) })
        case .timeOfDay:
            return WireScalar.integer(wire).flatMap(TimeOfDay.init(minutes:)).map { .string($0.description) }
        case .schedule(let shape):
            return WeeklySchedule(wire: wire, shape, direction)?.json(shape)
        case .grid(let shape):
            return wire.objectValue.flatMap { CellGrid(wire: $0, shape) }?.json
        case .geometry(let shape):
            return wire.objectValue.flatMap { Figure(wire: $0, shape) }?.json(isPolygon: shape.figure == .polygon)
        case .object, .list, .json:
            return nil
        }
    }

    private static func text(_ wire: JSONValue) -> JSONValue? {
        switch wire {
        case .string: wire
        case .number(let number): .string(number.text)
        default: nil
        }
    }

    /// Nil if the value is not in the type's canonical form or does not fit the wire.
    static func wire(
        _ canonical: JSONValue, as type: ValueType, form: WireForm, in direction: Direction
    ) -> JSONValue? {
        switch type {
        case .toggle(let isInverted):
            return canonical.boolValue.map { WireScalar.encode($0 != isInverted ? 1 : 0, as: form) }
        case .text:
            guard let text = canonical.stringValue else { return nil }
            // A text such as 007 is no number: as one it would lose its zeros.
            guard form == .integer, let number = Int(text), String(number) == text else { return canonical }
            return WireScalar.encode(number, as: form)
        default:
            return numbers(canonical, as: type, in: direction).map { WireScalar.encodeNumbers(in: $0, as: form) }
        }
    }

    private static func numbers(_ canonical: JSONValue, as type: ValueType, in direction: Direction) -> JSONValue? {
        switch type {
        case .integer:
            return canonical.integerValue.map(JSONValue.integer)
        case .enumeration:
            let number = canonical.integerValue ?? canonical.stringValue.flatMap(Enumeration.number(inCanonical:))
            return number.map(JSONValue.integer)
        case .bitmask:
            guard let names = canonical.arrayValue else { return nil }
            let bits = names.compactMap { $0.stringValue.flatMap(Enumeration.bit(inCanonical:)) }
            guard bits.count == names.count else { return nil }
            return .integer(bits.reduce(0) { $0 | 1 << $1 })
        case .timeOfDay:
            return canonical.stringValue.flatMap { TimeOfDay($0) }.map { .integer($0.minutes) }
        case .schedule(let shape):
            return WeeklySchedule(json: canonical)?.wire(shape, direction)
        case .grid(let shape):
            return CellGrid(json: canonical)?.wire(shape).map(JSONValue.object)
        case .geometry(let shape):
            return Figure(json: canonical)?.wire(shape).map(JSONValue.object)
        case .toggle, .text, .object, .list, .json:
            return nil
        }
    }
}
