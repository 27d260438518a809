import CameraSchema
import CommandLineTool
import JSONTree
import Jobs
import Reports
import Restore
import SemanticDiff
import Snapshots
import Text

/// Says what an upgrade made of a camera's settings.
struct UpgradeReport {
    private let finished: UpgradeFinish.Finished
    private let schema: CameraSchema
    private let console: Console
    private let style: OutputStyle
    private var review: UpgradeReview { finished.review }
    private var before: StoredSnapshot { finished.before }
    private var after: Snapshot { finished.snapshot }

    init(_ finished: UpgradeFinish.Finished, schema: CameraSchema, console: Console) {
        self.finished = finished
        self.schema = schema
        self.console = console
        style = console.outputStyle
    }

    func print() {
        let (old, new) = (Wording.identity(before.snapshot.camera), Wording.identity(after.camera))
        console.print("before  \(old)")
        console.print("after   \(new)")
        console.print("kept    \(Wording.count(review.kept, "setting"))")
        list(
            review.lost, as: style.red("lost") + "    ",
            meaning: review.knowsDefaults ? "at the factory default now" : "other than before")
        list(review.changed, as: style.yellow("changed") + " ", meaning: "and cannot be put back, or was set")
        list(review.new, as: style.green("new") + "     ", meaning: "with this firmware")
        list(review.gone, as: style.dim("gone") + "    ", meaning: "with this firmware")
        for section in review.unread {
            console.warn(HarmlessText.escaped("\(section) could not be read: nothing is known of it"))
        }
    }

    private func list(_ changes: [Change], as word: String, meaning: String) {
        guard !changes.isEmpty else { return }
        console.print("\(word)\(changes.count) \(meaning)")
        for change in changes {
            let title = schema.endpoint(of: SectionName(change.section) ?? SectionName(endpoint: change.section))?.title
            for sentence in ChangeWording.sentences(change) {
                let text = [title, sentence].compactMap { $0 }.joined(separator: ": ")
                console.print("  " + HarmlessText.escaped("\(change.section)  \(text)", limit: 400))
            }
        }
    }

    /// One object: counts and the changes of each kind.
    func printJSON() {
        console.print(
            json: [
                "camera": .string(before.camera), "before": .string(before.name),
                "firmware": [
                    "old": .string(before.snapshot.camera.firmware ?? ""), "new": .string(after.camera.firmware ?? ""),
                ],
                "kept": .integer(review.kept), "defaultsKnown": .bool(review.knowsDefaults),
                "lost": json(review.lost), "changed": json(review.changed), "new": json(review.new),
                "gone": json(review.gone), "unread": .array(review.unread.map(JSONValue.string)),
            ])
    }

    private func json(_ changes: [Change]) -> JSONValue {
        .array(
            changes.map { change in
                var object = JSONObject([
                    ("section", .string(change.section)), ("path", .string(change.pointer.description)),
                    ("title", .string(change.title)),
                    ("sentence", .string(ChangeWording.sentences(change).joined(separator: "; "))),
                ])
                object["old"] = change.shownOld
                object["new"] = change.shownNew
                return .object(object)
            })
    }
}
