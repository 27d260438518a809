import CameraSchema
import SemanticDiff
import Snapshots

/// What is compared, and how much of it changed.
struct HTMLHead {
    private let difference: Difference
    private let outline: DifferenceOutline

    init(_ difference: Difference, _ outline: DifferenceOutline) {
        self.difference = difference
        self.outline = outline
    }

    var node: HTMLNode {
        .tag(
            "header", class: "page",
            [.tag("p", class: "brand", "CamKeep · configuration difference"), .tag("h1", headline)]
                + lead + counts + [sides])
    }

    private var headline: String {
        let settings = difference.settings.count
        if settings > 0 {
            return "\(Quantity.count(settings, "change")) in \(Quantity.count(outline.sections.count, "section"))"
        }
        if !difference.firmware.isEmpty { return "No settings changed" }
        return outline.isCertain ? "No differences" : "No differences in what could be compared"
    }

    private var lead: [HTMLNode] {
        let count = difference.firmware.count
        guard count > 0 else { return [] }
        return [.tag("p", class: "lead", "\(Quantity.count(count, "change")) explained by the new firmware")]
    }

    /// Shown on paper only. On the screen, the filter has the same numbers.
    private var counts: [HTMLNode] {
        let impacts = Impact.allCases.compactMap { impact -> HTMLNode? in
            let count = difference.changes.count { $0.impact == impact }
            return count == 0 ? nil : .tag("li", class: "is-\(impact.rawValue)", "\(count) \(impact.rawValue)")
        }
        return impacts.isEmpty ? [] : [.tag("ul", class: "counts", impacts)]
    }

    // MARK: - The two sides

    private var sides: HTMLNode {
        .tag(
            "table", class: "sides",
            [
                .tag(
                    "thead",
                    [
                        .tag(
                            "tr",
                            [
                                .tag("td", []),
                                .tag("th", attributes: ["scope": "col"], "Before"),
                                .tag("th", attributes: ["scope": "col"], "After"),
                            ])
                    ]),
                .tag("tbody", rows),
            ])
    }

    private var rows: [HTMLNode] {
        let (old, new) = (difference.old, difference.new)
        let facts: [(String, String?, String?)] = [
            ("Name", old.camera.name, new.camera.name),
            ("Address", old.camera.address, new.camera.address),
            ("Model", old.camera.model, new.camera.model),
            ("Firmware", old.camera.firmware, new.camera.firmware),
            ("Software", old.camera.software, new.camera.software),
            ("Serial", old.camera.serial, new.camera.serial),
        ]
        let known = facts.filter { $0.1 != nil || $0.2 != nil }
        return [
            row("Source", [.text(old.name)], [.text(new.name)], class: "reference"),
            row("Taken", [Self.time(old.taken)], [Self.time(new.taken)]),
        ]
            + known.filter { $0.1 != $0.2 }.map { title, old, new in
                row(title, [.text(old ?? "unknown")], [.text(new ?? "unknown")], class: "differs")
            } + shared(known.filter { $0.1 == $0.2 }.map { ($0.0, $0.1 ?? "") })
    }

    /// Facts that are the same on both sides share one row.
    private func shared(_ facts: [(title: String, text: String)]) -> [HTMLNode] {
        guard !facts.isEmpty else { return [] }
        let items = facts.map { title, text in
            HTMLNode.tag("li", [.tag("span", title), .text(" " + text)])
        }
        return [
            .tag(
                "tr",
                [
                    .tag("th", attributes: ["scope": "row"], "Both"),
                    .tag("td", attributes: ["colspan": "2"], [.tag("ul", class: "facts", items)]),
                ])
        ]
    }

    private func row(_ title: String, _ old: [HTMLNode], _ new: [HTMLNode], class classes: String = "") -> HTMLNode {
        .tag(
            "tr", class: classes,
            [.tag("th", attributes: ["scope": "row"], title), .tag("td", old), .tag("td", new)])
    }

    /// `2026-11-22 14:35:06 UTC`
    private static func time(_ time: SnapshotTime) -> HTMLNode {
        let text = time.description
        return .tag("time", attributes: ["datetime": text], "\(text.prefix(10)) \(text.dropFirst(11).dropLast()) UTC")
    }
}
