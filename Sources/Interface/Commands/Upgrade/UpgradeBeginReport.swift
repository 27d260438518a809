import CameraSchema
import CameraWalk
import CommandLineTool
import Drill
import Fleet
import Jobs
import Snapshots
import Text

/// Reports which cameras were kept, and what would not come back of them.
struct UpgradeBeginReport {
    private let console: Console
    private let isFleet: Bool
    private let isJSON: Bool
    private let drills: any DrillReport
    private var snapshots: any SnapshotReport
    private var table: FleetTable

    init(_ console: Console, targets: [FleetTarget], isJSON: Bool) {
        self.console = console
        isFleet = targets.count > 1
        self.isJSON = isJSON
        drills =
            isJSON
            ? DrillJSONReport(console, rule: .lenient)
            : DrillTextReport(console, rule: .lenient, isVerbose: false)
        snapshots = isJSON ? SnapshotJSONReport(console) : SnapshotTextReport(console)
        table = FleetTable(console, targets)
    }

    mutating func kept(_ kept: UpgradeBegin.Kept) -> ExitCode {
        let title = kept.outcome.target.title
        if isJSON || !isFleet && !console.isQuiet { snapshots.kept(kept.outcome) }
        if let gap = kept.archiveGap {
            console.warn(
                HarmlessText.escaped(
                    (isFleet ? "\(title): " : "") + "the vendor archive is not kept beside the snapshot"),
                hint: Self.hint(gap))
        }
        if isJSON || !isFleet || !kept.drill.comesBack { drills.drilled(kept.drill) }
        let entry = kept.outcome.saved.entry
        if kept.outcome.walk.isPartial {
            let sections = kept.outcome.walk.failedSections.map(\.description).joined(separator: ", ")
            table.add(
                .init(trouble: .partial, word: "partial", title: title, detail: "could not be read: " + sections))
            return .partial
        }
        guard kept.drill.comesBack else {
            let losses = Wording.count(kept.drill.losses.count, "thing")
            table.add(
                .init(trouble: .partial, word: "incomplete", title: title, detail: "\(losses) would not come back"))
            return .differences
        }
        table.add(.init(trouble: .news, word: "kept", title: title, detail: "comes back, \(entry.reference)"))
        return .success
    }

    private static func hint(_ gap: UpgradeBegin.ArchiveGap) -> String {
        switch gap {
        case .notGivenByCamera: "the camera did not give it"
        case .nobodyToSealFor: "name a recipient to seal it for: camkeep keys generate"
        }
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
