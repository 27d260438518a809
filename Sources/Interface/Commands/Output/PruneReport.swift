import CommandLineTool
import History
import JSONTree
import Reports
import Snapshots
import Text

/// Reports what `prune` kept and removed.
struct PruneReport {
    enum Mode {
        /// What would be removed.
        case preview
        /// What was removed.
        case removal
    }

    enum Format {
        case text
        case json
    }

    private let console: Console
    private let style: OutputStyle
    private let mode: Mode
    private let format: Format
    private var kept = 0
    private var removed = 0
    private var archives = 0
    private var size = 0

    init(_ console: Console, mode: Mode, format: Format) {
        self.console = console
        self.mode = mode
        self.format = format
        style = console.outputStyle
    }

    /// What became of one camera's snapshots.
    mutating func print(_ outcome: Pruner.Outcome) {
        kept += outcome.plan.kept.count
        removed += outcome.removal.snapshots.count
        archives += outcome.removal.archives.count
        size += outcome.removal.size
        for entry in outcome.removal.snapshots where !entry.tags.isEmpty {
            console.warn(
                HarmlessText.escaped(
                    "\(entry.reference) \(mode == .preview ? "would lose" : "lost") its tags: "
                        + entry.tags.joined(separator: ", ")))
        }
        switch format {
        case .json: console.print(json: outcome.json(isDryRun: mode == .preview))
        case .text: if !console.isQuiet { printLines(outcome) }
        }
    }

    private func printLines(_ outcome: Pruner.Outcome) {
        console.print(style.bold(HarmlessText.escaped(outcome.plan.camera)))
        let removed = Set(outcome.removal.snapshots.map(\.name))
        let reasons = Dictionary(outcome.plan.kept.map { ($0.entry.name, $0.reasons) }) { first, _ in first }
        let entries = outcome.plan.kept.map(\.entry) + outcome.plan.removed
        for entry in entries.sorted(by: { $1.name < $0.name }) {
            let tags = entry.tags.isEmpty ? "" : "  " + style.cyan(entry.tags.joined(separator: ", "))
            if removed.contains(entry.name) {
                console.print("  \(style.red("remove"))  \(entry.name)  \(Wording.size(entry.size))\(tags)")
            } else {
                let words = (reasons[entry.name] ?? []).map(\.words).joined(separator: ", ")
                console.print("  \(style.green("keep  "))  \(entry.name)  \(words)\(tags)")
            }
        }
        for archive in outcome.removal.archives {
            console.print("  \(style.red("remove"))  \(archive.fileName)  \(Wording.size(archive.size))")
        }
    }

    /// The sum of all cameras, after the last one.
    func finish() {
        let archives = archives == 0 ? "" : " and \(Wording.count(archives, "vendor archive"))"
        let verb = mode == .preview ? "would be removed" : "removed"
        console.note(
            "\(Wording.count(removed, "snapshot"))\(archives) \(verb), \(Wording.size(size)); \(kept) kept"
                + (mode == .preview ? "; nothing was written" : ""))
    }
}
