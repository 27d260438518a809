/// Finds what a user probably meant.
package enum Suggestion {
    /// The name most like `word`: the fewest single-letter edits or swaps, or one that it begins; nil if none is near.
    package static func closest(to word: String, among names: [String]) -> String? {
        guard !word.isEmpty, word.utf8.count <= 64 else {
            return nil
        }
        let letters = Array(word.lowercased())
        let limit = max(1, (letters.count + 1) / 3)
        var best: (name: String, distance: Int)?
        for name in names {
            let found = distance(letters, Array(name))
            if found <= limit, found < best?.distance ?? .max {
                best = (name, found)
            }
        }
        if let best {
            return best.name
        }
        return letters.count < 2 ? nil : names.first { $0.hasPrefix(word.lowercased()) }
    }

    /// Edits, insertions, deletions and swaps of neighbours that turn one word into the other.
    static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }
}
