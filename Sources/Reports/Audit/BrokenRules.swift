import Audit

/// The broken rules of an audit, each with the cameras that break it.
struct BrokenRules {
    struct Entry {
        let rule: Rule
        /// Without those that a waiver covers, the worst camera first.
        var cameras: [String]
    }

    /// The gravest first; alike ones in the order of the policies.
    let entries: [Entry]

    init(_ result: AuditResult) {
        var cameras: [String: [String]] = [:]
        for camera in result.cameras {
            for finding in camera.violations where cameras[finding.ruleID]?.last != camera.name {
                cameras[finding.ruleID, default: []].append(camera.name)
            }
        }
        let rules = result.policies.flatMap(\.rules).filter { cameras[$0.id] != nil }
        entries = Severity.allCases.flatMap { severity in
            rules.filter { $0.severity == severity }.map { Entry(rule: $0, cameras: cameras[$0.id] ?? []) }
        }
    }
}
