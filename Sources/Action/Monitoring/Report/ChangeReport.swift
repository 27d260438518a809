package import CameraSchema

/// What changed in a camera: all counted, the gravest in words.
package struct ChangeReport: Sendable {
    package struct Line: Sendable, Hashable {
        /// `event/alarm-schedule[alarmType=1]`, and what it is called.
        package let section: String
        package let title: String
        package let impact: Impact
        /// As `diff` says it; harmless.
        package let sentence: String

        package init(section: String, title: String, impact: Impact, sentence: String) {
            self.section = section
            self.title = title
            self.impact = impact
            self.sentence = sentence
        }
    }

    /// Changes that somebody made.
    package let total: Int
    /// Of these by impact, the gravest first; without those of which there are none.
    package let counts: [(impact: Impact, count: Int)]
    /// Changes that the new firmware explains.
    package let explained: Int
    /// The first of those that somebody made, the gravest section first.
    package let lines: [Line]

    package init(total: Int, counts: [(impact: Impact, count: Int)], explained: Int, lines: [Line]) {
        self.total = total
        self.counts = counts
        self.explained = explained
        self.lines = lines
    }

    package func count(_ impact: Impact) -> Int { counts.first { $0.impact == impact }?.count ?? 0 }
}
