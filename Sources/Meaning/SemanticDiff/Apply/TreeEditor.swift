import JSONTree

/// Makes changes to the values of one tree, from the root down: the places of changes name lists where they stand in the new tree.
struct TreeEditor {
    /// Nil if there is no such tree.
    private(set) var root: JSONValue?
    private let base: JSONPointer
    private let section: String

    /// - Parameter base: the place of the tree's root in the section
    init(_ root: JSONValue?, at base: JSONPointer, _ section: String) {
        self.root = root
        self.base = base
        self.section = section
    }

    mutating func apply(_ changes: [Change]) throws(ApplyError) {
        let byDepth = Dictionary(grouping: changes) { $0.pointer.steps.count }
        for (_, level) in byDepth.sorted(by: { $0.key < $1.key }) {
            let lists = Dictionary(grouping: level.filter(isListItem), by: \.pointer.parent)
            for (list, items) in lists { try edit(list, items) }
            for change in level where !isListItem(change) { try apply(change) }
        }
    }

    private func isListItem(_ change: Change) -> Bool {
        guard case .item = change.detail, let steps = steps(change.pointer.parent) else { return false }
        return root?[JSONPointer(Array(steps))]?.arrayValue != nil
    }

    private func steps(_ pointer: JSONPointer) -> ArraySlice<String>? {
        base.contains(pointer) ? pointer.steps[base.steps.count...] : nil
    }

    // MARK: - Values

    private mutating func apply(_ change: Change) throws(ApplyError) {
        switch (change.detail, change.kind, change.within) {
        case (.resolution, _, _):
            for name in Resolution.names {
                guard let value = change.new?[name] else { throw error(change.pointer, "the new \(name) is missing") }
                try set(change.pointer.appending(name), to: value, for: change)
            }
        case (_, .removed, let within?): try set(within, to: nil, for: change)
        case (_, .removed, nil): try set(change.pointer, to: nil, for: change)
        case (_, .added, _), (_, .changed, _), (_, .moved, _):
            guard let value = change.new else { throw error(change.pointer, "the new value is missing") }
            try set(change.pointer, to: value, for: change)
        }
    }

    private mutating func set(_ pointer: JSONPointer, to value: JSONValue?, for change: Change) throws(ApplyError) {
        guard let steps = steps(pointer) else { throw error(pointer, "it is outside of what was compared") }
        let mayCreate = change.kind == .added ? (change.within ?? pointer).steps.count - base.steps.count : Int.max
        root = try edited(root, at: steps, for: change, depth: 0, mayCreate: mayCreate, to: value)
    }

    /// - Parameter mayCreate: the depth from which on values need not be there
    private func edited(
        _ current: JSONValue?, at steps: ArraySlice<String>, for change: Change, depth: Int, mayCreate: Int,
        to value: JSONValue?
    ) throws(ApplyError) -> JSONValue? {
        let isMissing = current == nil && depth < mayCreate
        guard let step = steps.first else {
            // The first of an object's fields takes the whole object along.
            if isMissing, change.within == nil { throw error(change.pointer, "there is nothing to change") }
            return value
        }
        switch current {
        case .object(var object)?:
            object[step] = try edited(
                object[step], at: steps.dropFirst(), for: change, depth: depth + 1, mayCreate: mayCreate, to: value)
            return .object(object)
        case .array(var items)?:
            guard let position = Int(step), items.indices.contains(position),
                let item = try edited(
                    items[position], at: steps.dropFirst(), for: change, depth: depth + 1, mayCreate: mayCreate,
                    to: value)
            else { throw error(change.pointer, "the list has no such item") }
            items[position] = item
            return .array(items)
        case nil where !isMissing:
            let inner = try edited(
                nil, at: steps.dropFirst(), for: change, depth: depth + 1, mayCreate: mayCreate, to: value)
            return .object(JSONObject(inner.map { [(step, $0)] } ?? []))
        default:
            throw error(change.pointer, "there is no object or list around it")
        }
    }

    // MARK: - Lists

    /// Takes out what goes and puts in what comes, everything else staying in its order.
    private mutating func edit(_ list: JSONPointer, _ items: [Change]) throws(ApplyError) {
        guard let steps = steps(list), let old = root?[JSONPointer(Array(steps))]?.arrayValue else {
            throw error(list, "there is no list")
        }
        var gone: Set<Int> = []
        var come: [Int: JSONValue] = [:]
        for change in items {
            if change.kind != .added {
                let position = try position(change.oldPointer ?? change.pointer)
                guard old.indices.contains(position) else { throw error(change.pointer, "the list has no such item") }
                gone.insert(position)
                if change.kind == .moved { come[try self.position(change.pointer)] = old[position] }
            }
            if change.kind == .added || change.kind == .changed {
                come[try position(change.pointer)] = change.new ?? .null
            }
        }
        var staying = old.indices.filter { !gone.contains($0) }.map { old[$0] }.makeIterator()
        let count = old.count - gone.count + come.count
        guard come.keys.allSatisfy({ $0 < count }) else { throw error(list, "the list has another length") }
        let new = (0..<count).compactMap { come[$0] ?? staying.next() }
        root = root?.replacing(JSONPointer(Array(steps)), with: .array(new))
    }

    private func position(_ pointer: JSONPointer) throws(ApplyError) -> Int {
        guard let position = pointer.steps.last.flatMap({ Int($0) }), position >= 0 else {
            throw error(pointer, "an item of a list needs a position")
        }
        return position
    }

    private func error(_ pointer: JSONPointer, _ reason: String) -> ApplyError {
        ApplyError(section: section, pointer: pointer, reason: reason)
    }
}

extension JSONPointer {
    fileprivate var parent: JSONPointer {
        JSONPointer(Array(steps.dropLast()))
    }
}
