import JSONTree

/// Reads one object of a policy or waiver file strictly: every fault names the file, the line and the rule.
struct FileNode {
    /// What holds for the whole file.
    struct Context {
        let file: String
        let bytes: [UInt8]
    }

    let context: Context
    let pointer: JSONPointer
    /// The rule or waiver that this object is or belongs to.
    var subject: String?
    let members: JSONObject

    private static let limits = JSONReader.Limits(bytes: 4 << 20, depth: 32)

    /// The root of a file.
    ///
    /// - Parameter format: what its `format` member must be; `version` must be 1.0
    init(_ bytes: [UInt8], file: String, format: String) throws(AuditFileError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.readStrictly(bytes, limits: Self.limits)
        } catch {
            let message = "\(error)".prefix { $0 != "(" }
            throw AuditFileError(
                file: file, line: error.line, column: error.column, subject: nil,
                message: String(message.last == " " ? message.dropLast() : message))
        }
        try self.init(value, at: JSONPointer(), Context(file: file, bytes: bytes), subject: nil)
        guard members["format"] == .string(format) else {
            throw error("this is not a file of that kind: \"format\" is not \"\(format)\"", at: "format")
        }
        guard members["version"] == "1.0" else { throw error("\"version\" is not \"1.0\"", at: "version") }
    }

    private init(
        _ value: JSONValue, at pointer: JSONPointer, _ context: Context, subject: String?
    ) throws(AuditFileError) {
        self.context = context
        self.pointer = pointer
        self.subject = subject
        guard case .object(let object) = value else {
            members = JSONObject()
            throw error("an object is expected, this is \(value.typeName)")
        }
        members = object
    }

    // MARK: - Faults

    /// - Parameter name: a member of this object; nil for the object itself
    func error(_ message: String, at name: String? = nil) -> AuditFileError {
        error(message, at: name.map { pointer.appending($0) } ?? pointer)
    }

    func error(_ message: String, at place: JSONPointer) -> AuditFileError {
        let (line, column) = ValuePosition.of(place, in: context.bytes)
        return AuditFileError(file: context.file, line: line, column: column, subject: subject, message: message)
    }

    func allowOnly(_ names: Set<String>) throws(AuditFileError) {
        for name in members.names where !names.contains(name) {
            throw error("there is no member \"\(name)\" here", at: name)
        }
    }

    // MARK: - Members

    func value(_ name: String) throws(AuditFileError) -> JSONValue {
        guard let value = members[name] else { throw error("the member \"\(name)\" is missing") }
        return value
    }

    func text(_ name: String) throws(AuditFileError) -> String {
        let value = try value(name)
        guard let text = value.stringValue else { throw wrongType(name, value: value, expected: "text") }
        guard !text.isEmpty else { throw error("\"\(name)\" is empty", at: name) }
        return text
    }

    func optionalText(_ name: String) throws(AuditFileError) -> String? {
        members[name] == nil ? nil : try text(name)
    }

    func flag(_ name: String) throws(AuditFileError) -> Bool {
        let value = try value(name)
        guard let flag = value.boolValue else { throw wrongType(name, value: value, expected: "true or false") }
        return flag
    }

    func integer(_ name: String) throws(AuditFileError) -> Int? {
        guard let value = members[name] else { return nil }
        guard let integer = value.integerValue else { throw wrongType(name, value: value, expected: "an integer") }
        return integer
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(AuditFileError) -> Choice {
        let text = try text(name)
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw error("\"\(text)\" is not one of \(known)", at: name)
        }
        return choice
    }

    /// - Parameter isRequired: whether the member must be there and have items
    func list(_ name: String, isRequired: Bool = true) throws(AuditFileError) -> [JSONValue] {
        guard isRequired || members[name] != nil else { return [] }
        let value = try value(name)
        guard let items = value.arrayValue else { throw wrongType(name, value: value, expected: "a list") }
        guard !items.isEmpty || !isRequired else { throw error("\"\(name)\" is empty", at: name) }
        return items
    }

    func texts(_ name: String, isRequired: Bool = true) throws(AuditFileError) -> [String] {
        var texts: [String] = []
        for (position, item) in try list(name, isRequired: isRequired).enumerated() {
            guard let text = item.stringValue, !text.isEmpty else {
                throw error("a list of texts is expected", at: pointer.appending(name).appending(position))
            }
            texts.append(text)
        }
        return texts
    }

    func child(_ name: String) throws(AuditFileError) -> FileNode {
        try FileNode(value(name), at: pointer.appending(name), context, subject: subject)
    }

    func children(_ name: String, isRequired: Bool = true) throws(AuditFileError) -> [FileNode] {
        var nodes: [FileNode] = []
        for (position, item) in try list(name, isRequired: isRequired).enumerated() {
            let place = pointer.appending(name).appending(position)
            nodes.append(try FileNode(item, at: place, context, subject: subject))
        }
        return nodes
    }

    private func wrongType(_ name: String, value: JSONValue, expected: String) -> AuditFileError {
        error("\(expected) is expected, this is \(value.typeName)", at: name)
    }
}

/// A fault of a policy or waiver file, with its place.
package struct AuditFileError: Error, Sendable, Hashable {
    package let file: String
    /// Counted from 1; nil if the file as a whole is at fault.
    package let line: Int?
    /// Counted in bytes from 1.
    package let column: Int?
    /// The rule or waiver that is at fault: `rule "https-off"`.
    package let subject: String?
    package let message: String
}

extension AuditFileError: CustomStringConvertible {
    package var description: String {
        let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(file)\(place): \(subject.map { "\($0): " } ?? "")\(message)"
    }
}
