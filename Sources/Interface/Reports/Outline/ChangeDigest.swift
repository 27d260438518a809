package import CameraSchema
package import SemanticDiff
package import Text

/// A difference for a list of many: one line that says the gravest, and every change in words below it where that is asked for.
package struct ChangeDigest: Sendable {
    /// One change in words.
    package struct Line: Sendable {
        package let section: SectionTitle
        package let change: Change
        /// One, or several for long things such as schedules.
        package let sentences: [String]

        /// The sentences where no heading names the section: what nothing else names, such as a user name, gets its title.
        fileprivate var namedSentences: [String] {
            if case .section = change.detail { return sentences.map { "\(section.title): \($0)" } }
            guard change.titles.count < 2 else { return sentences }
            var named = change
            named.titles.insert(section.title, at: 0)
            return ChangeWording.sentences(named)
        }
    }

    /// What somebody set, by section, the gravest first.
    package let lines: [Line]
    /// What the firmware explains, likewise.
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

    /// Of what somebody set.
    package func count(_ impact: Impact) -> Int { lines.count { $0.change.impact == impact } }

    /// `3 changes, 1 security: RTSP authentication switched off`; where nobody set anything, what the firmware explains.
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
