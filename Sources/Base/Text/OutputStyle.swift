/// Styled text for a stream: escape sequences with colours on, nothing without.
package struct OutputStyle: Sendable, Hashable {
    package let usesColor: Bool

    package init(usesColor: Bool) {
        self.usesColor = usesColor
    }

    /// No escape sequences at all.
    package static let plain = OutputStyle(usesColor: false)

    package func bold(_ text: String) -> String { styled(text, 1) }
    package func dim(_ text: String) -> String { styled(text, 2) }
    package func red(_ text: String) -> String { styled(text, 31) }
    package func green(_ text: String) -> String { styled(text, 32) }
    package func yellow(_ text: String) -> String { styled(text, 33) }
    package func cyan(_ text: String) -> String { styled(text, 36) }

    /// ECMA-48 SGR sequences. The end sequence switches all off, so an outer style is begun again after an inner one.
    private func styled(_ text: String, _ code: Int) -> String {
        guard usesColor, !text.isEmpty else {
            return text
        }
        let begin = "\u{1B}[\(code)m"
        let end = "\u{1B}[0m"
        let inner = text.split(separator: end, omittingEmptySubsequences: false).joined(separator: end + begin)
        return begin + inner + end
    }
}
