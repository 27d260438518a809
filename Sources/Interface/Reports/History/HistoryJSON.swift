package import CameraSchema
package import History
package import JSONTree
import SemanticDiff
import Snapshots

extension TimelineEntry.Step {
    /// A step in `camkeep log --changes --json` (docs/history.md).
    package func json(schema: CameraSchema) -> JSONValue {
        let changes = ChangeDigest(difference, schema: schema)
        let counts = Impact.allCases.map { ($0.rawValue, JSONValue.integer(changes.count($0))) }
        var object = JSONObject([
            ("total", .integer(changes.lines.count)), ("counts", .object(JSONObject(counts))),
            ("changes", .array((changes.lines + changes.explained).map(Self.json))),
            ("unreadSections", .array(unread.map(JSONValue.string))), ("firstRead", .integer(firstRead)),
            ("incomparableSecrets", .integer(incomparableSecrets)),
        ])
        object["headline"] = changes.headline.map(JSONValue.string)
        object["firmware"] = firmware.map { ["old": .string($0.old), "new": .string($0.new)] }
        return .object(object)
    }

    private static func json(_ line: ChangeDigest.Line) -> JSONValue {
        [
            "section": .string(line.change.section), "path": .string(line.change.pointer.description),
            "impact": .string(line.change.impact.rawValue), "cause": .string(line.change.cause.rawValue),
            "sentence": .string(line.sentences.joined(separator: "; ")),
        ]
    }
}

extension BlamedField {
    /// A field in `camkeep blame --json` (docs/history.md).
    package var json: JSONValue {
        var object = JSONObject([
            ("section", .string(section)), ("path", .string(pointer.description)), ("field", .string(path)),
            ("role", .string(role.rawValue)), ("value", value), ("since", .string(since.reference)),
            ("taken", .string(since.taken.description)),
        ])
        switch origin {
        case .first: object["origin"] = "first"
        case .incomparable: object["origin"] = "incomparable"
        case .changed(let changes):
            object["origin"] = "change"
            object["changes"] = .array(
                changes.map { change in
                    var json = change.json
                    json["sentence"] = .string(ChangeWording.sentences(change).joined(separator: "; "))
                    return .object(json)
                })
        }
        return .object(object)
    }
}

extension Pruner.Outcome {
    /// A camera in `camkeep prune --json` (docs/history.md).
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
