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
    init(_ camera: CameraAudit, id: String, schema: CameraSchema, rules: BrokenRules) {
        self.rules = rules
        self.camera = camera
        self.id = id
        self.schema = schema
    }

    /// The id of a camera, by its position among those with findings.
    static func id(_ position: Int) -> String { "c\(position + 1)" }

    var node: HTMLNode {
        let sections = HTMLSection.list(DifferenceOutline.sections(camera.deviations, schema), mark: "\(id)s")
        return .tag(
            "section", class: "camera", attributes: ["id": id, "aria-labelledby": "\(id)-title"],
            [
                .tag(
                    "header",
                    [
                        .tag("h2", attributes: ["id": "\(id)-title"], camera.name),
                        .tag("p", class: "count", AuditWording.counts(camera.count)),
                        .tag("p", class: "who", who),
                    ])
            ] + sections.map(\.node) + violations + common)
    }

    private var who: String {
        let groups = camera.groups.isEmpty ? "" : camera.groups.map { "@\($0)" }.joined(separator: " ")
        return [ReportWording.identity(camera.identity), groups, camera.source, "taken \(camera.taken)"]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Rules that most cameras break are only named here. The page explains them once for all cameras.
    private var common: [HTMLNode] {
        let ids = camera.commonRules(rules)
        return ids.isEmpty
            ? [] : [.tag("p", class: "common", "Breaks, as most cameras do: \(ids.joined(separator: ", "))")]
    }

    private var violations: [HTMLNode] {
        let items = camera.rareViolations(rules).compactMap { finding in
            finding.violation.map { ($0, finding.severity) }
        }
        guard !items.isEmpty else { return [] }
        let nodes = items.map { violation, severity in
            HTMLNode.tag(
                "li", class: "change is-\(severity.rawValue)",
                [
                    .tag("p", class: "impact", severity.rawValue),
                    .tag(
                        "div", class: "what",
                        [
                            .tag("p", class: "sentence", [.tag("b", violation.rule.title)]),
                            .tag("code", class: "path", "\(AuditWording.evidence(violation)) (\(violation.rule.id))"),
                        ]),
                ])
        }
        return [
            .tag(
                "section", class: "section", attributes: ["id": "\(id)r", "aria-labelledby": "\(id)r-title"],
                [
                    .tag("header", [.tag("h3", attributes: ["id": "\(id)r-title"], "Broken rules")]),
                    .tag("ul", class: "changes", nodes),
                ])
        ]
    }
}
