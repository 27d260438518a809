import JSONTree

/// Makes fields from their description in a schema file.
struct FieldDecoder {
    let enumerations: [String: Enumeration]
    let structures: [String: SchemaNode]

    /// What fields take over from the object that holds them.
    struct Inherited {
        var role: Role = .setting
        var impact: Impact = .cosmetic
        var presence: Field.Presence = .both
        /// The form of plain values inside, where their object names one.
        var form: PerDirection<WireForm>?
        /// The structures that are being unfolded, to end a structure that contains itself.
        var unfolding: [String] = []
    }

    private static let commonMembers: Set<String> = [
        "title", "type", "role", "impact", "wire", "also", "in", "form", "unit", "minimum", "maximum", "allowed",
        "limits",
        "maximumBytes", "encrypted", "withheld", "note",
    ]

    func field(_ name: String, from node: SchemaNode, inheriting inherited: Inherited) -> Field {
        var inherited = inherited
        inherited.role = node.choice("role", Role.self) ?? inherited.role
        inherited.impact = node.choice("impact", Impact.self) ?? inherited.impact
        inherited.presence = node.choice("in", Field.Presence.self) ?? inherited.presence
        inherited.form = form(node) ?? inherited.form
        let type = valueType(node, inherited)
        if let minimum = node.members["minimum"]?.integerValue, let maximum = node.members["maximum"]?.integerValue,
            minimum > maximum
        {
            node.problem("the minimum is above the maximum", at: "minimum")
        }
        return Field(
            name: name, title: name.isEmpty ? node.text("title") ?? "" : node.requiredText("title"), type: type,
            role: inherited.role, impact: inherited.impact,
            wireName: node.perDirection("wire") ?? PerDirection(both: name), alsoNamed: node.texts("also"),
            presence: inherited.presence, form: inherited.form ?? PerDirection(both: type == .text ? .text : .integer),
            unit: node.text("unit"),
            minimum: node.integer("minimum"), maximum: node.integer("maximum"), allowed: node.integers("allowed"),
            limits: limits(node), maximumBytes: node.integer("maximumBytes"), encryption: encryption(node),
            isWithheld: withheld(node, inherited),
            configuredWhen: configuredWhen(node, type),
            note: node.text("note"))
    }

    private func withheld(_ node: SchemaNode, _ inherited: Inherited) -> Bool {
        let isWithheld = node.flag("withheld")
        if isWithheld, inherited.role != .secret { node.problem("only a secret is withheld", at: "withheld") }
        return isWithheld
    }

    /// The fields at one level: those of the structures that stand there, then the level's own.
    func fields(_ node: SchemaNode, _ inherited: Inherited) -> [Field] {
        let shared = (node.text("structure").map { [$0] } ?? []) + node.texts("structures")
        var result: [Field] = []
        for name in shared {
            guard let structure = structures[name] else {
                node.problem("there is no structure \"\(name)\"")
                continue
            }
            guard !inherited.unfolding.contains(name) else {
                node.problem("the structure \"\(name)\" contains itself")
                continue
            }
            var inside = inherited
            inside.unfolding.append(name)
            result += structure.members.names.compactMap { member in
                structure.child(member).map { field(member, from: $0, inheriting: inside) }
            }
        }
        return result + node.children(of: "fields").map { field($0.name, from: $0.node, inheriting: inherited) }
    }

    /// Reads every structure once, so that faults are found in those, too, that no endpoint uses.
    func checkStructures() {
        for (name, node) in structures.sorted(by: { $0.key < $1.key }) {
            var inside = Inherited()
            inside.unfolding = [name]
            for member in node.members.names {
                if let child = node.child(member) { _ = field(member, from: child, inheriting: inside) }
            }
        }
    }

    // MARK: - Types

    private func valueType(_ node: SchemaNode, _ inherited: Inherited) -> ValueType {
        let type = node.requiredText("type")
        func allow(_ own: Set<String>) { node.allowOnly(Self.commonMembers.union(own)) }
        switch type {
        case "switch":
            allow(["inverted"])
            return .toggle(isInverted: node.flag("inverted"))
        case "integer":
            allow([])
            return .integer
        case "text":
            allow([])
            return .text
        case "enumeration":
            allow(["enumeration", "values"])
            return .enumeration(enumeration(node, kind: .enumeration))
        case "bitmask":
            allow(["enumeration", "values"])
            return .bitmask(enumeration(node, kind: .bitmask))
        case "timeOfDay":
            allow([])
            return .timeOfDay
        case "schedule":
            allow(["slots", "recordTypes", "filler", "shape", "dayMode", "periods"])
            return .schedule(schedule(node))
        case "grid":
            allow(["delimiter", "area", "wireRows"])
            return .grid(
                GridShape(
                    delimiterName: node.requiredText("delimiter"), areaName: node.requiredText("area"),
                    wireRows: length("wireRows", node, upTo: 64)))
        case "rectangle", "line", "polygon":
            allow(["members", "scale", "flat"])
            return .geometry(geometry(node, GeometryShape.Figure(rawValue: type) ?? .polygon))
        case "object":
            allow(["fields", "structure", "structures"])
            return .object(fields(node, inherited))
        case "list":
            allow(["items", "key", "identity", "names", "configuredWhen"])
            return list(node, inherited)
        case "json":
            allow([])
            return .json
        default:
            node.problem("\"\(type)\" is not a type", at: "type")
            return .json
        }
    }

    private func enumeration(_ node: SchemaNode, kind: Enumeration.Kind) -> Enumeration {
        if let values = node.child("values") {
            return Enumeration(name: "", title: "", kind: kind, names: Self.names(values, kind))
        }
        return named(node.requiredText("enumeration"), node, kind: kind)
    }

