import CameraSchema
import Configuration
import JSONTree
import SemanticDiff
import Snapshots

/// Finds, value by value, what more than half of the cameras that have a place have there.
struct SectionVote {
    /// A place without a majority.
    struct Split {
        var pointer: JSONPointer
        /// Whether the place is a member that the schema does not know.
        var isUndocumented: Bool
        var field: Field?
        var ballots: Ballots
    }

    private(set) var splits: [Split] = []
    private var isUndocumented = false

    mutating func config(_ ballots: Ballots, _ field: Field?) -> JSONValue {
        isUndocumented = false
        return vote(ballots, on: field, at: JSONPointer()) ?? .null
    }

    mutating func undocumented(_ ballots: Ballots, _ member: JSONPointer) -> JSONValue? {
        isUndocumented = true
        return vote(ballots, on: nil, at: member)
    }

    /// Nil if most have no value. A place without a majority holds null, for ``MajorityConfiguration`` to fill.
    private mutating func vote(_ ballots: Ballots, on field: Field?, at place: JSONPointer) -> JSONValue? {
        if ballots.groups.count == 1 { return ballots.groups[0].value }
        let present = ballots.filter { $0.value != nil }
        let (having, all) = (present.count, ballots.count)
        guard having > all / 2 else {
            return (all - having) > all / 2 ? nil : split(ballots, field: field, at: place)
        }
        if present.values.contains(where: { SecretState(json: $0) != nil }) {
            return voteOnSecrets(present: present, field: field, at: place)
        }
        let objects = present.filter { $0.value?.objectValue != nil }
        if objects.count > having / 2, Self.hasMembers(field) {
            return voteOnMembers(of: objects, field: field, at: place)
        }
        if case .list(let item, .position)? = field?.type, let length = Self.commonLength(present.values) {
            return voteOnItems(of: present, item: item, length: length, at: place)
        }
        let comparable = Self.keys(present.values).count > 1 ? present.map { $0?.withoutFingerprints } : present
        if let winner = comparable.winner { return winner.value }
        return split(ballots, field: field, at: place)
    }

    private mutating func split(_ ballots: Ballots, field: Field?, at place: JSONPointer) -> JSONValue {
        splits.append(Split(pointer: place, isUndocumented: isUndocumented, field: field, ballots: ballots))
        return .null
    }

    // MARK: - Containers

    private static func hasMembers(_ field: Field?) -> Bool {
        switch field?.type {
        case nil, .object?, .list(_, .key)?: true
        default: false
        }
    }

    private mutating func voteOnMembers(of objects: Ballots, field: Field?, at place: JSONPointer) -> JSONValue {
        var result = JSONObject()
        for name in Self.memberNames(objects.values) {
            let members = objects.map { $0?[name] }
            if let value = vote(members, on: Self.field(of: name, in: field), at: place.appending(name)) {
                result[name] = value
            }
        }
        return .object(result)
    }

    /// In the order of the first object that has each.
    private static func memberNames(_ objects: [JSONValue]) -> [String] {
        var (names, seen) = ([String](), Set<String>())
        for object in objects {
            for name in object.objectValue?.names ?? [] where seen.insert(name).inserted { names.append(name) }
        }
        return names
    }

    private static func field(of name: String, in field: Field?) -> Field? {
        switch field?.type {
        case .object(let fields)?: fields.first { $0.name == name }
        case .list(let item, .key)?: item
        default: nil
        }
    }

    /// The length that all the lists have; nil if one is of another length, or no list.
    private static func commonLength(_ values: [JSONValue]) -> Int? {
        let lengths = values.map { $0.arrayValue?.count }
        guard let first = lengths.first, lengths.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private mutating func voteOnItems(
        of lists: Ballots, item: Field, length: Int, at place: JSONPointer
    ) -> JSONValue {
        .array(
            (0..<length).map { position in
                let items = lists.map { $0?.arrayValue?[position] }
                return vote(items, on: item, at: place.appending(position)) ?? .null
            })
    }

    // MARK: - Secrets

    private mutating func voteOnSecrets(present: Ballots, field: Field?, at place: JSONPointer) -> JSONValue {
        guard let kind = present.map({ $0?.withoutFingerprints }).winner?.value else {
            return split(present, field: field, at: place)
        }
        guard case .set? = SecretState(json: kind) else { return kind }
        if let winner = present.winner?.value { return winner }
        // Fingerprints of one key that are not alike are secrets that are not alike.
        guard Self.keys(present.values).count > 1 else { return split(present, field: field, at: place) }
        return kind
    }

    /// The names of the keys under which the secrets inside were fingerprinted; an empty one for none.
    private static func keys(_ values: [JSONValue]) -> Set<String> {
        values.reduce(into: []) { $0.formUnion(keys(in: $1)) }
    }

    private static func keys(in value: JSONValue) -> Set<String> {
        if case .set(let fingerprint)? = SecretState(json: value) { return [fingerprint?.key ?? ""] }
        return switch value {
        case .object(let object): object.reduce(into: []) { $0.formUnion(keys(in: $1.value)) }
        case .array(let items): items.reduce(into: []) { $0.formUnion(keys(in: $1)) }
        default: []
        }
    }
}
