import CommandLineTool
import JSONTree
import Snapshots

/// The table of a snapshot's sections.
struct SnapshotOverview {
    private let snapshot: Snapshot
    private let names: [String]
    private let console: Console
    private let style: OutputStyle

    init(_ snapshot: Snapshot, _ names: [String], _ console: Console) {
        self.snapshot = snapshot
        self.names = names
        self.console = console
        style = console.outputStyle
    }

    func print() {
        let camera = snapshot.camera
        console.print(style.bold(HarmlessText.escaped(camera.address)) + "  " + Wording.identity(camera))
        console.print("taken \(snapshot.taken) by \(HarmlessText.escaped(snapshot.tool, limit: 40))")
        console.print(style.dim("digest \(snapshot.digest)"))
        console.print("")
        let width = names.map { DisplayWidth.of(HarmlessText.escaped($0)) }.max() ?? 0
        for name in names {
            guard let record = snapshot.sections[name] else { continue }
            let shown = DisplayWidth.padded(HarmlessText.escaped(name), to: width)
            console.print("\(status(record.status))  \(shown)  \(description(record))")
        }
        if let export = snapshot.export {
            let shown = DisplayWidth.padded("system/export-params", to: width)
            console.print("\(status(export.status))  \(shown)  \(description(export))")
        }
        console.print("")
        console.print(Wording.tally(snapshot))
    }

    private func status(_ status: RecordStatus) -> String {
        switch status {
        case .ok: style.green("ok     ")
        case .unsupported: style.dim("unsupp.")
        case .failed: style.red("failed ")
        }
    }

    private func description(_ record: SectionRecord) -> String {
        let title = HarmlessText.escaped(record.title ?? "", limit: 60)
        if let reason = record.status.reason {
            return HarmlessText.escaped("\(record.title ?? ""): \(reason)", limit: 200)
        }
        let unknown = record.undocumented.count
        return unknown == 0 ? title : title + style.yellow("  +\(Wording.count(unknown, "undocumented field"))")
    }

    private func description(_ export: ExportRecord) -> String {
        if let reason = export.status.reason { return HarmlessText.escaped("Vendor archive: \(reason)", limit: 200) }
        guard let archive = export.archive else { return "Vendor archive" }
        let kept = archive.stored == nil ? "not kept" : "kept"
        return HarmlessText.escaped(
            "Vendor archive: \(archive.fileName), \(Wording.size(archive.size)), \(kept)", limit: 200)
    }
}
