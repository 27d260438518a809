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
    /// Positions of the groups by the canonical text of their value, once there are many: cameras that all differ must not cost
    /// the square of their number.
    private var positions: [[UInt8]: Int] = [:]

    private static let few = 8

    init(_ groups: [Group] = []) {
        for group in groups { add(group) }
    }

    private mutating func add(_ group: Group) {
        if let position = position(of: group.value) {
            groups[position].cameras += group.cameras
            return
        }
        groups.append(group)
        if groups.count == Self.few + 1 {
            positions = Dictionary(zip(groups.map { Self.key($0.value) }, groups.indices)) { first, _ in first }
        } else if groups.count > Self.few {
            positions[Self.key(group.value)] = groups.count - 1
        }
    }

    private func position(of value: JSONValue?) -> Int? {
        groups.count > Self.few ? positions[Self.key(value)] : groups.firstIndex { $0.value == value }
    }

    private static func key(_ value: JSONValue?) -> [UInt8] {
        value.map(JSONWriter.canonical) ?? []
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
