/// A pattern of camera names as shells write them: `*` is any text, `?` any character.
package struct NamePattern {
    private let pattern: [Character]

    init(_ text: String) {
        pattern = Array(text)
    }

    package static func isPattern(_ text: String) -> Bool { text.contains { $0 == "*" || $0 == "?" } }

    /// In time that is the product of both lengths at most.
    func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (position, place) = (0, 0)
        /// Where to go on with one more character for the last star.
        var retry: (position: Int, place: Int)?
        while place < name.count {
            if position < pattern.count, pattern[position] == "*" {
                retry = (position + 1, place)
                position += 1
            } else if position < pattern.count, pattern[position] == "?" || pattern[position] == name[place] {
                position += 1
                place += 1
            } else if let last = retry {
                retry = (last.position, last.place + 1)
                (position, place) = (last.position, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}
