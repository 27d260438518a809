import CommandLineTool
import JSONTree
import Snapshots
import Text

/// The table of a snapshot's sections.
struct SnapshotOverview {
    private let snapshot: Snapshot
    private let console: Console
    private let style: OutputStyle

    init(_ snapshot: Snapshot, _ console: Console) {
        self.snapshot = snapshot
        self.console = console
        style = console.outputStyle
    }

    /// - Parameter names: the sections in the order in which they are listed
    func print(sections names: [String]) {
        let camera = snapshot.camera
        console.print(style.bold(HarmlessText.escaped(camera.address)) + "  " + Wording.identity(camera))
        console.print("taken \(snapshot.taken) by \(HarmlessText.escaped(snapshot.tool, limit: 40))")
        console.print(style.dim("digest \(snapshot.digest)"))
        console.print("")
        let groups = SectionGroup.groups(names, of: snapshot)
        let width = groups.map { DisplayWidth.of(HarmlessText.escaped($0.name)) }.max() ?? 0
        let room = console.output.terminal.isTerminal ? max(20, console.output.width - width - 11) : Int.max
        // On a terminal a row is cut to the width, so that the columns stay columns.
        func row(_ status: RecordStatus, _ name: String, description: String) {
            let shown = DisplayWidth.padded(HarmlessText.escaped(name), to: width)
            console.print("\(word(status))  \(shown)  \(DisplayWidth.truncated(description, to: room))")
        }
        for group in groups { row(group.record.status, group.name, description: description(group.record)) }
        if let export = snapshot.export {
            row(export.status, "system/export-params", description: description(export))
        }
        console.print("")
        console.print(Wording.tally(snapshot) + (snapshot.sealed == nil ? "" : "; secrets sealed"))
    }

    private func word(_ status: RecordStatus) -> String {
        switch status {
        case .ok: style.green("ok     ")
        case .unsupported: style.dim("unsupp.")
        case .failed: style.red("failed ")
        }
    }

    private func description(_ record: SectionRecord) -> String {
        if let reason = record.status.reason { return HarmlessText.escaped(reason, limit: 200) }
        let unknown = record.undocumented.count
        let title = record.title ?? ""
        return HarmlessText.escaped(unknown == 0 ? title : "\(title) (+\(unknown) undocumented)", limit: 200)
    }

    private func description(_ export: ExportRecord) -> String {
        if let reason = export.status.reason { return HarmlessText.escaped("Vendor archive: \(reason)", limit: 200) }
        guard let archive = export.archive else { return "Vendor archive" }
        let kept = archive.stored.map { $0.sealed == nil ? "kept in clear" : "sealed" } ?? "not kept"
        return HarmlessText.escaped(
            "Vendor archive: \(archive.fileName), \(Wording.size(archive.size)), \(kept)", limit: 200)
    }
}
