import CameraSchema
import CameraWalk
import CommandLineTool
import Drill
import Fleet
import Jobs
import Snapshots
import Text

/// Tells which cameras were kept, and what would not come back of them.
struct UpgradeBeginReport {
    private let console: Console
    private let isFleet: Bool
    private let isJSON: Bool
    private let drills: any DrillReport
    private var snapshots: any SnapshotReport
    private var table: FleetTable

    init(_ console: Console, _ targets: [FleetTarget], isJSON: Bool) {
        self.console = console
        isFleet = targets.count > 1
        self.isJSON = isJSON
        drills =
            isJSON
            ? DrillJSONReport(console, isStrict: false)
            : DrillTextReport(console, isStrict: false, isVerbose: false)
        snapshots = isJSON ? SnapshotJSONReport(console) : SnapshotTextReport(console)
        table = FleetTable(console, targets)
    }

    mutating func kept(_ kept: UpgradeBegin.Kept) {
        let title = kept.outcome.target.title
        if isJSON || !isFleet && !console.isQuiet { snapshots.kept(kept.outcome) }
        if let gap = kept.archiveGap {
            console.warn(
                HarmlessText.escaped(
                    (isFleet ? "\(title): " : "") + "the vendor archive is not kept beside the snapshot"),
                hint: gap)
        }
        if isJSON || !isFleet || !kept.drill.comesBack { drills.tell(kept.drill) }
        let entry = kept.outcome.saved.entry
        let row: FleetTable.Row =
            if kept.outcome.walk.isPartial {
                .init(
                    trouble: .partial, word: "partial", title: title,
                    detail: "could not be read: "
                        + kept.outcome.walk.failedSections.map(\.description).joined(separator: ", "))
            } else if !kept.drill.comesBack {
                .init(
                    trouble: .partial, word: "incomplete", title: title,
                    detail: "\(Wording.count(kept.drill.losses.count, "thing")) would not come back")
            } else {
                .init(trouble: .news, word: "kept", title: title, detail: "comes back, \(entry.reference)")
            }
        table.add(row)
    }

    mutating func failed(_ target: FleetTarget, _ error: any Error) -> ExitCode {
        let failure = Failures.describe(error, of: target)
        if isJSON {
            snapshots.failed(target, error)
        } else if !isFleet {
            console.progress.finish()
            console.error(ofCamera: failure)
        }
        table.add(.failed(target, error))
        return failure.exitCode
    }

    func finish(duration: Duration) {
        if isFleet, !isJSON { table.print(duration: duration) }
    }
}
