import CameraSchema
import JSONTree

/// Which values a camera accepts. It refuses a value outside of its field's range, list or enumeration with the code for
/// parameter errors (document, section 5: "Request parameter content error").
///
/// No field fact says that a camera would clamp a value instead. A camera always accepts the value that it has and those of its
/// factory settings, because some of the document's examples are in no table.
struct ValueRules {
    private static let minutesOfDay = 0...1440

    /// The section as it leaves the factory.
    let defaults: JSONValue

    /// The stored object around the value, which may hold its bounds.
    let siblings: JSONObject

    /// The fields of that object.
    let fields: [Field]

    /// - Parameter value: in plain text, also if it was encrypted
    func accept(_ value: JSONValue, instead old: JSONValue?, of field: Field) -> Bool {
        let number = value.tolerantInteger
        guard value != old, number == nil || number != old?.tolerantInteger else { return true }
        switch field.type {
        case .integer:
            guard let number else { return false }
            return Self.accept(number, field) && isWithinBounds(number, field.limits)
        case .toggle:
            return value.boolValue != nil
                || number.map { (0...1).contains($0) }
                    ?? ["true", "false"].contains(value.stringValue)
        case .enumeration(let enumeration):
            guard let number else { return false }
            return enumeration.names.isEmpty || enumeration.names[number] != nil
                || defaults.numbers(below: field.storedName).contains(number)
        case .bitmask:
            return number.map { $0 >= 0 } ?? false
        case .timeOfDay:
            return number.map(Self.minutesOfDay.contains) ?? false
        case .text:
            guard let text = value.stringValue else { return false }
            return field.maximumBytes.map { text.utf8.count <= $0 } ?? true
        case .schedule(let shape):
            let known = defaults.numbers(below: field.storedName)
            return Self.periods(value).allSatisfy { Self.accept(period: $0, shape: shape, known: known) }
        case .grid, .geometry, .object, .list, .json:
            return true
        }
    }

    private static func accept(_ number: Int, _ field: Field) -> Bool {
        number >= field.minimum ?? .min && number <= field.maximum ?? .max
            && (field.allowed.isEmpty || field.allowed.contains(number))
    }

    private func isWithinBounds(_ number: Int, _ limits: Field.Limits) -> Bool {
        func bound(_ name: String?) -> JSONValue? {
            fields.first { $0.name == name }.flatMap { siblings[$0.storedName] }
        }
        let list = bound(limits.list)?.arrayValue?.compactMap(\.tolerantInteger) ?? []
        return number >= bound(limits.minimum)?.tolerantInteger ?? .min
            && number <= bound(limits.maximum)?.tolerantInteger ?? .max && (list.isEmpty || list.contains(number))
    }

    /// The lists of two or three numbers, at any depth.
    private static func periods(_ value: JSONValue) -> [[Int]] {
        switch value {
        case .array(let items):
            let numbers = items.compactMap(\.tolerantInteger)
            return numbers.count == items.count && !items.isEmpty ? [numbers] : items.flatMap(periods)
        case .object(let members):
            return members.flatMap { periods($0.value) }
        default:
            return []
        }
    }

    private static func accept(period: [Int], shape: ScheduleShape, known: Set<Int>) -> Bool {
        guard period.prefix(2).allSatisfy(minutesOfDay.contains) else { return false }
        guard period.count > 2, let types = shape.recordTypes, !types.names.isEmpty else { return true }
        return types.names[period[2]] != nil || known.contains(period[2])
    }
}

extension JSONValue {
    /// The integers in all members of this name.
    fileprivate func numbers(below name: String, isInside: Bool = false) -> Set<Int> {
        switch self {
        case .object(let members):
            members.reduce(into: []) {
                $0.formUnion($1.value.numbers(below: name, isInside: isInside || $1.key == name))
            }
        case .array(let items):
            items.reduce(into: []) { $0.formUnion($1.numbers(below: name, isInside: isInside)) }
        default:
            isInside ? Set([tolerantInteger].compactMap(\.self)) : []
        }
    }
}
