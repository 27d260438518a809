package import JSONTree

/// Collects what is wrong with the schema's files while they are read.
final class SchemaProblems {
    private(set) var all: [SchemaProblem] = []
    private var seen: Set<SchemaProblem> = []

    func add(_ message: String, file: String, at pointer: JSONPointer = JSONPointer()) {
        let problem = SchemaProblem(file: file, pointer: pointer, message: message)
        // A structure is read wherever it is used; its faults are told once.
        if seen.insert(problem).inserted { all.append(problem) }
    }
}

/// An object of a schema file, with its place and typed access to its members.
struct SchemaNode {
    let file: String
    let pointer: JSONPointer
    let members: JSONObject
    let problems: SchemaProblems

    func problem(_ message: String, at member: String? = nil) {
        problems.add(message, file: file, at: member.map(pointer.appending) ?? pointer)
    }

    /// Reports members that are none of these names.
    func allowOnly(_ names: Set<String>) {
        for name in members.names where !names.contains(name) {
            problem("unknown member; known are \(names.sorted().joined(separator: ", "))", at: name)
        }
    }

    func has(_ name: String) -> Bool {
        members[name] != nil
    }

    private func noteWrongType(of name: String, _ value: JSONValue, expected: String) {
        problem("\(expected) is expected, this is \(value.typeName)", at: name)
    }

    func text(_ name: String) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.stringValue else {
            noteWrongType(of: name, value, expected: "text")
            return nil
        }
        return text
    }

    func requiredText(_ name: String) -> String {
        if !has(name) { problem("the member \"\(name)\" is missing") }
        return text(name) ?? ""
    }

    func integer(_ name: String) -> Int? {
        guard let value = members[name] else { return nil }
        guard let integer = value.integerValue else {
            noteWrongType(of: name, value, expected: "an integer")
            return nil
        }
        return integer
    }

    func requiredInteger(_ name: String) -> Int {
        if !has(name) { problem("the member \"\(name)\" is missing") }
        return integer(name) ?? 0
    }

    func flag(_ name: String) -> Bool {
        guard let value = members[name] else { return false }
        guard let flag = value.boolValue else {
            noteWrongType(of: name, value, expected: "true or false")
            return false
        }
        return flag
    }

    func integers(_ name: String) -> [Int] {
        list(name, expected: "a list of integers", \.integerValue)
    }

    func texts(_ name: String) -> [String] {
        list(name, expected: "a list of texts", \.stringValue)
    }

    private func list<Element>(_ name: String, expected: String, _ element: (JSONValue) -> Element?) -> [Element] {
        guard let value = members[name] else { return [] }
        guard let items = value.arrayValue else {
            noteWrongType(of: name, value, expected: expected)
            return []
        }
        let elements = items.compactMap(element)
        if elements.count != items.count { problem("\(expected) is expected", at: name) }
        return elements
    }

    /// One of the cases of an enumeration of texts.
    func choice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type) -> Choice? {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            problem("\"\(text)\" is not known here", at: name)
            return nil
        }
        return choice
    }

    func child(_ name: String) -> SchemaNode? {
        guard let value = members[name] else { return nil }
        guard let object = value.objectValue else {
            noteWrongType(of: name, value, expected: "an object")
            return nil
        }
        return SchemaNode(file: file, pointer: pointer.appending(name), members: object, problems: problems)
    }

    /// The object members of a child, by name.
    func children(of name: String) -> [(name: String, node: SchemaNode)] {
        guard let container = child(name) else { return [] }
        return container.members.names.compactMap { member in container.child(member).map { (member, $0) } }
    }

    /// The objects in a list.
    func items(of name: String) -> [SchemaNode] {
        guard let value = members[name] else { return [] }
        guard let items = value.arrayValue else {
            noteWrongType(of: name, value, expected: "a list of objects")
            return []
        }
        return items.enumerated().compactMap { position, item in
            let place = pointer.appending(name).appending(position)
            guard let object = item.objectValue else {
                problems.add("an object is expected, this is \(item.typeName)", file: file, at: place)
                return nil
            }
            return SchemaNode(file: file, pointer: place, members: object, problems: problems)
        }
    }

    /// A text, or one per direction.
    func perDirection(_ name: String) -> PerDirection<String>? {
        guard let value = members[name] else { return nil }
        if let text = value.stringValue { return PerDirection(both: text) }
        guard let node = child(name) else { return nil }
        node.allowOnly(["get", "set"])
        return PerDirection(get: node.requiredText("get"), set: node.requiredText("set"))
    }
}

/// A fault of a schema file.
package struct SchemaProblem: Sendable, Hashable {
    package let file: String
    package let pointer: JSONPointer
    package let message: String
}

extension SchemaProblem: CustomStringConvertible {
    package var description: String {
        pointer.steps.isEmpty ? "\(file): \(message)" : "\(file): \(pointer): \(message)"
    }
}

/// All faults that were found in the schema's files.
package struct SchemaError: Error, Sendable, CustomStringConvertible {
    package let problems: [SchemaProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
