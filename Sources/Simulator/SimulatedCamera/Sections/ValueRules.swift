import CameraSchema
import JSONTree

/// Which values a camera takes: a value outside of its field's range, list or enumeration is refused with the code for
/// parameter errors (document, section 5: "Request parameter content error").
///
/// No fact says that a camera would clamp a value instead. A camera always takes back the value that it has, and those
/// with which it leaves the factory: some of the document's examples are in no table.
enum ValueRules {
    private static let minutesOfDay = 0...1440

    /// - Parameters:
    ///   - value: in plain text, what was encrypted.
    ///   - defaults: the section as it leaves the factory.
    ///   - siblings: the stored object around the value, and its fields, where its bounds may stand.
    static func accept(
        _ value: JSONValue, instead old: JSONValue?, defaults: JSONValue, _ field: Field, siblings: JSONObject,
        _ fields: [Field]
    ) -> Bool {
        let number = value.tolerantInteger
        guard value != old, number == nil || number != old?.tolerantInteger else { return true }
        switch field.type {
        case .integer:
            guard let number else { return false }
            return accept(number, field) && accept(number, field.limits, siblings: siblings, fields)
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
            return number.map(minutesOfDay.contains) ?? false
        case .text:
            guard let text = value.stringValue else { return false }
            return field.maximumBytes.map { text.utf8.count <= $0 } ?? true
        case .schedule(let shape):
            let known = defaults.numbers(below: field.storedName)
            return periods(value).allSatisfy { accept(period: $0, shape, known) }
        case .grid, .geometry, .object, .list, .json:
            return true
        }
    }

    private static func accept(_ number: Int, _ field: Field) -> Bool {
        number >= field.minimum ?? .min && number <= field.maximum ?? .max
            && (field.allowed.isEmpty || field.allowed.contains(number))
    }

    private static func accept(
        _ number: Int, _ limits: Field.Limits, siblings: JSONObject, _ fields: [Field]
    ) -> Bool {
        func bound(_ name: String?) -> JSONValue? {
            fields.first { $0.name == name }.flatMap { siblings[$0.storedName] }
        }
        let list = bound(limits.list)?.arrayValue?.compactMap(\.tolerantInteger) ?? []
        return number >= bound(limits.minimum)?.tolerantInteger ?? .min
            && number <= bound(limits.maximum)?.tolerantInteger ?? .max && (list.isEmpty || list.contains(number))
    }

    /// The lists of two or three numbers, however deep they stand.
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

    private static func accept(period: [Int], _ shape: ScheduleShape, _ known: Set<Int>) -> Bool {
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
