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
    private let review: UpgradeReview
    private let before: StoredSnapshot
    private let after: Snapshot
    private let schema: CameraSchema
    private let console: Console
    private let style: OutputStyle

    init(
        _ review: UpgradeReview, _ before: StoredSnapshot, _ after: Snapshot, _ schema: CameraSchema,
        _ console: Console
    ) {
        self.review = review
        self.before = before
        self.after = after
        self.schema = schema
        self.console = console
        style = console.outputStyle
    }

    func print() {
        let (old, new) = (Wording.identity(before.snapshot.camera), Wording.identity(after.camera))
        console.print("before  \(old)")
        console.print("after   \(new)")
        console.print("kept    \(Wording.count(review.kept, "setting"))")
        list("lost", review.lost, review.knowsDefaults ? "at the factory default now" : "others than before", style.red)
        list("changed", review.changed, "and cannot be put back, or was set", style.yellow)
        list("new", review.new, "with this firmware", style.green)
        list("gone", review.gone, "with this firmware", style.dim)
        for section in review.unread {
            console.warn(HarmlessText.escaped("\(section) could not be read: nothing is known of it"))
        }
    }

    private func list(_ word: String, _ changes: [Change], _ meaning: String, _ emphasis: (String) -> String) {
        guard !changes.isEmpty else { return }
        console.print("\(emphasis(word))\(String(repeating: " ", count: 8 - word.count))\(changes.count) \(meaning)")
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
                "camera": .string(before.camera), "before": .string(before.entry?.reference ?? before.file),
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
