package import CameraSchema
import Configuration
package import JSONTree
package import Snapshots

/// A value that somebody gives for one field of a camera: `network/interfaces.ip` and `192.168.1.20`.
package struct FieldValue: Sendable {
    package let section: SectionName
    package let pointer: JSONPointer
    package let field: Field
    /// Canonical.
    package let value: JSONValue

    /// `network/interfaces.ip`
    var path: String { "\(section).\(pointer.steps.joined(separator: "."))" }

    /// Why a text names no field, or is no value for it.
    package struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - path: the section, a dot, and the canonical names
    ///   - text: as the field's type is written: `on`, `25`, `06:30`, `H.265` or its number; JSON for what has parts
    package init(path: String, text: String, schema: CameraSchema) throws(Fault) {
        let place = try Self.place(path, schema)
        section = place.section
        pointer = place.pointer
        field = place.field
        guard let value = Self.canonical(text, field) else {
            throw Fault(description: "\"\(text)\" is not a value of \(path): \(Self.expectation(field))")
        }
        if let number = value.integerValue {
            if let least = field.minimum, number < least {
                throw Fault(description: "\(text) is too small for \(path): at least \(least)")
            }
            if let most = field.maximum, number > most {
                throw Fault(description: "\(text) is too large for \(path): at most \(most)")
            }
        }
        if let most = field.maximumBytes, (value.stringValue ?? "").utf8.count > most {
            throw Fault(description: "\"\(text)\" is too long for \(path): at most \(most) bytes")
        }
        self.value = value
    }

    /// The field that a path names.
    static func place(
        _ path: String, _ schema: CameraSchema
    ) throws(Fault) -> (section: SectionName, pointer: JSONPointer, field: Field) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, let section = SectionName(parts[0]), let endpoint = schema.endpoint(of: section) else {
            throw Fault(description: "\(path) does not name a field: write it as network/interfaces.ip")
        }
        let pointer = JSONPointer(parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init))
        guard let field = endpoint.data.member(at: pointer) else {
            throw Fault(description: "\(section) has no field \(parts[1]): camkeep schema show \(section.endpoint)")
        }
        guard endpoint.isWritten, field.presence != .get else {
            throw Fault(description: "\(path) cannot be set")
        }
        switch field.role {
        case .setting, .identity: return (section, pointer, field)
        case .secret:
            throw Fault(description: "\(path) is a secret: keep it with camkeep secrets set \(path) --camera NAME")
        case .volatile, .readOnly, .constraint, .action, .key: throw Fault(description: "\(path) cannot be set")
        }
    }

    // MARK: - Values

    private static func canonical(_ text: String, _ field: Field) -> JSONValue? {
        switch field.type {
        case .toggle:
            switch text.lowercased() {
            case "true", "on", "yes", "1": return true
            case "false", "off", "no", "0": return false
            default: return nil
            }
        case .integer: return Int(text).map(JSONValue.integer)
        case .text: return .string(text)
        case .enumeration(let enumeration): return number(text, enumeration).map { word($0, enumeration) }
        case .timeOfDay: return TimeOfDay(text).map { .string($0.description) }
        case .bitmask, .schedule, .grid, .geometry, .object, .list, .json:
            let limits = JSONReader.Limits(bytes: 1 << 20, depth: 32)
            return try? JSONReader.readStrictly(Array(text.utf8), limits: limits)
        }
    }

    private static func number(_ text: String, _ enumeration: Enumeration) -> Int? {
        if let number = Int(text) { return number }
        if let number = Enumeration.number(inCanonical: text) { return number }
        return enumeration.names.first { $0.value.lowercased() == text.lowercased() }?.key
    }

    private static func word(_ number: Int, _ enumeration: Enumeration) -> JSONValue {
        enumeration.canonicalText(of: number).map(JSONValue.string) ?? .integer(number)
    }

    private static func expectation(_ field: Field) -> String {
        switch field.type {
        case .toggle: "on or off"
        case .integer: "a whole number"
        case .text: "a text"
        case .enumeration(let enumeration):
            "one of " + enumeration.names.sorted { $0.key < $1.key }.prefix(12).map(\.value).joined(separator: ", ")
        case .timeOfDay: "a time such as 06:30"
        case .bitmask, .schedule, .grid, .geometry, .object, .list, .json: "JSON in canonical form"
        }
    }

    // MARK: - Putting it in

    /// Puts the value into a configuration.
    ///
    /// - Throws: ``Fault`` if the configuration does not have the section, or nothing that the place could be in
    package func set(in snapshot: inout Snapshot) throws(Fault) {
        guard let record = snapshot.sections[section.description], record.status == .ok else {
            throw Fault(description: "the golden configuration does not have \(section)")
        }
        guard let config = Self.setting(record.config, pointer.steps[...], to: value) else {
            throw Fault(
                description:
                    "the golden configuration has no place for \(section).\(pointer.steps.joined(separator: "."))")
        }
        snapshot.sections[section.description] = SectionRecord(
            config: config, undocumented: record.undocumented, roles: record.roles, wire: record.wire,
            title: record.title)
    }

    private static func setting(_ whole: JSONValue, _ steps: ArraySlice<String>, to value: JSONValue) -> JSONValue? {
        guard let step = steps.first else { return value }
        switch whole {
        case .object(var object):
            guard let inside = object[step] else {
                guard steps.count == 1 else { return nil }
                object[step] = value
                return .object(object)
            }
            guard let changed = setting(inside, steps.dropFirst(), to: value) else { return nil }
            object[step] = changed
            return .object(object)
        case .array(var items):
            guard let position = Int(step), items.indices.contains(position),
                let changed = setting(items[position], steps.dropFirst(), to: value)
            else { return nil }
            items[position] = changed
            return .array(items)
        default: return nil
        }
    }
}
