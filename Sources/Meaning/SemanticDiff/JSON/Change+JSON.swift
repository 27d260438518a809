import CameraSchema
import Configuration
package import JSONTree

extension Change {
    /// The change as `camkeep diff --format json` says it, but for the sentence (docs/diff-format.md).
    /// Of a secret it holds neither the value nor a fingerprint.
    package var json: JSONObject {
        var object = JSONObject([
            ("section", .string(section)), ("part", .string(part.name)), ("path", .string(pointer.description)),
            ("field", .string(pointer.steps.joined(separator: "."))), ("kind", .string(kind.rawValue)),
            ("title", .string(title)), ("titles", .array(titles.map(JSONValue.string))),
            ("impact", .string(impact.rawValue)), ("role", .string(role.rawValue)), ("cause", .string(cause.rawValue)),
            ("documented", .bool(isDocumented)), ("detail", .object(detailJSON)),
        ])
        if case .undocumented(let member) = part { object["member"] = .string(member.description) }
        object["oldPath"] = oldPointer.map { .string($0.description) }
        object["within"] = within.map { .string($0.description) }
        object["old"] = shownOld
        object["new"] = shownNew
        return object
    }

    private var detailJSON: JSONObject {
        var object = detail.json
        if case .timeOfDay = detail {
            object["old"] = old
            object["new"] = new
        }
        if case .section = detail, !undocumented.isEmpty {
            object["undocumented"] = .object(JSONObject(undocumented.map { ($0.key.description, shown($0.value)) }))
        }
        return object
    }

    /// Reads what ``json`` writes, as far as it takes to apply the change: what is for people and for sorting is read, too,
    /// but the details of values, which follow from the values and the schema, become ``Detail/plain``.
    /// Nil if the object is no change; members of newer versions are passed over.
    package init?(json: JSONValue) {
        guard let section = json["section"]?.stringValue, let part = Part(json: json),
            let pointer = Self.pointer(json["path"]), let kind = json["kind"]?.stringValue.flatMap(Kind.init),
            let titles = json["titles"]?.arrayValue?.compactMap(\.stringValue),
            let role = json["role"]?.stringValue.flatMap(Role.init),
            let impact = json["impact"]?.stringValue.flatMap(Impact.init),
            let cause = json["cause"]?.stringValue.flatMap(Cause.init),
            let isDocumented = json["documented"]?.boolValue, let detail = Detail(json: json["detail"], json),
            let undocumented = Self.undocumented(json["detail"]?["undocumented"])
        else { return nil }
        for name in ["oldPath", "within"] where json[name] != nil && Self.pointer(json[name]) == nil { return nil }
        self.init(
            section: section, part: part, pointer: pointer, oldPointer: Self.pointer(json["oldPath"]),
            within: Self.pointer(json["within"]), kind: kind, titles: titles, role: role, impact: impact, cause: cause,
            isDocumented: isDocumented, old: json["old"], new: json["new"], detail: detail, undocumented: undocumented)
    }

    fileprivate static func pointer(_ value: JSONValue?) -> JSONPointer? {
        value?.stringValue.flatMap { JSONPointer($0) }
    }

    private static func undocumented(_ value: JSONValue?) -> [JSONPointer: JSONValue]? {
        guard let value else { return [:] }
        guard let object = value.objectValue else { return nil }
        var result: [JSONPointer: JSONValue] = [:]
        for (key, value) in object {
            guard let pointer = JSONPointer(key) else { return nil }
            result[pointer] = value
        }
        return result
    }
}

extension Change.Part {
    fileprivate var name: String {
        switch self {
        case .section: "section"
        case .config: "config"
        case .undocumented: "undocumented"
        }
    }

    fileprivate init?(json: JSONValue) {
        switch json["part"]?.stringValue {
        case "section"?: self = .section
        case "config"?: self = .config
        case "undocumented"?:
            guard let member = Change.pointer(json["member"]) else { return nil }
            self = .undocumented(member: member)
        default: return nil
        }
    }
}
