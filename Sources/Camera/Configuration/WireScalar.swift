import CameraSchema
import JSONTree

/// Reads and writes plain values in whatever JSON type a camera prefers (field facts, Values).
enum WireScalar {
    /// 2^53 − 1: what every JSON reader holds exactly.
    static let largestInteger = 1 << 53 - 1

    /// The integer that a number, a text of digits or a boolean stands for.
    static func integer(_ value: JSONValue) -> Int? {
        let integer: Int? =
            switch value {
            case .number(let number): number.integer ?? wholeNumber(number)
            case .string(let text): Int(text)
            case .bool(let flag): flag ? 1 : 0
            default: nil
            }
        guard let integer, integer.magnitude <= UInt(largestInteger) else { return nil }
        return integer
    }

    /// `1.0` and `1e2` are integers, too.
    private static func wholeNumber(_ number: JSONNumber) -> Int? {
        guard let double = number.double, double.magnitude <= Double(largestInteger) else { return nil }
        return Int(exactly: double)
    }

    static func flag(_ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let flag): return flag
        case .string("true"): return true
        case .string("false"): return false
        default:
            switch integer(value) {
            case 0: return false
            case 1: return true
            default: return nil
            }
        }
    }

    static func form(of value: JSONValue) -> WireForm? {
        switch value {
        case .bool: .boolean
        case .number: .integer
        case .string: .text
        default: nil
        }
    }

    /// The form of the first plain value inside, in canonical order: that of an object's members says nothing.
    static func firstForm(in value: JSONValue) -> WireForm? {
        switch value {
        case .array(let items): items.lazy.compactMap(firstForm).first
        case .object(let object): object.sortedMembers.lazy.compactMap { firstForm(in: $0.value) }.first
        default: form(of: value)
        }
    }

    static func encode(_ integer: Int, as form: WireForm) -> JSONValue {
        switch form {
        case .integer: .integer(integer)
        case .text: .string(String(integer))
        case .boolean: integer == 0 || integer == 1 ? .bool(integer == 1) : .integer(integer)
        }
    }

    /// The value with all integers inside in that form.
    static func encodeNumbers(in value: JSONValue, as form: WireForm) -> JSONValue {
        switch value {
        case .number(let number): number.integer.map { encode($0, as: form) } ?? value
        case .array(let items): .array(items.map { encodeNumbers(in: $0, as: form) })
        case .object(let object): .object(JSONObject(object.map { ($0.key, encodeNumbers(in: $0.value, as: form)) }))
        default: value
        }
    }
}
