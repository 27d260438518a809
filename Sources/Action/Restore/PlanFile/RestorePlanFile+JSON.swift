import CameraSchema
import Cryptography
package import JSONTree
package import SemanticDiff
package import Snapshots

extension RestorePlanFile {
    package static let format = "camkeep-plan"
    package static let version = FormatVersion(major: 1, minor: 0)

    /// The document with the plan's steps in it.
    ///
    /// - Parameter sentence: says a change in words
    package func json(_ plan: RestorePlan, sentence: (Change) -> String) -> JSONValue {
        var object = JSONObject([
            ("format", .string(Self.format)), ("version", .string(Self.version.description)),
            ("tool", .string(tool)), ("target", .string(target)), ("options", options.json),
            ("desired", .object(JSONObject([("name", .string(desiredName)), ("snapshot", desired.json)]))),
            ("live", live.json),
            ("steps", .array(plan.steps.map { $0.json(sentence) })),
            ("omissions", .array(plan.omissions.map(\.json))), ("counts", plan.counts.json),
        ])
        object["integrity"] = .string(Self.integrity(of: object).text)
        return .object(object)
    }

    /// The digest of everything but `integrity` itself.
    static func integrity(of object: JSONObject) -> ContentDigest {
        var rest = object
        rest["integrity"] = nil
        return ContentDigest(of: JSONWriter.canonical(.object(rest)))
    }
}

extension PlanOptions {
    var json: JSONValue {
        [
            "only": .array(only.map(JSONValue.string)), "except": .array(except.map(JSONValue.string)),
            "withIdentity": .bool(including.contains(.identity)),
            "withPresets": .bool(including.contains(.presets)),
            "requireSecrets": .bool(secrets.contains(.mustBeHeld)),
            "allowClearingSecrets": .bool(secrets.contains(.mayBeCleared)),
            "rewriteSecrets": .bool(secrets.contains(.areRewritten)),
        ]
    }
}

extension RestorePlan {
    /// How much there is to do.
    package struct Counts: Sendable, Hashable {
        package var sections: Int
        package var changes: Int
        /// Settings that are left out.
        package var leftOut: Int

        var json: JSONValue {
            ["sections": .integer(sections), "changes": .integer(changes), "leftOut": .integer(leftOut)]
        }
    }

    package var counts: Counts {
        Counts(
            sections: steps.count, changes: steps.reduce(0) { $0 + $1.changes.count },
            leftOut: omissions.reduce(0) { $0 + ($1.isSetting ? $1.count : 0) })
    }
}

extension RestoreStep {
    func json(_ sentence: (Change) -> String) -> JSONValue {
        var object = JSONObject([
            ("section", .string(section.description)), ("title", .string(title)),
            ("digest", .string(ContentDigest(of: JSONWriter.canonical(live.comparable)).text)),
            (
                "changes",
                .array(
                    changes.map { change in
                        var json = change.json
                        json["sentence"] = .string(sentence(change))
                        return .object(json)
                    })
            ),
            ("interrupts", .array(Interruption.allCases.filter(interrupts.contains).map { .string($0.rawValue) })),
        ])
        object["secrets"] = Self.list(secrets)
        object["clearedSecrets"] = Self.list(clearedSecrets)
        object["commands"] = commands.isEmpty ? nil : .array(commands)
        object["danger"] = danger.map(JSONValue.string)
        return .object(object)
    }

    private static func list(_ places: [JSONPointer]) -> JSONValue? {
        places.isEmpty ? nil : .array(places.map { .string($0.description) })
    }
}

extension Omission {
    var json: JSONValue {
        var object = JSONObject([
            ("section", .string(section.description)), ("title", .string(title)), ("reason", .string(reason.name)),
            ("count", .integer(count)),
        ])
        object["path"] = pointer.map { .string($0.description) }
        object["detail"] = reason.detail.map(JSONValue.string)
        if case .wouldClearSecrets(let places) = reason {
            object["secrets"] = .array(places.map { .string($0.description) })
        }
        return .object(object)
    }
}
