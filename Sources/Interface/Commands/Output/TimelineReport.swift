import CameraSchema
import CommandLineTool
import History
import Reports
import Snapshots
import Text

/// The history of cameras for a terminal: one paragraph for each snapshot.
struct TimelineReport {
    /// What is printed of each snapshot besides the date and the gravest change.
    struct Contents: OptionSet {
        let rawValue: Int
        static let everyChange = Contents(rawValue: 1)
        static let cameras = Contents(rawValue: 2)
    }

    private let console: Console
    private let schema: CameraSchema
    private let contents: Contents
    private let style: OutputStyle
    private let width: Int

    /// The columns of `2026-11-22 14:35` and of the space after it.
    private static let dateWidth = 18
    private static let longestCamera = 24

    init(_ console: Console, schema: CameraSchema, contents: Contents) {
        self.console = console
        self.schema = schema
        self.contents = contents
        style = console.outputStyle
        width = min(max(console.output.width, 60), 120)
    }

    /// Prints one snapshot of the history.
    func print(_ item: TimelineEntry) {
        let indent = String(repeating: " ", count: Self.dateWidth)
        let changes = item.step.map { ChangeDigest($0.difference, schema: schema) }
        var lines = words(item, changes).flatMap { words in
            WordWrap.lines(HarmlessText.escaped(words.text, limit: 2000), width: width - Self.dateWidth)
                .map { words.styled($0) }
        }
        if contents.contains(.cameras) {
            let camera = HarmlessText.escaped(item.entry.camera, limit: Self.longestCamera)
            lines.insert(style.bold(camera), at: 0)
        }
        for (number, line) in lines.enumerated() {
            let label = DisplayWidth.padded(Wording.minute(item.entry.taken), to: Self.dateWidth)
            console.print((number == 0 ? style.bold(label) : indent) + line)
        }
        guard contents.contains(.everyChange), let changes, !changes.lines.isEmpty else { return }
        for line in changes.text(style: style, width: width - 2) { console.print("  " + line) }
        console.print("")
    }

    private typealias Words = (text: String, styled: (String) -> String)

    /// The paragraphs about a snapshot.
    private func words(_ item: TimelineEntry, _ changes: ChangeDigest?) -> [Words] {
        var words: [Words] = []
        if let step = item.step {
            words.append(headline(changes))
            if let firmware = step.firmware { words.append(("firmware \(firmware.old) → \(firmware.new)", style.cyan)) }
            if !step.unread.isEmpty {
                words.append(
                    (
                        "\(Wording.count(step.unread.count, "section")) could not be read: "
                            + step.unread.prefix(4).joined(separator: ", ") + (step.unread.count > 4 ? ", …" : ""),
                        style.yellow
                    ))
            }
            if step.firstRead > 0 {
                words.append(("\(Wording.count(step.firstRead, "section")) read for the first time", style.dim))
            }
        } else if case .success(let overview) = item.snapshot {
            words.append(("first snapshot, \(Wording.tally(overview.statuses))", { $0 }))
        }
        if !item.entry.tags.isEmpty { words.append((item.entry.tags.joined(separator: ", "), style.cyan)) }
        if let seen = item.entry.seenAgain { words.append((Wording.seenAgain(seen), style.dim)) }
        return words
    }

    private func headline(_ changes: ChangeDigest?) -> Words {
        guard let changes, let headline = contents.contains(.everyChange) ? changes.tally : changes.headline else {
            return ("no settings changed", style.dim)
        }
        if changes.count(.security) > 0 { return (headline, style.bold) }
        return (headline, { $0 })
    }
}
