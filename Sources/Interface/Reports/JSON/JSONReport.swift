import CameraSchema
import Cryptography
package import JSONTree
package import SemanticDiff
import Snapshots

/// The differences as one documented JSON object, made for `jq` (docs/diff-format.md, schema/diff-v1.schema.json).
package enum JSONReport {
    package static let format = "camkeep-diff"
    package static let version = "1.0"

    /// Sorted and indented, with a line feed at the end.
    package static func text(_ difference: Difference) -> String {
        json(difference).prettyText
    }

    package static func json(_ difference: Difference) -> JSONValue {
        var object = JSONObject([
            ("format", .string(format)), ("version", .string(version)), ("old", json(difference.old)),
            ("new", json(difference.new)), ("changes", .array(difference.changes.map(json))),
            ("incomparableSecrets", .integer(difference.incomparableSecrets)),
            ("unreadSections", .array(difference.unreadSections.map(JSONValue.string))),
            ("counts", counts(difference.changes)), ("notCompared", notCompared(difference.notes)),
        ])
        object["firmware"] = difference.firmwareChange.map { ["old": .string($0.old), "new": .string($0.new)] }
        return .object(object)
    }

    static func json(_ change: Change) -> JSONValue {
        var object = change.json
        object["sentence"] = .string(ChangeWording.sentences(change).joined(separator: "; "))
        return .object(object)
    }

    private static func json(_ side: Difference.Side) -> JSONValue {
        [
            "name": .string(side.name), "taken": .string(side.taken.description), "schema": .string(side.schema.text),
            "camera": json(side.camera),
        ]
    }

    static func json(_ camera: CameraIdentity) -> JSONValue {
        let members = [
            ("address", camera.address), ("name", camera.name), ("model", camera.model), ("firmware", camera.firmware),
            ("software", camera.software), ("serial", camera.serial), ("mac", camera.mac),
        ]
        return .object(JSONObject(members.compactMap { key, text in text.map { (key, .string($0)) } }))
    }

    /// The number of changes of every impact, 0 included.
    private static func counts(_ changes: [Change]) -> JSONValue {
        .object(
            JSONObject(
                Impact.allCases.map { impact in
                    (impact.rawValue, .integer(changes.count { $0.impact == impact }))
                }))
    }

    private static func notCompared(_ notes: DifferenceNotes) -> JSONValue {
        let roles = Role.allCases.compactMap { role in
            notes.leftOut[role].map { (role.rawValue, JSONValue.integer($0)) }
        }
        return [
            "roles": .object(JSONObject(roles)), "filtered": .integer(notes.filtered),
            "reworded": .integer(notes.reworded),
        ]
    }
}