    func named(_ name: String, _ node: SchemaNode, kind: Enumeration.Kind) -> Enumeration {
        guard let enumeration = enumerations[name] else {
            node.problem("there is no enumeration \"\(name)\"")
            return Enumeration(name: name, title: "", kind: kind, names: [:])
        }
        if enumeration.kind != kind { node.problem("\"\(name)\" is not of the kind \(kind.rawValue)") }
        return enumeration
    }

    /// The names by number of an enumeration's `values`.
    static func names(_ values: SchemaNode, _ kind: Enumeration.Kind) -> [Int: String] {
        var names: [Int: String] = Dictionary(minimumCapacity: values.members.count)
        for key in values.members.names {
            guard let number = Int(key) else {
                values.problem("the name of a value must be its number", at: key)
                continue
            }
            if kind == .bitmask, number <= 0 || number.nonzeroBitCount != 1 {
                values.problem("the values of a bitmask are single bits", at: key)
            }
            names[number] = values.requiredText(key)
        }
        return names
    }

    private func schedule(_ node: SchemaNode) -> ScheduleShape {
        let shapes = node.perDirection("shape") ?? PerDirection(both: "lists")
        return ScheduleShape(
            slots: length("slots", node, upTo: 100),
            recordTypes: node.text("recordTypes").map { named($0, node, kind: .enumeration) },
            filler: node.choice("filler", ScheduleShape.Filler.self) ?? .zero,
            layout: PerDirection(get: layout(shapes.get, node), set: layout(shapes.set, node)))
    }

    /// A length of what is sent: bounded, because that much is made.
    private func length(_ name: String, _ node: SchemaNode, upTo limit: Int) -> Int {
        let length = node.requiredInteger(name)
        guard !node.has(name) || (1...limit).contains(length) else {
            node.problem("this is a number from 1 to \(limit)", at: name)
            return 1
        }
        return length
    }

    private func layout(_ shape: String, _ node: SchemaNode) -> ScheduleShape.Layout {
        switch shape {
        case "lists": return .lists
        case "dayObjects":
            guard let mode = node.child("dayMode") else {
                node.problem("day objects need \"dayMode\" and \"periods\"")
                return .lists
            }
            mode.allowOnly(["wire", "enumeration", "standard"])
            return .dayObjects(
                ScheduleShape.DayObject(
                    modeName: mode.requiredText("wire"),
                    modes: named(mode.requiredText("enumeration"), mode, kind: .enumeration),
                    standardMode: mode.requiredInteger("standard"), periodsName: node.requiredText("periods")))
        default:
            node.problem("\"\(shape)\" is not a shape of a schedule", at: "shape")
            return .lists
        }
    }

    private func geometry(_ node: SchemaNode, _ figure: GeometryShape.Figure) -> GeometryShape {
        let members = node.texts("members")
        let isComplete = figure == .polygon ? members.count >= 6 && members.count.isMultiple(of: 2) : members.count == 4
        if !isComplete { node.problem("a \(figure.rawValue) needs x and y of each point", at: "members") }
        let scale = node.requiredInteger("scale")
        if scale <= 0 { node.problem("the scale must be above 0", at: "scale") }
        return GeometryShape(figure: figure, members: members, scale: scale, isFlat: node.flag("flat"))
    }

    private func list(_ node: SchemaNode, _ inherited: Inherited) -> ValueType {
        guard let items = node.child("items") else {
            node.problem("a list needs \"items\"")
            return .json
        }
        let item = field("", from: items, inheriting: inherited)
        if let key = node.text("key") {
            let fields: [Field] = if case .object(let fields) = item.type { fields } else { [] }
            if !fields.contains(where: { $0.name == key }) {
                node.problem("the items have no field \"\(key)\"", at: "key")
            }
            return .list(item: item, identity: .key(key))
        }
        switch node.text("identity") ?? "content" {
        case "position": return .list(item: item, identity: .position(names: node.texts("names")))
        case "content": return .list(item: item, identity: .content)
        default:
            node.problem("an identity is \"position\" or \"content\"", at: "identity")
            return .list(item: item, identity: .content)
        }
    }

    // MARK: - Details

    private func form(_ node: SchemaNode) -> PerDirection<WireForm>? {
        guard let names = node.perDirection("form") else { return nil }
        guard let get = WireForm(rawValue: names.get), let set = WireForm(rawValue: names.set) else {
            node.problem("a form is \(WireForm.allCases.map(\.rawValue).joined(separator: ", "))", at: "form")
            return nil
        }
        return PerDirection(get: get, set: set)
    }

    /// Checked here, because it names members of the list's items.
    private func configuredWhen(_ node: SchemaNode, _ type: ValueType) -> [String: Int] {
        guard let conditions = node.child("configuredWhen") else { return [:] }
        var result: [String: Int] = [:]
        for name in conditions.members.names { result[name] = conditions.requiredInteger(name) }
        guard case .list(let item, _) = type, case .object(let fields) = item.type,
            result.keys.allSatisfy({ name in fields.contains { $0.name == name } })
        else {
            node.problem("the items have no such members", at: "configuredWhen")
            return [:]
        }
        return result
    }

    private func limits(_ node: SchemaNode) -> Field.Limits {
        guard let limits = node.child("limits") else { return Field.Limits() }
        limits.allowOnly(["minimum", "maximum", "list"])
        return Field.Limits(
            minimum: limits.text("minimum"), maximum: limits.text("maximum"), list: limits.text("list"))
    }

    private func encryption(_ node: SchemaNode) -> Field.Encryption {
        switch node.members["encrypted"] {
        case nil, .bool(false): return .never
        case .bool(true): return .always
        case .string("maybe"): return .maybe
        default:
            node.problem("this is true, false or \"maybe\"", at: "encrypted")
            return .never
        }
    }
}
