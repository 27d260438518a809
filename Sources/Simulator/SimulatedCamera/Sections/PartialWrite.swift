import JSONTree

/// What a camera stores if it applies a write except for one member.
enum PartialWrite {
    /// The new value with the old one at the pointer. Without a pointer, the first member that would change stays as it was.
    static func result(_ new: JSONValue, instead old: JSONValue, keeping pointer: JSONPointer?) -> JSONValue {
        let steps = pointer?.steps ?? firstChange(new, old)
        guard let steps, let kept = steps.reduce(old, { $0?.member($1) }) else { return new }
        return new.setting(kept, at: steps[...])
    }

    /// The steps to the first member that differs; a list of plain values counts as one member.
    private static func firstChange(_ new: JSONValue, _ old: JSONValue) -> [String]? {
        switch (new, old) {
        case (.object(let news), .object(let olds)):
            for (name, member) in news {
                guard let before = olds[name] else { continue }
                if let inner = firstChange(member, before) { return [name] + inner }
            }
            return nil
        case (.array(let news), .array(let olds))
        where news.count == olds.count && news.allSatisfy({ $0.objectValue != nil }):
            for (index, (item, before)) in zip(news, olds).enumerated() {
                if let inner = firstChange(item, before) { return [String(index)] + inner }
            }
            return nil
        default:
            return new == old ? nil : []
        }
    }
}

extension JSONValue {
    fileprivate func member(_ step: String) -> JSONValue? {
        if let items = arrayValue {
            guard let index = Int(step), items.indices.contains(index) else { return nil }
            return items[index]
        }
        return self[step]
    }
}
