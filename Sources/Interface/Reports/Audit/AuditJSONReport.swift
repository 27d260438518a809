package import Audit
import CameraSchema
package import JSONTree
import SemanticDiff
import Snapshots

/// An audit as one documented JSON object (docs/audit.md, schema/audit-v1.schema.json).
package enum AuditJSONReport {
    package static let format = "camkeep-audit"
    package static let version = "1.0"

    /// Sorted and indented, with a line feed at the end.
    package static func text(_ result: AuditResult) -> String {
        json(result).prettyText
    }

    package static func json(_ result: AuditResult) -> JSONValue {
        var object = JSONObject([
            ("format", .string(format)), ("version", .string(version)), ("counts", counts(result)),
            ("policies", .array(result.policies.map(json))), ("cameras", .array(result.cameras.map(json))),
            ("unread", .array(result.unread.map(json))), ("ties", .array(result.ties.map(json))),
            ("gaps", .array(result.gaps.map(json))), ("unreadInGolden", texts(result.unreadInGolden)),
            ("waivers", .array(result.waivers.map(json))), ("commonRules", texts(result.commonRules.sorted())),
        ])
        switch result.reference {
        case .golden(let side)?:
            object["reference"] = [
                "kind": "golden", "name": .string(side.name), "taken": .string(side.taken.description),
                "camera": JSONReport.json(side.camera),
            ]
        case .majority?: object["reference"] = ["kind": "majority"]
        case nil: break
        }
        return .object(object)
    }

    private static func texts(_ list: [String]) -> JSONValue {
        .array(list.map(JSONValue.string))
    }

    private static func counts(_ result: AuditResult) -> JSONValue {
        [
            "cameras": .integer(result.cameras.count), "withFindings": .integer(result.cameras.count { !$0.isClean }),
            "unread": .integer(result.unread.count), "error": .integer(result.count(.error)),
            "warning": .integer(result.count(.warning)), "note": .integer(result.count(.note)),
            "waived": .integer(result.waivedCount),
        ]
    }

    private static func json(_ policy: Policy) -> JSONValue {
        let rules = policy.rules.map { rule -> JSONValue in
            [
                "id": .string(rule.id), "severity": .string(rule.severity.rawValue), "title": .string(rule.title),
                "reason": .string(rule.reason), "message": .string(rule.message),
            ]
        }
        return ["file": .string(policy.file), "title": .string(policy.title), "rules": .array(rules)]
    }

    // MARK: - Cameras

    private static func json(_ camera: CameraAudit) -> JSONValue {
        [
            "name": .string(camera.name), "groups": texts(camera.groups), "source": .string(camera.source),
            "taken": .string(camera.taken.description), "camera": JSONReport.json(camera.identity),
            "findings": .array(camera.findings.map(json)), "unchecked": .array(camera.unchecked.map(json)),
            "kept": texts(camera.kept), "notConcerned": texts(camera.notConcerned),
            "unreadSections": texts(camera.unreadSections),
            "explainedByFirmware": .integer(camera.explainedByFirmware),
            "incomparableSecrets": .integer(camera.incomparableSecrets),
        ]
    }

    private static func json(_ finding: Finding) -> JSONValue {
        var object = JSONObject([
            ("rule", .string(finding.ruleID)), ("severity", .string(finding.severity.rawValue)),
            ("section", .string(finding.section)), ("path", .string(finding.pointer.description)),
            ("sentence", .string(AuditWording.sentence(finding))),
        ])
        object["waiver"] = finding.waiver.map(JSONValue.integer)
        switch finding.kind {
        case .deviation(let change): object["change"] = JSONReport.json(change)
        case .violation(let violation): object["actual"] = violation.actual
        }
        return .object(object)
    }

    private static func json(_ unchecked: Unchecked) -> JSONValue {
        [
            "rule": .string(unchecked.rule.id), "section": .string(unchecked.place.section),
            "path": .string(unchecked.place.pointer.description), "reason": .string(unchecked.reason),
        ]
    }

    private static func json(_ camera: UnreadCamera) -> JSONValue {
        ["name": .string(camera.name), "reason": .string(camera.reason), "isDamaged": .bool(camera.isDamaged)]
    }

    // MARK: - The rest

    private static func json(_ tie: Tie) -> JSONValue {
        let choices = tie.choices.map { choice -> JSONValue in
            var object = JSONObject([
                ("text", .string(AuditWording.text(choice.value, tie.field))), ("cameras", texts(choice.cameras)),
            ])
            object["value"] =
                tie.field?.role == .secret
                ? choice.value?.withoutSecrets : choice.value?.withoutFingerprints
            return .object(object)
        }
        return [
            "section": .string(tie.place.section), "path": .string(tie.place.pointer.description),
            "title": .string(AuditWording.title(tie)), "isEven": .bool(tie.isEven), "choices": .array(choices),
        ]
    }

    private static func json(_ gap: SectionGap) -> JSONValue {
        var object = JSONObject([
            ("section", .string(gap.section)), ("having", texts(gap.having)), ("lacking", texts(gap.lacking)),
        ])
        object["isInGolden"] = gap.isInGolden.map(JSONValue.bool)
        return .object(object)
    }

    private static func json(_ use: WaiverUse) -> JSONValue {
        let waiver = use.waiver
        return [
            "path": .string(waiver.path), "cameras": texts(waiver.cameras.texts), "rule": .string(waiver.rule),
            "reason": .string(waiver.reason), "expires": .string(waiver.expires),
            "state": .string(use.state.rawValue), "findings": .integer(use.count),
        ]
    }
}
