extension JSONValue {
    /// The value at that place, or nil if the document has no such place.
    package subscript(pointer: JSONPointer) -> JSONValue? {
        var value = self
        for step in pointer.steps {
            switch value {
            case .object(let object):
                guard let member = object[step] else { return nil }
                value = member
            case .array(let items):
                guard let position = Int(step), items.indices.contains(position) else { return nil }
                value = items[position]
            default: return nil
            }
        }
        return value
    }

    /// The document with another value at that place; unchanged if there is no such place.
    package func replacing(_ pointer: JSONPointer, with value: JSONValue) -> JSONValue {
        replacing(pointer.steps[...], with: value)
    }

    private func replacing(_ steps: ArraySlice<String>, with value: JSONValue) -> JSONValue {
        guard let step = steps.first else { return value }
        switch self {
        case .object(var object):
            guard let member = object[step] else { return self }
            object[step] = member.replacing(steps.dropFirst(), with: value)
            return .object(object)
        case .array(var items):
            guard let position = Int(step), items.indices.contains(position) else { return self }
            items[position] = items[position].replacing(steps.dropFirst(), with: value)
            return .array(items)
        default: return self
        }
    }
}

extension JSONValue {
    /// The document without these places; places that it does not have are ignored. A member vanishes; an item of a list becomes
    /// null, so that its neighbours stay where they are, and so does the whole document.
    ///
    /// All are taken out in one pass: a hostile file may name as many places as it has room for.
    package func without(_ places: some Sequence<JSONPointer>) -> JSONValue {
        var removed = RemovedPlaces()
        for place in places where self[place] != nil { removed.insert(place.steps[...]) }
        return without(removed) ?? .null
    }

    private func without(_ removed: RemovedPlaces) -> JSONValue? {
        guard !removed.isWhole else { return nil }
        guard !removed.inside.isEmpty else { return self }
        switch self {
        case .object(let object):
            var kept = JSONObject()
            for (name, member) in object {
                guard let inner = removed.inside[name] else {
                    kept[name] = member
                    continue
                }
                kept[name] = member.without(inner)
            }
            return .object(kept)
        case .array(let items):
            return .array(
                items.enumerated().map { position, item in
                    guard let inner = removed.inside[String(position)] else { return item }
                    return item.without(inner) ?? .null
                })
        default: return self
        }
    }
}

/// Places to be taken out of a document, as a tree of steps.
private struct RemovedPlaces {
    var isWhole = false
    var inside: [String: RemovedPlaces] = [:]

    mutating func insert(_ steps: ArraySlice<String>) {
        guard let step = steps.first else {
            isWhole = true
            return
        }
        inside[step, default: RemovedPlaces()].insert(steps.dropFirst())
    }
}
