import CameraSchema
package import JSONTree
import Snapshots
import Text

extension RunReport {
    package static let format = "camkeep-run"
    package static let version = "1.0"

    /// The document that hooks and webhooks get (docs/run-format.md, schema/run-v1.schema.json).
    package var json: JSONValue {
        let outcomes = CameraReport.Outcome.allCases.map { ($0.rawValue, JSONValue.integer(count($0))) }
        var object = JSONObject([
            ("format", .string(Self.format)), ("version", .string(Self.version)), ("command", .string(command)),
            ("started", .string(started.description)), ("finished", .string(finished.description)),
            ("duration", duration.json), ("counts", .object(JSONObject(outcomes))), ("changes", .integer(changes)),
            ("securityChanges", .integer(securityChanges)), ("cameras", .array(cameras.map(\.json))),
            ("camerasLeftOut", .integer(camerasLeftOut)),
        ])
        object["error"] = failure?.json
        return .object(object)
    }

    /// One line, and its end.
    package var text: String { HarmlessText.escapedJSON(json.compactText) + "\n" }
}

extension FailureReport {
    fileprivate var json: JSONValue {
        var object = JSONObject([("message", .string(message))])
        object["hint"] = hint.map(JSONValue.string)
        return .object(object)
    }
}

extension CameraReport {
    fileprivate var json: JSONValue {
        var object = JSONObject([
            ("name", .string(name)), ("address", .string(address)), ("outcome", .string(outcome.rawValue)),
            ("duration", duration.json),
        ])
        object["error"] = failure?.json
        if !unreadSections.isEmpty { object["unreadSections"] = .array(unreadSections.map(JSONValue.string)) }
        object["snapshot"] = snapshot.map(JSONValue.string)
        object["changes"] = changes?.json
        return .object(object)
    }
}

extension ChangeReport {
    /// The same, where results are told camera by camera.
    package var json: JSONValue {
        let counts = counts.map { ($0.impact.rawValue, JSONValue.integer($0.count)) }
        return [
            "total": .integer(total), "counts": .object(JSONObject(counts)), "explained": .integer(explained),
            "lines": .array(lines.map(\.json)), "linesLeftOut": .integer(total - lines.count),
        ]
    }
}

extension ChangeReport.Line {
    fileprivate var json: JSONValue {
        [
            "section": .string(section), "title": .string(title), "impact": .string(impact.rawValue),
            "sentence": .string(sentence),
        ]
    }
}

extension Duration {
    /// In milliseconds, rounded down.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// Seconds with up to three places.
    package var json: JSONValue {
        JSONNumber(Double(milliseconds) / 1000).map(JSONValue.number) ?? 0
    }
}
