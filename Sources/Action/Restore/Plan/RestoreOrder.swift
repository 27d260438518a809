package import CameraSchema

/// The order in which sections are written: first what others need, last what can cut the connection, otherwise as in the schema.
package struct RestoreOrder: Sendable {
    private let positions: [String: Int]

    package init(_ schema: CameraSchema) {
        let names = schema.endpointNames.filter { schema.endpoints[$0] != nil }
        var waiting =
            names.filter { !Self.cutsConnection($0, schema) } + names.filter { Self.cutsConnection($0, schema) }
        var order: [String] = []
        var written: Set<String> = []
        while !waiting.isEmpty {
            // The checks of the schema allow no circle. An unchecked part of a schema must not make this loop endless.
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

    /// The sections in the order of writing. Sections of one endpoint are sorted by selector; unknown ones come last.
    package func sorted(_ sections: some Sequence<SectionName>) -> [SectionName] {
        sections.sorted { left, right in
            let (first, second) = (positions[left.endpoint] ?? Int.max, positions[right.endpoint] ?? Int.max)
            return first == second ? left < right : first < second
        }
    }
}
