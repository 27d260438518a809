package import CameraSchema
import CommandLineTool
package import Reports
import SemanticDiff

/// What changed in a camera: all counted, the gravest in words.
package struct ChangeReport: Sendable {
    package struct Line: Sendable, Hashable {
        /// `event/alarm-schedule[alarmType=1]`, and what it is called.
        package let section: String
        package let title: String
        package let impact: Impact
        /// As `diff` says it; harmless.
        package let sentence: String
    }

    /// Changes that somebody made.
    package let total: Int
    /// Of these by impact, the gravest first; without those of which there are none.
    package let counts: [(impact: Impact, count: Int)]
    /// Changes that the new firmware explains.
    package let explained: Int
    /// The first of those that somebody made, the gravest section first.
    package let lines: [Line]

    private static let mostLines = 20
    private static let longestSentence = 500

    /// Nil if nothing changed.
    package init?(_ digest: ChangeDigest) {
        guard !digest.lines.isEmpty || !digest.explained.isEmpty else { return nil }
        total = digest.lines.count
        explained = digest.explained.count
        counts = Impact.allCases.map { ($0, digest.count($0)) }.filter { $0.1 > 0 }
        lines = digest.lines.prefix(Self.mostLines).map { line in
            Line(
                section: line.change.section, title: HarmlessText.escaped(line.section.title),
                impact: line.change.impact,
                sentence: HarmlessText.escaped(line.sentences.joined(separator: "; "), limit: Self.longestSentence))
        }
    }

    package func count(_ impact: Impact) -> Int { counts.first { $0.impact == impact }?.count ?? 0 }
}
