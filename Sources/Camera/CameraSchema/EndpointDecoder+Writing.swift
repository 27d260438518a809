import JSONTree

extension EndpointDecoder {
    func scope(_ node: SchemaNode) -> CombinationScope? {
        node.allowOnly([
            "endpoint", "items", "bounds", "chooser", "variants", "combinations", "matching", "maxima", "limits",
        ])
        guard let items = JSONPointer(node.requiredText("items")), let bounds = JSONPointer(node.requiredText("bounds"))
        else {
            node.problem("\"items\" and \"bounds\" are pointers")
            return nil
        }
        return CombinationScope(
            endpoint: node.requiredText("endpoint"), items: items, bounds: bounds,
            chooser: node.requiredText("chooser"), variants: variants(node),
            combinations: node.requiredText("combinations"), matching: node.texts("matching"),
            maxima: texts(node.child("maxima")), limits: limits(node.child("limits")))
    }

    private func variants(_ node: SchemaNode) -> [Int: String] {
        texts(node.child("variants")).reduce(into: [:]) { result, member in
            guard let number = Int(member.key) else {
                node.problem("\"\(member.key)\" is not a number", at: "variants")
                return
            }
            result[number] = member.value
        }
    }

    private func texts(_ node: SchemaNode?) -> [String: String] {
        guard let node else { return [:] }
        return Dictionary(node.members.names.map { ($0, node.requiredText($0)) }) { first, _ in first }
    }

    private func limits(_ node: SchemaNode?) -> [String: Field.Limits] {
        guard let node else { return [:] }
        return node.members.names.reduce(into: [:]) { result, name in
            guard let limits = node.child(name) else { return }
            limits.allowOnly(["minimum", "maximum", "list"])
            result[name] = Field.Limits(
                minimum: limits.text("minimum"), maximum: limits.text("maximum"), list: limits.text("list"))
        }
    }

    func commands(_ node: SchemaNode) -> ItemCommands? {
        node.allowOnly(["list", "member", "write", "remove", "storesLensPosition"])
        guard let list = JSONPointer(node.requiredText("list")) else {
            node.problem("this is a pointer", at: "list")
            return nil
        }
        return ItemCommands(
            list: list, member: node.requiredText("member"), write: node.child("write")?.members ?? JSONObject(),
            remove: node.child("remove")?.members ?? JSONObject(), storesLensPosition: node.flag("storesLensPosition"))
    }
}
