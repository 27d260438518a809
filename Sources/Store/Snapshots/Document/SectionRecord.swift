package import CameraSchema
package import JSONTree

/// One section of a camera's configuration, or why it is not there.
package struct SectionRecord: Sendable, Equatable {
    package let status: RecordStatus
    /// What it is, in plain English.
    package let title: String?
    /// The canonical form of what the camera answered. Null unless the status is `ok`.
    package let config: JSONValue
    /// What the camera sent and the schema does not know, by its place in `config`.
    package let undocumented: [JSONPointer: JSONValue]
    /// The places that are not plain settings, sorted by their text.
    package let roles: [Role: [JSONPointer]]
    /// What must be known to write the section back in the camera's own way. Opaque to the snapshot.
    package let wire: JSONObject

    /// A section that was read.
    ///
    /// - Parameter roles: in any order; repeated places are taken once; settings are not listed.
    package init(
        config: JSONValue, undocumented: [JSONPointer: JSONValue] = [:], roles: [Role: [JSONPointer]] = [:],
        wire: JSONObject = JSONObject(), title: String? = nil
    ) {
        let roles = roles.filter { $0.key != .setting && !$0.value.isEmpty }.mapValues {
            Set($0).sorted(by: Self.precedesAsText)
        }
        self.init(.ok, title: title, config: config, undocumented: undocumented, roles: roles, wire: wire)
    }

    /// A section that the camera does not have.
    package init(unsupported reason: String, title: String? = nil) {
        self.init(.unsupported(reason: reason), title: title)
    }

    /// A section that could not be read.
    package init(failed reason: String, title: String? = nil) {
        self.init(.failed(reason: reason), title: title)
    }

    /// - Parameter roles: sorted, as they are kept.
    private init(
        _ status: RecordStatus, title: String?, config: JSONValue = .null,
        undocumented: [JSONPointer: JSONValue] = [:], roles: [Role: [JSONPointer]] = [:],
        wire: JSONObject = JSONObject()
    ) {
        self.status = status
        self.title = title
        self.config = config
        self.undocumented = undocumented
        self.roles = roles
        self.wire = wire
    }

    /// By the bytes of the text, which is the order of code points.
    private static func precedesAsText(_ left: JSONPointer, _ right: JSONPointer) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    /// What the digest counts: the configuration without what moves by itself, cannot be set or only acts.
    package var comparable: JSONValue {
        let leftOut = roles.filter { !$0.key.isConfiguration }.values.joined()
        let moving = Set(roles[.volatile] ?? [])
        return [
            "config": config.without(leftOut),
            "undocumented": Self.json(of: undocumented.filter { !moving.contains($0.key) }),
        ]
    }

    private static func json(of undocumented: [JSONPointer: JSONValue]) -> JSONValue {
        .object(JSONObject(undocumented.map { ($0.key.description, $0.value) }))
    }
}

// MARK: - JSON

extension SectionRecord {
    var json: JSONValue {
        var object = JSONObject()
        status.write(to: &object)
        object["title"] = title.map(JSONValue.string)
        guard status == .ok else { return .object(object) }
        object["config"] = config
        object["undocumented"] = Self.json(of: undocumented)
        object["roles"] = .object(
            JSONObject(roles.map { ($0.key.rawValue, .array($0.value.map { .string($0.description) })) }))
        object["wire"] = .object(wire)
        return .object(object)
    }

    init(_ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context) throws(SnapshotError) {
        var reader = try ObjectReader(value, at: pointer, context)
        let status = try RecordStatus(&reader)
        let title = try reader.optionalText("title")
        guard status == .ok else {
            try reader.finish()
            self.init(status, title: title)
            return
        }
        let config = try reader.value("config")
        let undocumented = try Self.readUndocumented(&reader)
        let roles = try Self.readRoles(&reader)
        let wire = try reader.object("wire")
        try reader.finish()
        self.init(.ok, title: title, config: config, undocumented: undocumented, roles: roles, wire: wire)
    }

    private static func readUndocumented(_ reader: inout ObjectReader) throws(SnapshotError) -> [JSONPointer: JSONValue]
    {
        var undocumented: [JSONPointer: JSONValue] = [:]
        for member in try reader.object("undocumented") {
            guard let place = JSONPointer(member.key) else {
                throw reader.context.error(
                    "this name is not a JSON pointer",
                    at: reader.pointer.appending("undocumented").appending(member.key))
            }
            undocumented[place] = member.value
        }
        return undocumented
    }

    private static func readRoles(_ reader: inout ObjectReader) throws(SnapshotError) -> [Role: [JSONPointer]] {
        let pointer = reader.pointer.appending("roles")
        var roles: [Role: [JSONPointer]] = [:]
        for member in try reader.object("roles") {
            guard let role = Role(rawValue: member.key), role != .setting else {
                if reader.context.ignoresUnknown { continue }
                throw reader.context.error("there is no such role", at: pointer.appending(member.key))
            }
            roles[role] = try readPlaces(member.value, at: pointer.appending(member.key), reader.context)
        }
        return roles
    }

    private static func readPlaces(
        _ value: JSONValue, at pointer: JSONPointer, _ context: ObjectReader.Context
    ) throws(SnapshotError) -> [JSONPointer] {
        guard let items = value.arrayValue, !items.isEmpty else {
            throw context.error("expected a list of places that is not empty", at: pointer)
        }
        var places: [JSONPointer] = []
        var previous: String?
        for (position, item) in items.enumerated() {
            guard let text = item.stringValue, let place = JSONPointer(text) else {
                throw context.error("expected a JSON pointer", at: pointer.appending(position))
            }
            if let previous, !previous.utf8.lexicographicallyPrecedes(text.utf8) {
                throw context.error("the places are not sorted, or one appears twice", at: pointer.appending(position))
            }
            previous = text
            places.append(place)
        }
        return places
    }
}
