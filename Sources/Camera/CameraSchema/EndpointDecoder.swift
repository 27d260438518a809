import JSONTree

/// Makes endpoints from their description in a schema file.
struct EndpointDecoder {
    let fields: FieldDecoder

    private static let members: Set<String> = [
        "title", "path", "source", "kind", "worthAsking", "actions", "danger", "arguments", "selector", "encryption",
        "impact",
        "capability", "scope", "commands", "after", "interrupts", "fields", "structures", "data", "leftOut", "notes",
        "examples",
    ]

    func endpoint(_ name: String, _ node: SchemaNode) -> Endpoint {
        node.allowOnly(Self.members)
        let endpoint = Endpoint(
            name: name, title: node.requiredText("title"), path: node.requiredText("path"),
            source: node.requiredText("source"), kind: node.choice("kind", Endpoint.Kind.self) ?? .configuration,
            isWorthAsking: node.flag("worthAsking"),
            actions: actions(node), danger: node.text("danger"), arguments: node.child("arguments")?.members,
            selector: node.child("selector").flatMap(selector), encryption: encryption(node),
            capability: node.child("capability").map(capability), scope: node.child("scope").flatMap(scope),
            commands: node.child("commands").flatMap(commands), after: node.texts("after"),
            interrupts: Set(node.texts("interrupts").compactMap { interruption($0, node) }), data: data(node),
            leftOut: leftOut(node), notes: node.texts("notes"), examples: node.items(of: "examples").compactMap(example)
        )
        if endpoint.path != "/api/" + name {
            node.problem("the path must be /api/ and the endpoint's name", at: "path")
        }
        return endpoint
    }

    private func data(_ node: SchemaNode) -> Field {
        var inherited = FieldDecoder.Inherited()
        inherited.impact = node.choice("impact", Impact.self) ?? .cosmetic
        if let data = node.child("data") { return fields.field("", from: data, inheriting: inherited) }
        return Field(
            name: "", title: node.text("title") ?? "", type: .object(fields.fields(node, inherited)), role: .setting,
            impact: inherited.impact, wireName: PerDirection(both: ""), alsoNamed: [], presence: .both,
            form: PerDirection(both: .integer), allowed: [], limits: Field.Limits(), encryption: .never,
            isWithheld: false, configuredWhen: [:])
    }

    private func actions(_ node: SchemaNode) -> Set<Endpoint.Action> {
        if !node.has("actions") { node.problem("the member \"actions\" is missing") }
        return Set(
            node.texts("actions").compactMap { name in
                guard let action = Endpoint.Action(rawValue: name) else {
                    node.problem("\"\(name)\" is not an action", at: "actions")
                    return nil
                }
                return action
            })
    }

    private func interruption(_ name: String, _ node: SchemaNode) -> Interruption? {
        guard let interruption = Interruption(rawValue: name) else {
            node.problem("\"\(name)\" is not an interruption", at: "interrupts")
            return nil
        }
        return interruption
    }

    private func encryption(_ node: SchemaNode) -> [Direction: EncryptionNames] {
        guard let container = node.child("encryption") else { return [:] }
        container.allowOnly(["get", "set"])
        var result: [Direction: EncryptionNames] = [:]
        for direction in Direction.allCases {
            guard let names = container.child(direction.rawValue) else { continue }
            names.allowOnly(["loginName", "encryptionType", "datetime", "iv"])
            result[direction] = EncryptionNames(
                loginName: names.requiredText("loginName"), encryptionType: names.requiredText("encryptionType"),
                datetime: names.requiredText("datetime"), iv: names.requiredText("iv"))
        }
        return result
    }

    private func capability(_ node: SchemaNode) -> Endpoint.Capability {
        node.allowOnly(["name", "on"])
        return Endpoint.Capability(name: node.requiredText("name"), on: node.integers("on"))
    }

    private func leftOut(_ node: SchemaNode) -> [String: String] {
        guard let rows = node.child("leftOut") else { return [:] }
        return Dictionary(rows.members.names.map { ($0, rows.requiredText($0)) }) { first, _ in first }
    }

    private func example(_ node: SchemaNode) -> Endpoint.Example? {
        node.allowOnly(["action", "selector", "data", "source"])
        guard let action = node.choice("action", Endpoint.Action.self), let data = node.members["data"] else {
            node.problem("an example needs \"action\" and \"data\"")
            return nil
        }
        return Endpoint.Example(
            action: action, selector: node.integer("selector"), data: data, source: node.text("source"))
    }

    // MARK: - Selector

    private func selector(_ node: SchemaNode) -> Selector? {
        node.allowOnly([
            "argument", "title", "enumeration", "values", "candidates", "bits", "otherwise", "certain", "range",
        ])
        let sources = ["values", "candidates", "bits", "range"].filter(node.has)
        guard sources.count == 1 else {
            node.problem("a selector needs one of \"values\", \"candidates\", \"bits\" and \"range\"")
            return nil
        }
        guard let source = source(node) else { return nil }
        let isCertain = node.has("certain") ? node.flag("certain") : true
        if node.has("certain"), !node.has("bits") { node.problem("only \"bits\" can be uncertain", at: "certain") }
        if !isCertain, !node.has("enumeration") {
            node.problem("what is not certain needs an \"enumeration\" with the values to ask for", at: "certain")
        }
        return Selector(
            argument: node.requiredText("argument"), title: node.requiredText("title"),
            enumeration: node.text("enumeration").map { fields.named($0, node, kind: .enumeration) }, source: source,
            isCertain: isCertain)
    }

    private func source(_ node: SchemaNode) -> Selector.Source? {
        if node.has("values") { return .values(node.integers("values")) }
        if node.has("candidates") { return .candidates(node.integers("candidates")) }
        if let text = node.text("bits") {
            let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let pointer = JSONPointer(String(parts[1])) else {
                node.problem("this is ENDPOINT#POINTER", at: "bits")
                return nil
            }
            return .bits(endpoint: String(parts[0]), pointer: pointer, otherwise: node.integers("otherwise"))
        }
        guard let range = node.child("range") else { return nil }
        range.allowOnly(["first", "minimum", "maximum"])
        guard let minimum = JSONPointer(range.requiredText("minimum")),
            let maximum = JSONPointer(range.requiredText("maximum"))
        else {
            range.problem("the bounds are pointers into the answer")
            return nil
        }
        return .range(first: range.requiredInteger("first"), minimum: minimum, maximum: maximum)
    }
}
