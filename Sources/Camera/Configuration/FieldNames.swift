import CameraSchema
import JSONTree

/// Finds the field for a wire name: those of the message's own direction first, names as they stand before trimmed ones.
struct FieldNames {
    /// By wire name, with the place of that name among the names of its field: the lower, the better.
    private var fields: [String: (field: Field, rank: Int)] = [:]

    private static let trimmedRank = 1000

    init(_ all: [Field], _ direction: Direction) {
        let named = all.filter { !$0.isFlatFigure }
        let ordered = named.filter { $0.occurs(in: direction) } + named.filter { !$0.occurs(in: direction) }
        let other: Direction = direction == .get ? .set : .get
        for field in ordered { add(field, named: field.wireName[direction], rank: 0) }
        for field in ordered { add(field, named: field.wireName[other], rank: 1) }
        for field in ordered {
            for (position, name) in field.alsoNamed.enumerated() { add(field, named: name, rank: 2 + position) }
        }
        // Firmware that spells a name right at last.
        for field in ordered { add(field, named: field.name, rank: Self.trimmedRank - 1) }
        for (name, entry) in fields.sorted(by: { ($0.value.rank, $0.key) < ($1.value.rank, $1.key) }) {
            add(entry.field, named: name.trimmingBlanks, rank: Self.trimmedRank + entry.rank)
        }
    }

    private mutating func add(_ field: Field, named name: String, rank: Int) {
        if fields[name] == nil { fields[name] = (field, rank) }
    }

    private func entry(for wireName: String) -> (field: Field, rank: Int)? {
        if let entry = fields[wireName] { return entry }
        return fields[wireName.trimmingBlanks].map { ($0.field, Self.trimmedRank + $0.rank) }
    }

    /// The field for which each member of an object stands, by wire name. Where several members could stand for one field,
    /// the best name does, whatever the order of the members.
    func fields(of object: JSONObject) -> [String: Field] {
        var best: [String: (rank: Int, wireName: String)] = [:]
        for wireName in object.names {
            guard let (field, rank) = entry(for: wireName) else { continue }
            if let other = best[field.name], (other.rank, other.wireName) <= (rank, wireName) { continue }
            best[field.name] = (rank, wireName)
        }
        return best.values.reduce(into: [:]) { $0[$1.wireName] = entry(for: $1.wireName)?.field }
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

    /// Whether the value's members stand among the neighbours of the field, so that it has no wire name.
    var isFlatFigure: Bool {
        if case .geometry(let shape) = type { shape.isFlat } else { false }
    }

    /// Whether the value is a secret or has one inside.
    var holdsSecrets: Bool {
        switch type {
        case .object(let fields): role == .secret || fields.contains(where: \.holdsSecrets)
        case .list(let item, _): role == .secret || item.holdsSecrets
        default: role == .secret
        }
    }

    /// Names that the canonical form has at the place of the field itself.
    var canonicalMembers: Set<String> {
        switch type {
        case .object(let fields): Set(fields.map(\.name))
        case .grid: ["columns", "rows", "cells"]
        case .geometry: ["from", "to"]
        default: []
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
package enum ListKey {
    package static func precedes(_ leftText: String, _ rightText: String) -> Bool {
        switch (Int(leftText), Int(rightText)) {
        case (let left?, let right?): (left, leftText) < (right, rightText)
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): leftText < rightText
        }
    }
}
