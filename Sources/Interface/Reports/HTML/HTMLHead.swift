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
            "header", "page", [:],
            [.tag("p", "brand", [:], "CamKeep · configuration difference"), .tag("h1", "", [:], headline)]
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
        return [.tag("p", "lead", [:], "\(Quantity.count(count, "change")) explained by the new firmware")]
    }

    /// For paper; on the screen the filter has the same numbers.
    private var counts: [HTMLNode] {
        let impacts = Impact.allCases.compactMap { impact -> HTMLNode? in
            let count = difference.changes.count { $0.impact == impact }
            return count == 0 ? nil : .tag("li", "is-\(impact.rawValue)", [:], "\(count) \(impact.rawValue)")
        }
        return impacts.isEmpty ? [] : [.tag("ul", "counts", [:], impacts)]
    }

    // MARK: - The two sides

    private var sides: HTMLNode {
        .tag(
            "table", "sides", [:],
            [
                .tag(
                    "thead", "", [:],
                    [
                        .tag(
                            "tr", "", [:],
                            [
                                .tag("td", "", [:], []),
                                .tag("th", "", ["scope": "col"], "Before"),
                                .tag("th", "", ["scope": "col"], "After"),
                            ])
                    ]),
                .tag("tbody", "", [:], rows),
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
            row("Source", [.text(old.name)], [.text(new.name)], "reference"),
            row("Taken", [Self.time(old.taken)], [Self.time(new.taken)]),
        ]
            + known.filter { $0.1 != $0.2 }.map { title, old, new in
                row(title, [.text(old ?? "unknown")], [.text(new ?? "unknown")], "differs")
            } + shared(known.filter { $0.1 == $0.2 }.map { ($0.0, $0.1 ?? "") })
    }

    /// What is the same on both sides takes one row.
    private func shared(_ facts: [(title: String, text: String)]) -> [HTMLNode] {
        guard !facts.isEmpty else { return [] }
        let items = facts.map { title, text in
            HTMLNode.tag("li", "", [:], [.tag("span", "", [:], title), .text(" " + text)])
        }
        return [
            .tag(
                "tr", "", [:],
                [
                    .tag("th", "", ["scope": "row"], "Both"),
                    .tag("td", "", ["colspan": "2"], [.tag("ul", "facts", [:], items)]),
                ])
        ]
    }

    private func row(_ title: String, _ old: [HTMLNode], _ new: [HTMLNode], _ classes: String = "") -> HTMLNode {
        .tag(
            "tr", classes, [:],
            [.tag("th", "", ["scope": "row"], title), .tag("td", "", [:], old), .tag("td", "", [:], new)])
    }

    /// `2026-11-22 14:35:06 UTC`
    private static func time(_ time: SnapshotTime) -> HTMLNode {
        let text = time.description
        return .tag("time", "", ["datetime": text], "\(text.prefix(10)) \(text.dropFirst(11).dropLast()) UTC")
    }
}
