import CameraSchema
package import History
package import JSONTree
import SemanticDiff
import Snapshots

extension BlamedField {
    /// What `camkeep blame --json` says of a field, docs/history.md.
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
