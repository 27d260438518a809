import CameraSchema

/// Finds the field for a wire name: those of the message's own direction first, names as they stand before trimmed ones.
struct FieldNames {
    private var fields: [String: Field] = [:]

    init(_ all: [Field], _ direction: Direction) {
        let ordered = all.filter { $0.occurs(in: direction) } + all.filter { !$0.occurs(in: direction) }
        let other: Direction = direction == .get ? .set : .get
        for name in [\Field.wireName[direction], \Field.wireName[other]] {
            for field in ordered { add(field, named: field[keyPath: name]) }
        }
        for field in ordered {
            for name in field.alsoNamed { add(field, named: name) }
        }
        for (name, field) in fields { add(field, named: name.trimmingBlanks) }
    }

    private mutating func add(_ field: Field, named name: String) {
        if fields[name] == nil { fields[name] = field }
    }

    func field(named wireName: String) -> Field? {
        fields[wireName] ?? fields[wireName.trimmingBlanks]
    }
}

extension String {
    /// Without blanks at both ends: names come with them (field facts, Values).
    var trimmingBlanks: String {
        guard first == " " || last == " " else { return self }
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}

extension Field {
    /// Whether the value is neither an object nor a list of fields.
    var isPlain: Bool {
        switch type {
        case .object, .list: false
        default: true
        }
    }

    /// The role of everything inside, if it is one.
    var uniformRole: Role? {
        switch type {
        case .object(let fields):
            guard let first = fields.first?.uniformRole, fields.allSatisfy({ $0.uniformRole == first }) else {
                return nil
            }
            return first
        case .list(let item, _): return item.uniformRole
        default: return role
        }
    }
}

/// The order of the keys of a keyed list: numbers by value, then texts.
enum ListKey {
    static func precedes(_ left: String, _ right: String) -> Bool {
        switch (Int(left), Int(right)) {
        case (let left?, let right?): left < right
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left < right
        }
    }
}
