import Audit
import CameraSchema
import Snapshots

/// One camera of the page: who it is, how it differs and which rules it breaks.
struct HTMLAuditedCamera {
    private let camera: CameraAudit
    private let id: String
    private let schema: CameraSchema
    private let rules: BrokenRules

    /// - Parameter id: unique in the page
    init(_ camera: CameraAudit, id: String, _ schema: CameraSchema, _ rules: BrokenRules) {
        self.rules = rules
        self.camera = camera
        self.id = id
        self.schema = schema
    }

    /// Of the camera at that position of those with findings.
    static func id(_ position: Int) -> String { "c\(position + 1)" }

    var node: HTMLNode {
        let sections = HTMLSection.list(DifferenceOutline.sections(camera.deviations, schema), mark: "\(id)s")
        return .tag(
            "section", "camera", ["id": id, "aria-labelledby": "\(id)-title"],
            [
                .tag(
                    "header", "", [:],
                    [
                        .tag("h2", "", ["id": "\(id)-title"], camera.name),
                        .tag("p", "count", [:], AuditWording.counts(camera.count)),
                        .tag("p", "who", [:], who),
                    ])
            ] + sections.map(\.node) + violations + common)
    }

    private var who: String {
        let groups = camera.groups.isEmpty ? "" : camera.groups.map { "@\($0)" }.joined(separator: " ")
        return [ReportWording.identity(camera.identity), groups, camera.source, "taken \(camera.taken)"]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Of rules that most cameras break there is nothing to say that is not said once for all.
    private var common: [HTMLNode] {
        let ids = camera.commonRules(rules)
        return ids.isEmpty
            ? [] : [.tag("p", "common", [:], "Breaks as most cameras do: \(ids.joined(separator: ", "))")]
    }

    private var violations: [HTMLNode] {
        let items = camera.rareViolations(rules).compactMap { finding in
            finding.violation.map { ($0, finding.severity) }
        }
        guard !items.isEmpty else { return [] }
        let nodes = items.map { violation, severity in
            HTMLNode.tag(
                "li", "change is-\(severity.rawValue)", [:],
                [
                    .tag("p", "impact", [:], severity.rawValue),
                    .tag(
                        "div", "what", [:],
                        [
                            .tag("p", "sentence", [:], [.tag("b", "", [:], violation.rule.title)]),
                            .tag("code", "path", [:], "\(AuditWording.evidence(violation)) (\(violation.rule.id))"),
                        ]),
                ])
        }
        return [
            .tag(
                "section", "section", ["id": "\(id)r", "aria-labelledby": "\(id)r-title"],
                [
                    .tag("header", "", [:], [.tag("h3", "", ["id": "\(id)r-title"], "Broken rules")]),
                    .tag("ul", "changes", [:], nodes),
                ])
        ]
    }
}
