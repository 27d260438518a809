import JSONTree

/// One step of the shortest way from one list to another, items told apart by their content.
enum ListEdit {
    case removed(old: Int)
    case added(new: Int)
    case moved(old: Int, new: Int)
    /// The same item on both sides, perhaps with other items before it.
    case kept(old: Int, new: Int)

    /// Items of both lists between what they have in common at both ends; beyond that the shortest way takes too long to find.
    private static let itemLimit = 1000

    /// In the order of the new list, removed items first. Nil for long lists that have little in common.
    static func edits(from old: [JSONValue], to new: [JSONValue]) -> [ListEdit]? {
        let (old, new) = numbers(old, new)
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
        let (oldMiddle, newMiddle) = (old[start..<old.count - end], new[start..<new.count - end])
        guard oldMiddle.count + newMiddle.count <= itemLimit else { return nil }
        let common =
            (0..<start).map { ListEdit.kept(old: $0, new: $0) }
            + (0..<end).map { ListEdit.kept(old: oldMiddle.endIndex + $0, new: newMiddle.endIndex + $0) }
        return edits(oldMiddle, newMiddle) + common
    }

    private static func edits(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [ListEdit] {
        var (removed, added, moved): ([ListEdit], [ListEdit], [ListEdit]) = ([], [], [])
        var (gone, come): (Set<Int>, Set<Int>) = ([], [])
        for step in Array(new).difference(from: Array(old)).inferringMoves() {
            switch step {
            case .remove(let offset, _, let target):
                gone.insert(offset)
                if target == nil { removed.append(.removed(old: old.startIndex + offset)) }
            case .insert(let offset, _, let source):
                come.insert(offset)
                let position = new.startIndex + offset
                if let source {
                    moved.append(.moved(old: old.startIndex + source, new: position))
                } else {
                    added.append(.added(new: position))
                }
            }
        }
        let stayed = zip(
            old.indices.filter { !gone.contains($0 - old.startIndex) },
            new.indices.filter { !come.contains($0 - new.startIndex) })
        return removed.reversed() + added + moved + stayed.map { .kept(old: $0, new: $1) }
    }

    /// Equal items as equal numbers.
    private static func numbers(_ old: [JSONValue], _ new: [JSONValue]) -> ([Int], [Int]) {
        var known: [[UInt8]: Int] = [:]
        func numbers(_ items: [JSONValue]) -> [Int] {
            items.map { item in
                let bytes = JSONWriter.canonical(item)
                if let number = known[bytes] { return number }
                known[bytes] = known.count
                return known.count - 1
            }
        }
        return (numbers(old), numbers(new))
    }
}
