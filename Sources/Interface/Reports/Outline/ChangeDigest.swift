package import CameraSchema
package import Monitoring
package import SemanticDiff
package import Text

/// A difference as an entry of a list: one line with the gravest changes, and every change in words below it on request.
package struct ChangeDigest: Sendable {
    /// One change in words.
    package struct Line: Sendable {
        package let section: SectionTitle
        package let change: Change
        /// One sentence, or several for a long value such as a schedule.
        package let sentences: [String]

        /// The sentences for a place without headings. A title that says little alone, such as a user name, gets the section's before it.
        fileprivate var namedSentences: [String] {
            if case .section = change.detail { return sentences.map { "\(section.title): \($0)" } }
            guard change.titles.count < 2 else { return sentences }
            var named = change
            named.titles.insert(section.title, at: 0)
            return ChangeWording.sentences(named)
        }
    }

    /// Changes that somebody made, by section, the gravest first.
    package let lines: [Line]
    /// Changes that the firmware explains, in the same order.
    package let explained: [Line]

    private static let shownSentences = 3

    package init(_ difference: Difference, schema: CameraSchema) {
        func lines(_ changes: [Change]) -> [Line] {
            DifferenceOutline.sections(changes, schema).flatMap { section in
                section.changes.map {
                    Line(section: section.title, change: $0, sentences: ChangeWording.sentences($0))
                }
            }
        }
        self.lines = lines(difference.settings)
        explained = lines(difference.firmware)
    }

    /// How many changes of this impact somebody made.
    package func count(_ impact: Impact) -> Int { lines.count { $0.change.impact == impact } }

    /// `3 changes, 1 security: RTSP authentication switched off`; if nobody changed anything, how much the firmware explains.
    /// Nil if nothing changed. Plain text of one line, not made harmless.
    package var headline: String? {
        guard let gravest = Impact.allCases.first(where: { count($0) > 0 }) else {
            return explained.isEmpty ? nil : ReportWording.onlyExplained(explained.count)
        }
        let grave = lines.filter { $0.change.impact == gravest }
        let counts =
            grave.count == lines.count
            ? Quantity.count(lines.count, "\(gravest.rawValue) change")
            : "\(Quantity.count(lines.count, "change")), \(grave.count) \(gravest.rawValue)"
        let sentences = grave.flatMap(\.namedSentences)
        let rest = sentences.count - Self.shownSentences
        let words = sentences.prefix(Self.shownSentences).joined(separator: "; ")
        let more = explained.isEmpty ? "" : "; " + ReportWording.moreExplained(explained.count)
        return "\(counts): \(words)\(rest > 0 ? "; and \(rest) more" : "")\(more)"
    }

    /// `3 changes: 1 security, 2 recording`, as all reports close; nil if nothing changed.
    package var tally: String? {
        guard !lines.isEmpty else { return explained.isEmpty ? nil : ReportWording.onlyExplained(explained.count) }
        return ReportWording.counts(lines.map(\.change), explained: explained.count)
    }

    /// Every change with its impact, below the titles of the sections, as `diff` shows it without pictures. Harmless, and at
    /// most as wide as the width.
    package func text(style: OutputStyle, width: Int) -> [String] {
        let layout = TextLayout(width: width)
        let writer = ChangeLines(style: style, layout: layout, hasPictures: false)
        var text: [String] = []
        var section: SectionTitle?
        for line in lines {
            if line.section != section { text += writer.heading(line.section) }
            section = line.section
            text += writer.lines(line.change)
        }
        return text
    }
}

extension ChangeReport {
    private static let mostLines = 20
    private static let longestSentence = 500

    /// What changed, in words for those who get the report of a run. Nil if nothing changed.
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
