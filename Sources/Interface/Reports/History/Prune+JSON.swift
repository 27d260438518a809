package import History
package import JSONTree
import Snapshots

extension Pruner.Outcome {
    /// What `camkeep prune --json` says of one camera, docs/history.md.
    ///
    /// - Parameter isDryRun: whether nothing was removed
    package func json(isDryRun: Bool) -> JSONValue {
        [
            "camera": .string(plan.camera), "dryRun": .bool(isDryRun),
            "kept": .array(
                plan.kept.map { kept in
                    Self.object(
                        kept.entry, ("reasons", .array(kept.reasons.map { .string($0.rawValue) })))
                }),
            "removed": .array(removal.snapshots.map { Self.object($0, ("size", .integer($0.size))) }),
            "archives": .array(
                removal.archives.map { ["file": .string($0.fileName), "size": .integer($0.size)] }),
            "size": .integer(removal.size),
        ]
    }

    private static func object(_ entry: SnapshotEntry, _ member: (String, JSONValue)) -> JSONValue {
        var object = JSONObject([
            ("reference", .string(entry.reference)), ("taken", .string(entry.taken.description)), member,
        ])
        if !entry.tags.isEmpty { object["tags"] = .array(entry.tags.map(JSONValue.string)) }
        return .object(object)
    }
}
