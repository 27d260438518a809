package import JSONTree

/// A set of places to leave out of a document.
///
/// It takes them all out in one pass: a hostile file may name as many places as it has room for.
package struct PlaceFilter {
    private let document: JSONValue
    private var root = Node()

    private struct Node {
        var isPlace = false
        var children: [String: Node] = [:]

        mutating func insert(_ steps: ArraySlice<String>) {
            guard let step = steps.first else {
                isPlace = true
                return
            }
            children[step, default: Node()].insert(steps.dropFirst())
        }
    }

    /// - Parameter places: those that the document does not have are ignored.
    package init(_ document: JSONValue, without places: some Sequence<JSONPointer>) {
        self.document = document
        for place in places where document[place] != nil { root.insert(place.steps[...]) }
    }

    /// The document without these places. A member vanishes; an item of a list becomes null, so that its neighbours
    /// stay where they are; so does the whole document.
    package var rest: JSONValue {
        Self.filter(document, root) ?? .null
    }

    private static func filter(_ value: JSONValue, _ node: Node) -> JSONValue? {
        guard !node.isPlace else { return nil }
        guard !node.children.isEmpty else { return value }
        switch value {
        case .object(let object):
            var kept = JSONObject()
            for (name, member) in object {
                guard let child = node.children[name] else {
                    kept[name] = member
                    continue
                }
                kept[name] = filter(member, child)
            }
            return .object(kept)
        case .array(let items):
            return .array(
                items.enumerated().map { position, item in
                    guard let child = node.children[String(position)] else { return item }
                    return filter(item, child) ?? .null
                })
        default: return value
        }
    }
}
