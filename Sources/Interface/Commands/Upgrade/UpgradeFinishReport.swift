import CameraSchema
import CommandLineTool
import Fleet
import JSONTree
import Jobs
import Restore
import Snapshots
import Text

/// Reports what the upgrade made of each camera.
struct UpgradeFinishReport {
    private let schema: CameraSchema
    private let console: Console
    private let isFleet: Bool
    private let isJSON: Bool
    private var table: FleetTable

    init(_ schema: CameraSchema, _ console: Console, targets: [FleetTarget], isJSON: Bool) {
        self.schema = schema
        self.console = console
        isFleet = targets.count > 1
        self.isJSON = isJSON
        table = FleetTable(console, targets)
    }

    mutating func finished(_ target: FleetTarget, _ finished: UpgradeFinish.Finished) -> ExitCode {
        console.progress.finish()
        let review = finished.review
        let report = UpgradeReport(finished, schema: schema, console: console)
        if isJSON {
            report.printJSON()
        } else if !console.isQuiet, !isFleet || finished.code != .success {
            report.print()
        }
        let firmware = "firmware \(finished.snapshot.camera.software ?? finished.snapshot.camera.firmware ?? "unknown")"
        let counts = [(review.lost.count, "lost"), (review.changed.count, "changed"), (review.unread.count, "unread")]
        let details = [firmware, "\(review.kept) kept"] + counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        table.add(
            .init(
                trouble: finished.code == .success ? .news : .partial,
                word: !review.lost.isEmpty ? "lost" : review.unread.isEmpty ? "upgraded" : "partial",
                title: target.title,
                detail: HarmlessText.escaped(details.joined(separator: ", "), limit: 200)))
        return finished.code
    }

    mutating func failed(_ target: FleetTarget, _ error: any Error) -> ExitCode {
        let failure = Failures.describe(error, of: target)
        if !isFleet || isJSON {
            console.progress.finish()
            console.error(ofCamera: failure)
        }
        if isFleet, isJSON {
            console.print(json: ["camera": .string(target.title), "error": .string(failure.message)])
        }
        table.add(.failed(target, error))
        return failure.exitCode
    }

    func finish(duration: Duration) {
        if isFleet, !isJSON { table.print(duration: duration) }
    }
}

extension UpgradeFinish.Finished {
    var code: ExitCode {
        !review.lost.isEmpty ? .differences : review.unread.isEmpty ? .success : .partial
    }
}
