package import CameraSchema
package import History
package import JSONTree
import SemanticDiff

extension TimelineEntry.Step {
    /// What `camkeep log --changes --json` says of the step, docs/history.md.
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
