import CameraSchema
import Configuration
import JSONTree

extension ValueDiffer {
    mutating func compareKeyed(_ old: JSONObject, _ new: JSONObject, item: Field, at place: Place) {
        for key in Set(old.names).union(new.names).sorted(by: ListKey.precedes) where differ(old[key], new[key]) {
            let itemPlace = place.inside(
                key, titled: Self.itemName(key, of: new[key] ?? old[key], at: place), field: item)
            compareItem(old[key], new[key], at: itemPlace)
        }
    }

    mutating func compareItems(
        _ old: [JSONValue], _ new: [JSONValue], item: Field, identity: ListIdentity, at place: Place
    ) {
        guard case .position(let names) = identity else {
            compareByContent(old, new, item: item, at: place)
            return
        }
        for position in 0..<max(old.count, new.count) {
            let (old, new) = (
                position < old.count ? old[position] : nil, position < new.count ? new[position] : nil
            )
            guard differ(old, new) else { continue }
            let title = position < names.count ? names[position] : Self.title(item, position)
            compareItem(old, new, at: place.item(old: position, new: position, title, item))
        }
    }

    private mutating func compareItem(_ old: JSONValue?, _ new: JSONValue?, at place: Place) {
        switch (old, new) {
        case (nil, nil): return
        case (_?, _?): compare(old, new, at: place)
        case (let old, let new):
            append(old == nil ? .added : .removed, old, new, at: place, detail: .item(name: place.titles.last ?? ""))
        }
    }

    /// What is not compared does not tell items apart; what differs in it is still looked at in the items that are the same.
    private mutating func compareByContent(_ old: [JSONValue], _ new: [JSONValue], item: Field, at place: Place) {
        let contents = comparableItems(old, new, at: place)
        guard let edits = ListEdit.edits(from: contents.old, to: contents.new) else {
            append(.changed, .array(old), .array(new), at: place, detail: .plain)
            return
        }
        for edit in edits {
            switch edit {
            case .removed(let position):
                let itemPlace = place.item(old: position, new: position, Self.title(item, position), item)
                append(.removed, old[position], nil, at: itemPlace, detail: .item(name: Self.title(item, position)))
            case .added(let position):
                let itemPlace = place.item(old: position, new: position, Self.title(item, position), item)
                append(.added, nil, new[position], at: itemPlace, detail: .item(name: Self.title(item, position)))
            case .moved(let from, let position):
                let itemPlace = place.item(old: from, new: position, Self.title(item, position), item)
                append(.moved, old[from], new[position], at: itemPlace, detail: .item(name: Self.title(item, position)))
                compareRest(old[from], new[position], at: itemPlace)
            case .kept(let from, let position):
                compareRest(
                    old[from], new[position], at: place.item(old: from, new: position, Self.title(item, position), item)
                )
            }
        }
    }

    private mutating func compareRest(_ old: JSONValue, _ new: JSONValue, at place: Place) {
        if differ(old, new) { compare(old, new, at: place) }
    }

    /// Without what is left out, and without fingerprints that cannot be compared.
    private func comparableItems(
        _ old: [JSONValue], _ new: [JSONValue], at place: Place
    ) -> (old: [JSONValue], new: [JSONValue]) {
        let isLeftOut = { (role: Role) in !options.includes(role) }
        let (old, new) = (
            SectionRoles.items(old, at: place.placeInOld, in: self.old, without: isLeftOut),
            SectionRoles.items(new, at: place.pointer, in: self.new, without: isLeftOut)
        )
        guard mayHoldSecrets, SecretStates.keys(in: .array(old)) != SecretStates.keys(in: .array(new)) else {
            return (old, new)
        }
        return (old.map(\.withoutFingerprints), new.map(\.withoutFingerprints))
    }

    private static func title(_ item: Field, _ position: Int) -> String {
        "\(item.title.isEmpty ? "Item" : item.title) \(position + 1)"
    }

    /// What an item of a keyed list is called: the name of its key, or the key itself.
    private static func itemName(_ key: String, of item: JSONValue?, at place: Place) -> String {
        guard case .list(let field, .key(let keyName))? = place.field?.type,
            case .object(let fields) = field.type, let keyField = fields.first(where: { $0.name == keyName })
        else { return key }
        if let text = item?[keyName]?.stringValue, Enumeration.number(inCanonical: text) != nil {
            return NamedNumber(canonical: .string(text))?.name ?? key
        }
        return keyField.type == .integer ? "\(keyField.title) \(key)" : key
    }
}
