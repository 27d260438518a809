package import CameraSchema

/// The order in which sections are written: what another one needs first, what can cut the connection last, else as in the schema.
package struct RestoreOrder: Sendable {
    private let positions: [String: Int]

    package init(_ schema: CameraSchema) {
        let names = schema.endpointNames.filter { schema.endpoints[$0] != nil }
        var waiting =
            names.filter { !Self.cutsConnection($0, schema) } + names.filter { Self.cutsConnection($0, schema) }
        var order: [String] = []
        var written: Set<String> = []
        while !waiting.isEmpty {
            // The schema's checks allow no circle; a part of a schema that nobody checked must not make this endless.
            let next = waiting.firstIndex { isReady($0) } ?? 0
            let name = waiting.remove(at: next)
            order.append(name)
            written.insert(name)
        }
        positions = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })

        func isReady(_ name: String) -> Bool {
            schema.endpoints[name]?.after.allSatisfy { written.contains($0) || schema.endpoints[$0] == nil } ?? true
        }
    }

    private static func cutsConnection(_ name: String, _ schema: CameraSchema) -> Bool {
        schema.endpoints[name]?.interrupts.contains(.connection) ?? false
    }

    /// The sections in the order of writing; those of one endpoint by their selectors, those that the schema does not know last.
    package func sorted(_ sections: some Sequence<SectionName>) -> [SectionName] {
        sections.sorted { left, right in
            let (first, second) = (positions[left.endpoint] ?? Int.max, positions[right.endpoint] ?? Int.max)
            return first == second ? left < right : first < second
        }
    }
}
