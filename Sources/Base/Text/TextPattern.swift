/// A pattern that a text must fit from beginning to end: `*` stands for any text.
package struct TextPattern: Sendable, Hashable {
    /// What stands for something else than itself.
    package enum Wildcards: Sendable, Hashable {
        /// `*` alone. Texts are compared byte by byte.
        case star
        /// As in a shell: `*`, and `?` for any one character. Texts are compared by characters, as a person counts them.
        case starAndQuestionMark
    }

    /// As it was written.
    package let text: String
    private let wildcards: Wildcards

    package init(_ text: some StringProtocol, _ wildcards: Wildcards = .star) {
        self.text = String(text)
        self.wildcards = wildcards
    }

    /// Whether the text would mean more than itself.
    package static func hasWildcard(_ text: String, _ wildcards: Wildcards) -> Bool {
        text.contains { $0 == "*" || wildcards == .starAndQuestionMark && $0 == "?" }
    }

    package func matches(_ other: some StringProtocol) -> Bool {
        switch wildcards {
        case .star:
            Self.matches(Array(text.utf8), Array(other.utf8)) {
                $0 == UInt8(ascii: "*")
            } isAny: { _ in
                false
            }
        case .starAndQuestionMark:
            Self.matches(Array(text), Array(other)) {
                $0 == "*"
            } isAny: {
                $0 == "?"
            }
        }
    }

    /// Greedy matching with one point to fall back to: never longer than the product of both lengths.
    private static func matches<Element: Equatable>(
        _ pattern: [Element], _ text: [Element], isStar: (Element) -> Bool, isAny: (Element) -> Bool
    ) -> Bool {
        var (position, place) = (0, 0)
        /// Where to go on with one more element for the last star.
        var retry: (position: Int, place: Int)?
        while place < text.count {
            if position < pattern.count, isStar(pattern[position]) {
                retry = (position + 1, place)
                position += 1
            } else if position < pattern.count, isAny(pattern[position]) || pattern[position] == text[place] {
                position += 1
                place += 1
            } else if let last = retry {
                retry = (last.position, last.place + 1)
                (position, place) = (last.position, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy(isStar)
    }
}
