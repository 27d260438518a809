package import JSONTree

extension JSONValue {
    /// The document without the places that the pointers name; an item of a list becomes null, so that its neighbours stay where they are.
    package func removing(_ pointers: some Sequence<JSONPointer>) -> JSONValue {
        pointers.reduce(self) { $0.removing($1.steps[...]) ?? .null }
    }

    private func removing(_ steps: ArraySlice<String>) -> JSONValue? {
        guard let step = steps.first else { return nil }
        switch self {
        case .object(var object):
            guard let member = object[step] else { return self }
            object[step] = member.removing(steps.dropFirst())
            return .object(object)
        case .array(var items):
            guard let position = Int(step), items.indices.contains(position) else { return self }
            items[position] = items[position].removing(steps.dropFirst()) ?? .null
            return .array(items)
        default: return self
        }
    }
}
