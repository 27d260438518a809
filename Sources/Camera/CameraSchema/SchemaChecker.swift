import JSONTree

/// Finds what is wrong between the parts of a schema: names that lead nowhere, wire names that clash, orders that go in a circle.
struct SchemaChecker {
    let schema: CameraSchema
    let places: [String: SchemaNode]
    let problems: SchemaProblems

    func check() {
        for name in schema.endpointNames {
            guard let endpoint = schema.endpoints[name], let place = places[name] else { continue }
            checkReferences(endpoint, place)
            WritingChecker(schema: schema, endpoint: endpoint, place: place).check()
            checkFields(of: endpoint.data, at: JSONPointer(), in: place)
        }
        checkOrder()
    }

    private func checkReferences(_ endpoint: Endpoint, _ place: SchemaNode) {
        if case .bits(let source, let pointer, _)? = endpoint.selector?.source {
            if schema.endpoints[source]?.data.member(at: pointer) == nil {
                place.problem("\(source) has no field \(pointer)", at: "selector")
            }
        }
        if case .range(_, let minimum, let maximum)? = endpoint.selector?.source {
            for pointer in [minimum, maximum] where endpoint.data.member(at: pointer) == nil {
                place.problem("there is no field \(pointer)", at: "selector")
            }
        }
        checkEncryption(endpoint, place)
        if let capability = endpoint.capability, let capabilities = schema.endpoints["system/capabilities"] {
            if capabilities.data.member(at: JSONPointer([capability.name])) == nil {
                place.problem("system/capabilities has no field \"\(capability.name)\"", at: "capability")
            }
        }
        if endpoint.isWorthAsking, !endpoint.isWalked {
            place.problem("only what a walk reads can be worth asking", at: "worthAsking")
        }
        if endpoint.kind == .configuration, !endpoint.actions.contains(.get) {
            place.problem("configuration that cannot be read; is it an action?", at: "kind")
        }
    }

    /// A member of the encryption is taken out of the message, so that a field of its name would never be seen.
    private func checkEncryption(_ endpoint: Endpoint, _ place: SchemaNode) {
        guard case .object(let fields) = endpoint.data.type else { return }
        for direction in Direction.allCases {
            for name in endpoint.encryption[direction]?.all ?? [] {
                for field in fields where wireNames(of: field, direction).contains(name) {
                    place.problem("/\(field.name) has the wire name \"\(name)\" of the encryption", at: "encryption")
                }
            }
        }
    }

    private func checkFields(of field: Field, at pointer: JSONPointer, in place: SchemaNode) {
        switch field.type {
        case .object(let fields):
            checkNames(of: fields, at: pointer, in: place)
            for child in fields { checkFields(of: child, at: pointer.appending(child.name), in: place) }
        case .list(let item, _):
            checkFields(of: item, at: pointer.appending("*"), in: place)
        default: break
        }
    }

    private func checkNames(of fields: [Field], at pointer: JSONPointer, in place: SchemaNode) {
        let names = Set(fields.map(\.name))
        if names.count != fields.count {
            place.problem("two fields with the same name in \(pointer.steps.isEmpty ? "data" : "\(pointer)")")
        }
        for direction in Direction.allCases {
            var seen: [String: String] = [:]
            for field in fields where field.occurs(in: direction) {
                for wireName in wireNames(of: field, direction) {
                    if let other = seen.updateValue(field.name, forKey: wireName) {
                        place.problem(
                            "\(pointer.appending(field.name)) and \"\(other)\" have the wire name \"\(wireName)\" (\(direction))"
                        )
                    }
                }
            }
        }
        for field in fields {
            for sibling in [field.limits.minimum, field.limits.maximum, field.limits.list].compactMap({ $0 })
            where !names.contains(sibling) {
                place.problem("\(pointer.appending(field.name)) is limited by \"\(sibling)\", which does not exist")
            }
        }
    }

    private func wireNames(of field: Field, _ direction: Direction) -> Set<String> {
        if case .geometry(let shape) = field.type, shape.isFlat { return Set(shape.members) }
        return Set([field.wireName[direction]] + field.alsoNamed)
    }

    /// The order in which a restore writes must not go in a circle.
    private func checkOrder() {
        var finished: Set<String> = []
        func visit(_ name: String, _ trail: [String]) {
            guard !finished.contains(name) else { return }
            if let start = trail.firstIndex(of: name) {
                let circle = (trail[start...] + [name]).joined(separator: " → ")
                places[name]?.problem("the order is circular: \(circle)", at: "after")
                return
            }
            for next in schema.endpoints[name]?.after ?? [] { visit(next, trail + [name]) }
            finished.insert(name)
        }
        for name in schema.endpointNames { visit(name, []) }
    }
}
