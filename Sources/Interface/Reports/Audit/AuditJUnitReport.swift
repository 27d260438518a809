package import Audit
package import CameraSchema
import Snapshots

/// An audit as JUnit XML, which continuous integration shows as tests: a suite for each camera, a test for each rule and for each
/// section that deviates.
package struct AuditJUnitReport {
    private let result: AuditResult
    private let schema: CameraSchema

    package init(_ result: AuditResult, schema: CameraSchema) {
        self.result = result
        self.schema = schema
    }

    package func text() -> String {
        let suites = result.cameras.map(suite) + unread + waivers
        func total(_ name: String) -> Int { suites.reduce(0) { $0 + $1.count(of: name) } }
        return XMLElement(
            "testsuites",
            attributes: [
                "name": "camkeep audit", "tests": String(total("testcase")), "failures": String(total("failure")),
                "errors": String(total("error")),
            ], suites
        ).document
    }

    private static func suite(_ name: String, _ cases: [XMLElement], timestamp: String? = nil) -> XMLElement {
        func total(_ name: String) -> String { String(cases.reduce(0) { $0 + $1.count(of: name) }) }
        return XMLElement(
            "testsuite",
            attributes: [
                "name": name, "tests": String(cases.count), "failures": total("failure"), "errors": total("error"),
                "skipped": total("skipped"), "timestamp": timestamp,
            ], cases)
    }

    // MARK: - Cameras

    private func suite(_ camera: CameraAudit) -> XMLElement {
        Self.suite(
            camera.name, comparison(camera) + rules(camera) + unreadSections(camera),
            timestamp: String(camera.taken.description.dropLast()))
    }

    private func comparison(_ camera: CameraAudit) -> [XMLElement] {
        guard result.reference != nil else { return [] }
        let findings = camera.findings.filter { $0.change != nil }
        var names: [String] = []
        for finding in findings where !names.contains(finding.section) { names.append(finding.section) }
        guard !names.isEmpty else { return [test(Finding.deviationRule, on: camera)] }
        return names.map { name in
            test(
                "\(Finding.deviationRule) \(name)", on: camera, title: SectionTitle(name, schema).title,
                findings: findings.filter { $0.section == name })
        }
    }

    private func rules(_ camera: CameraAudit) -> [XMLElement] {
        result.policies.flatMap(\.rules).map { rule in
            let findings = camera.findings.filter { $0.violation?.rule.id == rule.id }
            if !findings.isEmpty { return test(rule.id, on: camera, title: rule.title, findings: findings) }
            if let unchecked = camera.unchecked.first(where: { $0.rule.id == rule.id }) {
                return test(
                    rule.id, on: camera, skipped: "could not be checked: \(unchecked.place): \(unchecked.reason)")
            }
            return camera.kept.contains(rule.id)
                ? test(rule.id, on: camera) : test(rule.id, on: camera, skipped: "does not concern this camera")
        }
    }

    private func unreadSections(_ camera: CameraAudit) -> [XMLElement] {
        camera.unreadSections.map { section in
            XMLElement(
                "testcase", attributes: ["classname": camera.name, "name": section],
                [XMLElement("error", attributes: ["message": "could not be read when the snapshot was taken"])])
        }
    }

    // MARK: - Tests

    private func test(_ name: String, on camera: CameraAudit, skipped reason: String? = nil) -> XMLElement {
        let children = reason.map { [XMLElement("skipped", attributes: ["message": $0])] } ?? []
        return XMLElement("testcase", attributes: ["classname": camera.name, "name": name], children)
    }

    /// A note is not a failure, and neither is a finding that a waiver silences.
    private func test(_ name: String, on camera: CameraAudit, title: String, findings: [Finding]) -> XMLElement {
        let active = findings.filter(\.counts)
        let lines = findings.map { finding in
            let waiver = finding.waiver.map { result.waivers[$0].waiver }
            let state = waiver.map { " (waived until \($0.expires): \($0.reason))" } ?? ""
            let next = finding.violation.map { " \($0.rule.message)" } ?? ""
            return "\(finding.severity.rawValue): \(AuditWording.sentence(finding)).\(next)\(state)"
        }.joined(separator: " ")
        let child: XMLElement =
            if active.isEmpty {
                XMLElement("skipped", attributes: ["message": lines])
            } else {
                XMLElement("failure", attributes: ["message": title, "type": active[0].severity.rawValue], text: lines)
            }
        return XMLElement("testcase", attributes: ["classname": camera.name, "name": name], [child])
    }

    // MARK: - The rest

    private var unread: [XMLElement] {
        let cases =
            result.unread.map { camera in
                XMLElement(
                    "testcase", attributes: ["classname": camera.name, "name": "snapshot"],
                    [XMLElement("error", attributes: ["message": camera.reason])])
            }
            + result.unreadInGolden.map { section in
                XMLElement(
                    "testcase", attributes: ["classname": "golden", "name": section],
                    [
                        XMLElement(
                            "error", attributes: ["message": "could not be read when the golden snapshot was taken"])
                    ])
            }
        return cases.isEmpty ? [] : [Self.suite("not audited", cases)]
    }

    /// Waivers are listed as skipped tests, so that nobody forgets them.
    private var waivers: [XMLElement] {
        guard !result.waivers.isEmpty else { return [] }
        let cases = result.waivers.enumerated().map { position, use in
            XMLElement(
                "testcase",
                attributes: ["classname": "waivers", "name": "\(position + 1) \(use.waiver.rule) \(use.waiver.path)"],
                [
                    XMLElement(
                        "skipped",
                        attributes: [
                            "message":
                                "\(AuditWording.state(use)); until \(use.waiver.expires): \(use.waiver.reason)"
                        ])
                ])
        }
        return [Self.suite("waivers", cases)]
    }
}

extension XMLElement {
    /// How many elements have this name, this one included.
    fileprivate func count(of name: String) -> Int {
        (self.name == name ? 1 : 0) + children.reduce(0) { $0 + $1.count(of: name) }
    }
}
