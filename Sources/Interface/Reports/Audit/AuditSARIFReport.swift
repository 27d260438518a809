package import Audit
import Cryptography
package import JSONTree

/// An audit in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS standard of 27 March 2020), as code scanning
/// services read it.
package enum AuditSARIFReport {
    /// - Parameter toolVersion: `0.1.0`
    package static func text(_ result: AuditResult, toolVersion: String) -> String {
        json(result, toolVersion: toolVersion).prettyText
    }

    package static func json(_ result: AuditResult, toolVersion: String) -> JSONValue {
        let rules = descriptors(result)
        let driver: JSONValue = [
            "name": "camkeep", "version": .string(toolVersion), "rules": .array(rules.map(\.json)),
        ]
        let indices = Dictionary(zip(rules.map(\.id), rules.indices)) { first, _ in first }
        let results = result.cameras.flatMap { camera in
            camera.findings.map { json($0, of: camera, ruleIndices: indices, waivers: result.waivers) }
                + camera.unchecked.map { json($0, of: camera, ruleIndices: indices) }
        }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": ["driver": driver], "columnKind": "unicodeCodePoints", "results": .array(results),
                    "invocations": [invocation(result)],
                ]
            ],
        ]
    }

    // MARK: - Rules

    private static func descriptors(_ result: AuditResult) -> [(id: String, json: JSONValue)] {
        var descriptors: [(id: String, json: JSONValue)] = [
            (
                Finding.deviationRule,
                [
                    "id": .string(Finding.deviationRule),
                    "shortDescription": ["text": "A setting is not what it should be"],
                    "defaultConfiguration": ["level": "warning"],
                ]
            )
        ]
        for rule in result.policies.flatMap(\.rules) where !descriptors.contains(where: { $0.id == rule.id }) {
            descriptors.append(
                (
                    rule.id,
                    [
                        "id": .string(rule.id), "shortDescription": ["text": .string(rule.title)],
                        "fullDescription": ["text": .string(rule.reason)], "help": ["text": .string(rule.message)],
                        "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
                    ]
                ))
        }
        return descriptors
    }

    // MARK: - Results

    private static func json(
        _ finding: Finding, of camera: CameraAudit, ruleIndices indices: [String: Int], waivers: [WaiverUse]
    ) -> JSONValue {
        let next = finding.violation.map { ". \($0.rule.message)" } ?? ""
        var object = JSONObject()
        object["ruleId"] = .string(finding.ruleID)
        object["kind"] = "fail"
        object["level"] = .string(finding.severity.rawValue)
        object["message"] = ["text": .string("\(camera.name): \(AuditWording.sentence(finding))\(next)")]
        object["locations"] = [location(camera, AuditPlace(finding.section, finding.pointer))]
        object["partialFingerprints"] = ["camkeepPlace/v1": .string(fingerprint(finding, camera))]
        object["ruleIndex"] = indices[finding.ruleID].map(JSONValue.integer)
        object["suppressions"] = finding.waiver.map { position in
            let waiver = waivers[position].waiver
            return [
                [
                    "kind": "external", "status": "accepted",
                    "justification": .string("until \(waiver.expires): \(waiver.reason)"),
                ]
            ]
        }
        return .object(object)
    }

    private static func json(
        _ unchecked: Unchecked, of camera: CameraAudit, ruleIndices indices: [String: Int]
    ) -> JSONValue {
        let text = "\(camera.name): \(unchecked.rule.title)? It could not be checked: \(unchecked.reason)"
        var object = JSONObject()
        object["ruleId"] = .string(unchecked.rule.id)
        object["kind"] = "open"
        object["level"] = "none"
        object["message"] = ["text": .string(text)]
        object["locations"] = [location(camera, unchecked.place)]
        object["ruleIndex"] = indices[unchecked.rule.id].map(JSONValue.integer)
        return .object(object)
    }

    private static func location(_ camera: CameraAudit, _ place: AuditPlace) -> JSONValue {
        [
            "physicalLocation": ["artifactLocation": ["uri": .string(uri(camera.source))]],
            "logicalLocations": [
                [
                    "name": .string(place.description), "kind": "member",
                    "fullyQualifiedName": .string("\(camera.name)/\(place)"),
                ]
            ],
        ]
    }

    /// Stays the same for the same finding in the next audit, whatever the snapshot is called.
    private static func fingerprint(_ finding: Finding, _ camera: CameraAudit) -> String {
        let parts: JSONValue = [
            .string(camera.name), .string(finding.ruleID), .string(finding.section),
            .string(finding.pointer.description),
        ]
        return HexEncoding.encode(SHA256.hash(JSONWriter.canonical(parts)).prefix(16))
    }

    /// A relative reference (RFC 3986): everything but unreserved characters and slashes is encoded.
    private static func uri(_ source: String) -> String {
        source.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(Unicode.Scalar(byte))
            default: "%" + HexEncoding.encode([byte]).uppercased()
            }
        }.joined()
    }

    // MARK: - The run

    private static func invocation(_ result: AuditResult) -> JSONValue {
        var notes: [(level: String, text: String)] = result.unread.map {
            ("error", "\($0.name) could not be audited: \($0.reason)")
        }
        notes += result.unreadInGolden.map { ("error", "\($0) could not be read in the golden configuration") }
        for camera in result.cameras {
            notes += camera.unreadSections.map { ("error", "\(camera.name): \($0) could not be read") }
        }
        notes += result.ties.map { tie in
            ("note", "no majority at \(tie.place): \(AuditWording.choices(tie).joined(separator: ", "))")
        }
        notes += result.gaps.map { ("note", "\($0.section): \(AuditWording.words($0, mostNames: 20))") }
        notes += result.waivers.map { use in
            let level = use.state == .used ? "note" : "warning"
            return (
                level,
                "waiver of \(use.waiver.rule) at \(use.waiver.path) until \(use.waiver.expires) "
                    + "(\(use.waiver.reason)): \(AuditWording.state(use))"
            )
        }
        return [
            "executionSuccessful": .bool(result.isComplete),
            "toolExecutionNotifications": .array(
                notes.map { ["level": .string($0.level), "message": ["text": .string($0.text)]] }),
        ]
    }
}
