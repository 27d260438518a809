import CameraSchema
import JSONTree

/// A value that the camera's limits do not allow.
struct LimitViolation {
    /// Names a limit: one that the camera itself does not keep is ignored.
    struct Rule: Hashable {
        let name: String
        let place: JSONPointer
    }

    let rule: Rule
    /// The places that could be left as they are instead, the most likely cause first.
    let blamed: [JSONPointer]
    /// `25 fps, at most 20 here`
    let words: String
}

/// Finds values outside the ranges of the schema, and outside those that the camera names beside them.
struct LimitCheck {
    private var violations: [LimitViolation] = []

    /// - Parameter config: the canonical section, with the camera's own limits in it
    static func violations(in config: JSONValue, of data: Field) -> [LimitViolation] {
        var check = LimitCheck()
        check.visit(config, data, at: JSONPointer(), siblings: JSONObject())
        return check.violations
    }

    private mutating func visit(_ value: JSONValue, _ field: Field, at place: JSONPointer, siblings: JSONObject) {
        switch (field.type, value) {
        case (.object(let fields), .object(let object)):
            for field in fields where field.role != .constraint {
                guard let member = object[field.name] else { continue }
                visit(member, field, at: place.appending(field.name), siblings: object)
            }
        case (.list(let item, _), .object(let keyed)):
            for (key, member) in keyed { visit(member, item, at: place.appending(key), siblings: JSONObject()) }
        case (.list(let item, _), .array(let items)):
            for (position, member) in items.enumerated() {
                visit(member, item, at: place.appending(position), siblings: JSONObject())
            }
        case (.text, .string(let text)):
            if let most = field.maximumBytes, text.utf8.count > most {
                report("bytes", at: place, "\(text.utf8.count) bytes, at most \(most)")
            }
        default:
            if let number = CanonicalNumber.of(value) { check(number, field, at: place, siblings: siblings) }
        }
    }

    private mutating func check(_ number: Int, _ field: Field, at place: JSONPointer, siblings: JSONObject) {
        func sibling(_ name: String?) -> Int? { name.flatMap { siblings[$0] }.flatMap(CanonicalNumber.of) }
        let unit = field.unit.map { " " + $0 } ?? ""
        if let least = field.minimum, number < least {
            report("minimum", at: place, "\(number)\(unit), at least \(least)")
        } else if let least = sibling(field.limits.minimum), number < least {
            report("camera's minimum", at: place, "\(number)\(unit), at least \(least) here")
        }
        if let most = field.maximum, number > most {
            report("maximum", at: place, "\(number)\(unit), at most \(most)")
        } else if let most = sibling(field.limits.maximum), number > most {
            report("camera's maximum", at: place, "\(number)\(unit), at most \(most) here")
        }
        if !field.allowed.isEmpty, !field.allowed.contains(number) {
            report("allowed", at: place, "\(number)\(unit), only \(Self.list(field.allowed))")
        }
        let listed = field.limits.list.flatMap { siblings[$0]?.arrayValue }?.compactMap(CanonicalNumber.of) ?? []
        if !listed.isEmpty, !listed.contains(number) {
            report("camera's list", at: place, "\(number)\(unit), here only \(Self.list(listed))")
        }
    }

    private mutating func report(_ rule: String, at place: JSONPointer, _ words: String) {
        violations.append(LimitViolation(rule: .init(name: rule, place: place), blamed: [place], words: words))
    }

    private static let shownValues = 8

    private static func list(_ numbers: [Int]) -> String {
        numbers.prefix(shownValues).map(String.init).joined(separator: ", ")
            + (numbers.count > shownValues ? ", …" : "")
    }
}

/// The number of a canonical value.
enum CanonicalNumber {
    /// The number of an integer, or of an enumeration's value such as `H.265 (1)`.
    static func of(_ value: JSONValue) -> Int? {
        value.integerValue ?? value.stringValue.flatMap(Enumeration.number(inCanonical:))
    }
}
