import JSONTree

/// One step of the shortest way from one list to another, items told apart by their content.
struct ListEdit {
    let kind: Change.Kind
    /// In the new list; of a removed item in the old one.
    let position: Int
    let old: JSONValue?
    let new: JSONValue?

    /// Items that are in both lists at another place are moved, not removed and added.
    static func edits(from old: [JSONValue], to new: [JSONValue]) -> [ListEdit] {
        new.difference(from: old).inferringMoves().compactMap { step in
            switch step {
            case .remove(let offset, let item, nil): ListEdit(kind: .removed, position: offset, old: item, new: nil)
            case .insert(let offset, let item, nil): ListEdit(kind: .added, position: offset, old: nil, new: item)
            case .insert(let offset, let item, _?): ListEdit(kind: .moved, position: offset, old: item, new: item)
            case .remove(_, _, _?): nil
            }
        }
    }
}
