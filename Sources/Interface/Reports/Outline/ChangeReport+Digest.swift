import CameraSchema
package import Monitoring
import SemanticDiff
import Text

extension ChangeReport {
    private static let mostLines = 20
    private static let longestSentence = 500

    /// What changed, in words for those who are told about a run; nil if nothing did.
    package init?(_ digest: ChangeDigest) {
        guard !digest.lines.isEmpty || !digest.explained.isEmpty else { return nil }
        self.init(
            total: digest.lines.count,
            counts: Impact.allCases.map { ($0, digest.count($0)) }.filter { $0.1 > 0 },
            explained: digest.explained.count,
            lines: digest.lines.prefix(Self.mostLines).map { line in
                Line(
                    section: line.change.section, title: HarmlessText.escaped(line.section.title),
                    impact: line.change.impact,
                    sentence: HarmlessText.escaped(
                        line.sentences.joined(separator: "; "), limit: Self.longestSentence))
            })
    }
}
