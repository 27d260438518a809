import Audit

/// The broken rules of an audit, each with the cameras that break it.
struct BrokenRules {
    struct Entry {
        let rule: Rule
        /// The cameras that break it without a waiver, the worst first.
        var cameras: [String] = []
        /// What was found, and on which cameras.
        var evidence: [(text: String, cameras: [String])] = []
        /// Whether more than half of the cameras break it. Breaking it then does not make a camera an outlier.
        var isCommon = false

        init(_ rule: Rule) {
            self.rule = rule
        }

        fileprivate mutating func add(_ violation: Violation, on camera: String) {
            if cameras.last != camera { cameras.append(camera) }
            let text = AuditWording.evidence(violation)
            if let known = evidence.firstIndex(where: { $0.text == text }) {
                evidence[known].cameras.append(camera)
            } else {
                evidence.append((text, [camera]))
            }
        }
    }

    /// The gravest first; equally grave ones in the order of the policies.
    let entries: [Entry]
    /// The ids of those that more than half of the cameras break.
    let common: Set<String>
    private let names: [String]

    init(_ result: AuditResult) {
        var broken: [String: Entry] = [:]
        for camera in result.cameras {
            for violation in camera.violations.compactMap(\.violation) {
                broken[violation.rule.id, default: Entry(violation.rule)].add(violation, on: camera.name)
            }
        }
        let rules = result.policies.flatMap(\.rules)
        let sorted = Severity.allCases.flatMap { severity in rules.filter { $0.severity == severity } }
        entries = sorted.compactMap { rule in
            guard var entry = broken[rule.id] else { return nil }
            entry.isCommon = result.commonRules.contains(rule.id)
            return entry
        }
        common = result.commonRules
        names = result.cameras.map(\.name)
    }

    /// `on all 6 cameras`, `on 5 of 6 cameras, not on gate`, `on 1 of 6 cameras: gate`
    func extent(_ entry: Entry, mostNames: Int) -> String {
        let total = Quantity.count(names.count, "camera")
        if entry.cameras.count == names.count { return names.count == 1 ? "" : "on all \(total)" }
        let extent = "on \(entry.cameras.count) of \(total)"
        guard entry.isCommon else { return "\(extent): \(AuditWording.names(entry.cameras, most: mostNames))" }
        let breaking = Set(entry.cameras)
        let others = names.filter { !breaking.contains($0) }.sorted()
        return "\(extent), not on \(AuditWording.names(others, most: mostNames))"
    }

    /// What was found. Where cameras differ, each finding has its number of cameras.
    func evidence(_ entry: Entry, most: Int) -> [String] {
        guard entry.evidence.count > 1 else { return entry.evidence.map(\.text) }
        let shown = entry.evidence.prefix(most).map { text, cameras in
            "\(text) (\(Quantity.count(Set(cameras).count, "camera")))"
        }
        let rest = entry.evidence.count - shown.count
        return rest > 0 ? shown + ["and \(rest) more"] : shown
    }
}

extension CameraAudit {
    /// Violations of rules that most cameras keep, the gravest first.
    func rareViolations(_ rules: BrokenRules) -> [Finding] {
        Severity.allCases.flatMap { severity in
            violations.filter { $0.severity == severity && !rules.common.contains($0.ruleID) }
        }
    }

    /// The ids of the rules that this camera and most others break.
    func commonRules(_ rules: BrokenRules) -> [String] {
        rules.entries.map(\.rule.id).filter { id in
            rules.common.contains(id) && violations.contains { $0.ruleID == id }
        }
    }
}
