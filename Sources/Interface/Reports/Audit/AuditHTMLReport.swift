package import Audit
package import CameraSchema
import SemanticDiff
import Snapshots

/// An audit as one page that needs nothing else: a heat map of sections and cameras, then each camera's exact differences.
package struct AuditHTMLReport {
    private let result: AuditResult
    private let schema: CameraSchema
    private let rules: BrokenRules

    private static let mostEvidence = 12
    /// Names in one line of a list; the JSON has them all.
    private static let mostNames = 40

    package init(_ result: AuditResult, schema: CameraSchema) {
        self.result = result
        self.schema = schema
        rules = BrokenRules(result)
    }

    /// The page, in UTF-8 (``HTMLDocument``).
    package func text() -> String {
        HTMLDocument.text(
            title: "\(AuditWording.title(result)) · CamKeep", style: AuditStylesheet.rules,
            [head, .tag("main", content), Self.footer])
    }

    private static let footer = HTMLNode.tag("footer", [.tag("p", "Audited by CamKeep")])

    private var head: HTMLNode {
        .tag(
            "header", class: "page",
            [.tag("p", class: "brand", "CamKeep · audit"), .tag("h1", AuditWording.closing(result))]
                + AuditWording.basis(result).map { .tag("p", class: "lead", $0) })
    }

    private var content: [HTMLNode] {
        let dirty = result.cameras.filter { !$0.isClean }
        let cameras = dirty.enumerated().map {
            HTMLAuditedCamera($1, id: HTMLAuditedCamera.id($0), schema: schema, rules: rules).node
        }
        let outliers = dirty.filter { !$0.standingOut(rules.common).isEmpty }
        return HeatMap(outliers, commonRules: rules.common, schema: schema).nodes + cameras + brokenRules + notes
    }

    // MARK: - Rules

    private var brokenRules: [HTMLNode] {
        guard !rules.entries.isEmpty else { return [] }
        return [
            Self.block(
                "rules", title: "Broken rules", class: "section",
                [.tag("ul", class: "changes", rules.entries.map(node))])
        ]
    }

    private func node(_ entry: BrokenRules.Entry) -> HTMLNode {
        let extent = rules.extent(entry, mostNames: Self.mostNames)
        let evidence = rules.evidence(entry, most: Self.mostEvidence).map { HTMLNode.tag("code", class: "path", $0) }
        return .tag(
            "li", class: "change is-\(entry.rule.severity.rawValue)",
            [
                .tag("p", class: "impact", entry.rule.severity.rawValue),
                .tag(
                    "div", class: "what",
                    [
                        .tag(
                            "p", class: "sentence",
                            [.tag("b", entry.rule.title), .text(extent.isEmpty ? "" : " " + extent)]),
                        .tag("p", class: "note", "\(entry.rule.reason) \(entry.rule.message) (\(entry.rule.id))"),
                    ] + evidence),
            ])
    }

    // MARK: - What could not be checked

    private var notes: [HTMLNode] {
        let golden = result.unreadInGolden.isEmpty ? [] : [("the golden configuration", result.unreadInGolden)]
        let unread = golden + result.cameras.filter { !$0.unreadSections.isEmpty }.map { ($0.name, $0.unreadSections) }
        let secrets = result.cameras.filter { $0.incomparableSecrets > 0 }
        return list(
            "unread", title: "Could not be audited", items: result.unread.map { "\($0.name): \($0.reason)" })
            + list(
                "unread-sections", title: "Could not be read", lead: AuditWording.unreadSections,
                items: unread.map { "\($0): \($1.joined(separator: ", "))" })
            + list(
                "secrets", title: "Secrets that cannot be compared",
                lead: "Their fingerprints were made with other keys, or are missing:",
                items: secrets.map { "\($0.name): \($0.incomparableSecrets)" })
            + list("unchecked", title: "Could not be checked", items: unchecked)
            + list("ties", title: "No majority", lead: AuditWording.ties, items: ties)
            + list("gaps", title: "Not on all cameras", lead: "Compared only where they are:", items: gaps)
            + list("waivers", title: "Waivers", items: waivers)
    }

    private var unchecked: [String] {
        result.cameras.flatMap { camera in
            camera.unchecked.map { "\(camera.name): \($0.rule.title)? \($0.place): \($0.reason)" }
        }
    }

    private var ties: [String] {
        result.ties.map { tie in
            return "\(SectionTitle(tie.place.section, schema).title): \(AuditWording.title(tie)): "
                + AuditWording.choicesWithNames(tie, most: 8).joined(separator: "; ")
        }
    }

    private var gaps: [String] {
        result.gaps.map { gap in
            "\(SectionTitle(gap.section, schema).title): \(AuditWording.words(gap, mostNames: Self.mostNames))"
        }
    }

    private var waivers: [String] {
        result.waivers.map { use in
            let waiver = use.waiver
            return "\(waiver.rule) at \(waiver.path) on \(waiver.cameras.texts.joined(separator: ", ")), until "
                + "\(waiver.expires): \(waiver.reason) (\(AuditWording.state(use)))"
        }
    }

    private func list(_ id: String, title: String, lead: String? = nil, items: [String]) -> [HTMLNode] {
        guard !items.isEmpty else { return [] }
        let content: [HTMLNode] =
            (lead.map { [.tag("p", $0)] } ?? [])
            + [.tag("ul", items.map { .tag("li", $0) })]
        return [Self.block(id, title: title, class: "notes", content)]
    }

    private static func block(_ id: String, title: String, class classes: String, _ content: [HTMLNode]) -> HTMLNode {
        let heading = HTMLNode.tag("h2", attributes: ["id": "\(id)-title"], title)
        let top = classes == "notes" ? heading : .tag("header", [heading])
        return .tag(
            "section", class: classes, attributes: ["id": id, "aria-labelledby": "\(id)-title"], [top] + content)
    }
}
