/// A JSON value that loses nothing: numbers keep their text, objects keep the order of their members.
///
/// Two values are equal when they mean the same JSON: the order of an object's members does not count, everything else does,
/// down to the text of a number (`1` is not `1.0`) and the scalars of a string (a composed `é` is not a decomposed one).
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue: Equatable {
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.isSameText(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue: Hashable {
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value.utf8.count)
        case .array(let items):
            hasher.combine(items.count)
            for item in items { hasher.combine(item) }
        case .object(let object): hasher.combine(object.count)
        }
    }
}

extension String {
    /// Whether both texts have the same scalars: Swift's `==` takes canonically equivalent texts for equal,
    /// but a camera that shows another byte sequence has another setting.
    package func isSameText(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}

// MARK: - Access by type

extension JSONValue {
    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an integer, if it is a JSON number written as one.
    package var integerValue: Int? {
        if case .number(let value) = self { value.integer } else { nil }
    }

    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of that name, if this is an object that has one.
    package subscript(key: String) -> JSONValue? {
        objectValue?[key]
    }

    /// "a number", "an object", …: the JSON type as an error message says it.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

// MARK: - Literals

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }

    /// An integer as a JSON number.
    package static func integer(_ value: Int) -> JSONValue {
        .number(JSONNumber(value))
    }
}
