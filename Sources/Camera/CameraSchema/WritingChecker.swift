import JSONTree

/// Finds what is wrong with what an endpoint says of being written: its order, its scope and its commands.
struct WritingChecker {
    let schema: CameraSchema
    let endpoint: Endpoint
    let place: SchemaNode

    func check() {
        checkOrder()
        if let scope = endpoint.scope { check(scope) }
        if let commands = endpoint.commands { check(commands) }
    }

    /// What can cut the connection is written last, so nothing else can wait for it.
    private func checkOrder() {
        for name in endpoint.after {
            guard let other = schema.endpoints[name] else {
                place.problem("there is no endpoint \"\(name)\"", at: "after")
                continue
            }
            if other.interrupts.contains(.connection), !endpoint.interrupts.contains(.connection) {
                place.problem("\(name) interrupts the connection, so it is written after this endpoint", at: "after")
            }
        }
    }

    private func check(_ scope: CombinationScope) {
        func expect(_ field: Field?, _ what: String) {
            if field == nil { place.problem("there is no \(what)", at: "scope") }
        }
        guard case .list(let item, .position)? = endpoint.data.member(at: scope.items)?.type else {
            place.problem("\(scope.items) is not a list whose items are identified by position", at: "scope")
            return
        }
        for name in [scope.chooser] + scope.matching + scope.maxima.keys.sorted() + scope.limits.keys.sorted() {
            expect(item.member(name), "\(scope.items)/*/\(name)")
        }
        guard let source = schema.endpoints[scope.endpoint] else {
            place.problem("there is no endpoint \"\(scope.endpoint)\"", at: "scope")
            return
        }
        guard case .list(let bounds, _)? = source.data.member(at: scope.bounds)?.type else {
            place.problem("\(scope.bounds) of \(scope.endpoint) is not a list", at: "scope")
            return
        }
        for limits in scope.limits.values {
            for name in limits.names { expect(bounds.member(name), "\(name) in the bounds") }
        }
        for variant in scope.variants.values.sorted() {
            guard case .list(let combination, _)? = bounds.member(variant)?.member(scope.combinations)?.type else {
                place.problem("\(variant) has no list \(scope.combinations)", at: "scope")
                continue
            }
            for name in scope.matching + scope.maxima.values.sorted() {
                expect(combination.member(name), "\(name) in the combinations of \(variant)")
            }
        }
    }

    private func check(_ commands: ItemCommands) {
        guard case .list(let item, .key)? = endpoint.data.member(at: commands.list)?.type, item.members != nil else {
            place.problem("\(commands.list) is not a list of objects with a key", at: "commands")
            return
        }
        guard endpoint.data.member(commands.member)?.members != nil else {
            place.problem("there is no object \"\(commands.member)\"", at: "commands")
            return
        }
        for name in commands.write.names + commands.remove.names where endpoint.data.member(name) == nil {
            place.problem("there is no field \"\(name)\"", at: "commands")
        }
    }
}
