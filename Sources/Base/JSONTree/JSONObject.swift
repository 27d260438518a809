/// The members of a JSON object, in the order in which they came, each name once.
package struct JSONObject: Sendable {
    package typealias Member = (key: String, value: JSONValue)

    private var members: [Member] = []
    /// Positions by name. Nil while there are few members, or while their names ascend so that halving finds them.
    private var positions: [String: Int]?

    private static let smallCount = 12
    /// Room for the first members: most objects of a configuration need no more.
    private static let usualCount = 4

    package init() {}

    /// A later member of the same name replaces an earlier one.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    package var count: Int { members.count }
    package var isEmpty: Bool { members.isEmpty }
    /// The names, in order.
    package var names: [String] { members.map(\.key) }

    private func position(of key: String) -> Int? {
        if members.count <= Self.smallCount { return members.firstIndex { $0.key == key } }
        if let positions { return positions[key] }
        return ascendingPosition(of: key)
    }

    private func ascendingPosition(of key: String) -> Int? {
        var range = members.indices
        while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
            if members[middle].key == key { return middle }
            range = members[middle].key < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// Setting a new name appends it; setting nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Appends a member whose name the object does not have yet.
    mutating func append(_ key: String, _ value: JSONValue) {
        if members.isEmpty { members.reserveCapacity(Self.usualCount) }
        members.append((key, value))
        guard members.count > Self.smallCount else { return }
        if positions != nil {
            positions?[key] = members.count - 1
        } else if !ascends(from: members.count == Self.smallCount + 1 ? 0 : members.count - 2) {
            indexPositions()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        if members.count <= Self.smallCount { positions = nil } else if positions != nil { indexPositions() }
    }

    private func ascends(from start: Int) -> Bool {
        zip(members[start...], members[(start + 1)...]).allSatisfy { $0.key < $1.key }
    }

    private mutating func indexPositions() {
        positions = Dictionary(zip(members.lazy.map(\.key), members.indices)) { first, _ in first }
    }

    /// The members in the order of RFC 8785: by the UTF-16 code units of their names.
    package var sortedMembers: [Member] {
        // What was read from a canonical document is sorted already.
        let isSorted = zip(members, members.dropFirst()).allSatisfy { $0.key.precedesInCanonicalOrder($1.key) }
        return isSorted ? members : members.sorted { $0.key.precedesInCanonicalOrder($1.key) }
    }
}

extension JSONObject: Sequence {
    package func makeIterator() -> IndexingIterator<[Member]> {
        members.makeIterator()
    }
}

extension JSONObject: Equatable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        // Nearly always the members stand in the same order.
        for (position, member) in left.members.enumerated() {
            let other = right.members[position]
            if member.key == other.key {
                guard member.value == other.value else { return false }
            } else {
                guard right[member.key] == member.value else { return false }
            }
        }
        return true
    }
}

extension String {
    /// RFC 8785, 3.2.3: names are compared as arrays of UTF-16 code units.
    package func precedesInCanonicalOrder(_ other: String) -> Bool {
        let order: Bool?? = utf8.withContiguousStorageIfAvailable { left in
            let order: Bool?? = other.utf8.withContiguousStorageIfAvailable { right in Self.byteOrder(left, right) }
            return order.flatMap { $0 }
        }
        return order.flatMap { $0 } ?? utf16.lexicographicallyPrecedes(other.utf16)
    }

    /// Bytes of UTF-8 and code units of UTF-16 order texts alike, but for U+E000 to U+FFFF against what lies beyond.
    /// Nil if the texts first differ there.
    private static func byteOrder(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool? {
        for position in 0..<Swift.min(left.count, right.count) where left[position] != right[position] {
            let isAmbiguous = left[position] >= 0xEE && right[position] >= 0xEE
            return isAmbiguous ? nil : left[position] < right[position]
        }
        return left.count < right.count
    }
}
