import Testing

@testable import Text

struct TextPatternTests {
    @Test(arguments: [
        ("*", "", true), ("a*b*c", "a1b2c", true), ("a*b*c", "a1b2", false), ("**a", "bba", true), ("", "", true),
        ("", "a", false), ("gate", "gate-1", false), ("a*a*a*a*b", String(repeating: "a", count: 100), false),
    ])
    func starsMeanTheSameEverywhere(_ pattern: String, _ text: String, fits: Bool) {
        #expect(TextPattern(pattern).matches(text) == fits)
        #expect(TextPattern(pattern, .starAndQuestionMark).matches(text) == fits)
    }

    @Test(arguments: [("?", "", false), ("?", "é", true), ("gate-?", "gate-12", false), ("gate-?*", "gate-12", true)])
    func aQuestionMarkIsOneCharacter(_ pattern: String, _ text: String, fits: Bool) {
        #expect(TextPattern(pattern, .starAndQuestionMark).matches(text) == fits)
    }

    @Test func aQuestionMarkIsItselfWhereOnlyStarsCount() {
        #expect(TextPattern("why?").matches("why?"))
        #expect(!TextPattern("gate-?").matches("gate-1"))
        #expect(!TextPattern.hasWildcard("gate-?", .star))
        #expect(TextPattern.hasWildcard("gate-?", .starAndQuestionMark))
    }
}
