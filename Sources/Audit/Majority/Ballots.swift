import Configuration
import JSONTree

/// The values that cameras have at one place, alike ones together.
struct Ballots {
    /// A value and who has it: positions of the audit's cameras. Nil for no value.
    struct Group {
        var value: JSONValue?
        var cameras: [Int]
    }

    /// In the order in which the values first came up.
    private(set) var groups: [Group] = []

    init(_ groups: [Group] = []) {
        for group in groups { add(group) }
    }

    private mutating func add(_ group: Group) {
        if let position = groups.firstIndex(where: { $0.value == group.value }) {
            groups[position].cameras += group.cameras
        } else {
            groups.append(group)
        }
    }

    var count: Int { groups.reduce(0) { $0 + $1.cameras.count } }

    /// The one group that holds more than half of the cameras.
    var winner: Group? {
        let half = count / 2
        return groups.first { $0.cameras.count > half }
    }

    /// The ballots of these groups alone.
    func filter(_ isWanted: (Group) -> Bool) -> Ballots {
        var result = Ballots()
        result.groups = groups.filter(isWanted)
        return result
    }

    /// The ballots over what a value turns into; alike ones come together.
    func map(_ transform: (JSONValue?) -> JSONValue?) -> Ballots {
        Ballots(groups.map { Group(value: transform($0.value), cameras: $0.cameras) })
    }

    /// Most cameras first; of alike groups the one that came up first.
    var ranked: [Group] {
        groups.enumerated().sorted { left, right in
            (-left.element.cameras.count, left.offset) < (-right.element.cameras.count, right.offset)
        }.map(\.element)
    }

    var values: [JSONValue] { groups.compactMap(\.value) }
}
