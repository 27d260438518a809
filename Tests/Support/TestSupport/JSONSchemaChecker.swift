package import JSONTree

/// Checks documents against a JSON Schema (draft 2020-12), with the keywords that CamKeep's own schemas use.
///
/// A keyword that it does not know is an error: a rule that is not checked must not look as if it were.
package struct JSONSchemaChecker {
    package struct UnknownKeyword: Error {
        package let keyword: String
    }

    package struct UnknownReference: Error {
        package let reference: String
    }

    private let root: JSONValue

    /// - Throws: ``UnknownKeyword`` if any part of the schema has one.
    package init(_ schema: JSONValue) throws {
        root = schema
        try Self.checkKeywords(schema)
    }

    /// What in the document breaks the schema, each with its place; empty if nothing does.
    package func violations(of document: JSONValue) throws -> [String] {
        try check(document, against: root, at: JSONPointer())
    }

    // MARK: The schema itself

    private static let annotations: Set<String> = ["$schema", "$id", "title", "description"]
    private static let subschemas: Set<String> = ["items", "propertyNames", "additionalProperties"]
    private static let namedSubschemas: Set<String> = ["properties", "$defs"]
    private static let listedSubschemas: Set<String> = ["oneOf"]
    private static let assertions: Set<String> = [
        "$ref", "type", "required", "const", "enum", "pattern", "minLength", "minimum", "minItems", "uniqueItems",
    ]

    private static func checkKeywords(_ schema: JSONValue) throws {
        for (keyword, value) in schema.objectValue ?? JSONObject() {
            if subschemas.contains(keyword) {
                try checkKeywords(value)
            } else if namedSubschemas.contains(keyword) {
                for (_, subschema) in value.objectValue ?? JSONObject() { try checkKeywords(subschema) }
            } else if listedSubschemas.contains(keyword) {
                for subschema in value.arrayValue ?? [] { try checkKeywords(subschema) }
            } else if !annotations.contains(keyword), !assertions.contains(keyword) {
                throw UnknownKeyword(keyword: keyword)
            }
        }
    }

    // MARK: Documents

    private func check(_ value: JSONValue, against schema: JSONValue, at place: JSONPointer) throws -> [String] {
        if let isAllowed = schema.boolValue { return isAllowed ? [] : ["\(place): not allowed here"] }
        guard let schema = schema.objectValue else { return [] }
        var violations: [String] = []
        if let reference = schema["$ref"]?.stringValue {
            guard reference.hasPrefix("#"), let pointer = JSONPointer(String(reference.dropFirst())),
                let target = root[pointer]
            else { throw UnknownReference(reference: reference) }
            violations += try check(value, against: target, at: place)
        }
        for (keyword, argument) in schema where !satisfies(value, keyword, argument: argument) {
            violations.append("\(place): breaks \(keyword) \(argument.compactText)")
        }
        if let choices = schema["oneOf"]?.arrayValue {
            let results = try choices.map { try check(value, against: $0, at: place) }
            if results.count(where: \.isEmpty) != 1 {
                violations.append("\(place): fits \(results.count(where: \.isEmpty)) of \(choices.count) choices")
                violations += results.joined()
            }
        }
        violations += try checkMembers(value, against: schema, at: place)
        if let items = value.arrayValue, let subschema = schema["items"] {
            for (position, item) in items.enumerated() {
                violations += try check(item, against: subschema, at: place.appending(position))
            }
        }
        return violations
    }

    private func checkMembers(_ value: JSONValue, against schema: JSONObject, at place: JSONPointer) throws -> [String]
    {
        var violations: [String] = []
        for (name, member) in value.objectValue ?? JSONObject() {
            let memberPlace = place.appending(name)
            if let names = schema["propertyNames"] {
                violations += try check(.string(name), against: names, at: memberPlace)
            }
            let properties = schema["properties"]?.objectValue
            if let subschema = properties?[name] ?? schema["additionalProperties"] {
                violations += try check(member, against: subschema, at: memberPlace)
            }
        }
        return violations
    }

    /// Whether a value satisfies one assertion; keywords for other types, and those checked elsewhere, are satisfied.
    private func satisfies(_ value: JSONValue, _ keyword: String, argument: JSONValue) -> Bool {
        switch (keyword, value) {
        case ("type", _): isOfType(value, argument.stringValue ?? "")
        case ("const", _): value == argument
        case ("enum", _): argument.arrayValue?.contains(value) ?? false
        case ("required", .object(let object)):
            (argument.arrayValue ?? []).allSatisfy { $0.stringValue.flatMap { object[$0] } != nil }
        case ("pattern", .string(let text)): matches(text, argument.stringValue ?? "")
        case ("minLength", .string(let text)): text.unicodeScalars.count >= argument.integerValue ?? 0
        case ("minimum", .number(let number)): (number.double ?? 0) >= Double(argument.integerValue ?? 0)
        case ("minItems", .array(let items)): items.count >= argument.integerValue ?? 0
        case ("uniqueItems", .array(let items)): Set(items).count == items.count
        default: true
        }
    }

    private func isOfType(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
            ("null", .null):
            true
        case ("integer", .number(let number)): number.integer != nil
        default: false
        }
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
        return text.firstMatch(of: expression) != nil
    }
}
