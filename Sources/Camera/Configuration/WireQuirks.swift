package import CameraSchema
package import JSONTree

/// In what way a camera's own wording of a section differs from the schema's: what it takes to write the section back
/// as this camera says it. Pointers are canonical, those of tolerated faults are of the wire document.
package struct WireQuirks: Sendable, Hashable {
    /// Plain values that came in another JSON type.
    package var forms: [JSONPointer: WireForm] = [:]
    /// Members that came under another wire name.
    package var names: [JSONPointer: String] = [:]
    /// The order of the items of a keyed list, where it is not that of the keys.
    package var order: [JSONPointer: [String]] = [:]
    /// Values that the standard encoding would write differently, as they came.
    package var raw: [JSONPointer: JSONValue] = [:]
    /// Values that do not fit their type and are kept as they came.
    package var plain: Set<JSONPointer> = []
    /// Numbers of kept values (``plain``, ``raw``, undocumented) that JSON readers would round or reword; their text is kept.
    package var numbers: Set<JSONPointer> = []
    /// Values that came in clear in an encrypted message.
    package var clear: Set<JSONPointer> = []
    /// Faults of the JSON text that were tolerated.
    package var tolerated: [Fault] = []

    package struct Fault: Sendable, Hashable {
        package var kind: String
        package var pointer: String

        package init(kind: String, pointer: String) {
            self.kind = kind
            self.pointer = pointer
        }
    }

    package init() {}

    package var isEmpty: Bool {
        self == WireQuirks()
    }
}

extension WireQuirks {
    /// The member `wire` of a snapshot's section; kinds of quirks that do not occur are left out.
    package var json: JSONObject {
        var object = JSONObject()
        func put(_ name: String, _ members: [(String, JSONValue)]) {
            if !members.isEmpty { object[name] = .object(JSONObject(members)) }
        }
        put("forms", forms.map { ($0.description, .string($1.rawValue)) })
        put("names", names.map { ($0.description, .string($1)) })
        put("order", order.map { ($0.description, .array($1.map(JSONValue.string))) })
        put("raw", raw.map { ($0.description, $1) })
        if !plain.isEmpty { object["plain"] = Self.list(plain) }
        if !numbers.isEmpty { object["numbers"] = Self.list(numbers) }
        if !clear.isEmpty { object["clear"] = Self.list(clear) }
        if !tolerated.isEmpty {
            object["tolerated"] = .array(tolerated.map { ["kind": .string($0.kind), "at": .string($0.pointer)] })
        }
        return object
    }

    private static func list(_ pointers: Set<JSONPointer>) -> JSONValue {
        .array(pointers.sorted().map { .string($0.description) })
    }

    /// Nil if the object is not what ``json`` writes; members of newer versions are passed over.
    package init?(json: JSONObject) {
        func members<Value>(_ name: String, _ value: (JSONValue) -> Value?) -> [JSONPointer: Value]? {
            guard let object = json[name] else { return [:] }
            guard let object = object.objectValue else { return nil }
            var result: [JSONPointer: Value] = [:]
            for (key, item) in object {
                guard let pointer = JSONPointer(key), let value = value(item) else { return nil }
                result[pointer] = value
            }
            return result
        }
        func pointers(_ name: String) -> Set<JSONPointer>? {
            guard let list = json[name] else { return [] }
            let result = list.arrayValue?.compactMap { $0.stringValue.flatMap { JSONPointer($0) } }
            return result?.count == list.arrayValue?.count ? result.map(Set.init) : nil
        }
        guard let forms = members("forms", { $0.stringValue.flatMap(WireForm.init(rawValue:)) }),
            let names = members("names", \.stringValue), let order = members("order", Self.texts),
            let raw = members("raw", { $0 }), let plain = pointers("plain"), let numbers = pointers("numbers"),
            let clear = pointers("clear"), let tolerated = Self.faults(json["tolerated"])
        else { return nil }
        self.forms = forms
        self.names = names
        self.order = order
        self.raw = raw
        self.plain = plain
        self.numbers = numbers
        self.clear = clear
        self.tolerated = tolerated
    }

    private static func texts(_ value: JSONValue) -> [String]? {
        let texts = value.arrayValue?.compactMap(\.stringValue)
        return texts?.count == value.arrayValue?.count ? texts : nil
    }

    private static func faults(_ value: JSONValue?) -> [Fault]? {
        guard let value else { return [] }
        guard let items = value.arrayValue else { return nil }
        let faults = items.compactMap { item in
            item["kind"]?.stringValue.flatMap { kind in
                item["at"]?.stringValue.map { Fault(kind: kind, pointer: $0) }
            }
        }
        return faults.count == items.count ? faults : nil
    }
}
