package import CameraSchema
import JSONTree
package import Restore
import SemanticDiff
import Snapshots
package import Text

/// A plan for a terminal: the sections in the order of writing, with their changes and dangers, then what is left out.
package struct PlanReport {
    private let plan: RestorePlan
    private let schema: CameraSchema
    private let style: OutputStyle
    private let layout: TextLayout
    private let showsOmitted: Bool

    /// - Parameters:
    ///   - width: columns of the terminal; at least 40 and at most 120 are used
    ///   - showsOmitted: whether everything that is left out is named, or only counted
    package init(
        _ plan: RestorePlan, schema: CameraSchema, style: OutputStyle, width: Int, showsOmitted: Bool = false
    ) {
        self.plan = plan
        self.schema = schema
        self.style = style
        layout = TextLayout(width: width)
        self.showsOmitted = showsOmitted
    }

    /// Lines that end with a newline, at most as wide as the width.
    package func text() -> String {
        var blocks = [
            TextHead(
                old: plan.live, new: plan.desired, labels: ("camera", "wanted"), style: style, layout: layout
            ).lines,
            kinds, unread,
        ]
        blocks += plan.steps.enumerated().map { lines($0.element, number: $0.offset + 1) }
        let omissions = OmissionLines(schema: schema, style: style, layout: layout, showsAll: showsOmitted)
        blocks += [omissions.lines(plan.omissions), layout.lines(PlanWording.closing(plan), styled: style.bold)]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    private func lines(_ step: RestoreStep, number: Int) -> [String] {
        let lines = ChangeLines(style: style, layout: layout)
        let title = SectionTitle(step.section.description, schema)
        return lines.heading(title, number: "\(number). ") + warnings(step) + step.changes.flatMap { lines.lines($0) }
    }

    private func warnings(_ step: RestoreStep) -> [String] {
        var lines = PlanWording.warning(step).map(warning) ?? []
        if !step.clearedSecrets.isEmpty {
            lines += warning("This clears secrets that are not available: \(names(step.clearedSecrets)).")
        }
        let hidden = step.secrets.filter { place in !step.changes.contains { $0.pointer.contains(place) } }
        if !hidden.isEmpty {
            lines += layout.lines(
                "Written with it, because the camera does not show it: \(names(hidden)).", label: "  ", labelWidth: 2,
                styled: style.dim)
        }
        return lines
    }

    private func warning(_ text: String) -> [String] {
        layout.lines(text, label: "  " + style.yellow("!") + " ", labelWidth: 4, styled: style.yellow)
    }

    private func names(_ places: [JSONPointer]) -> String {
        places.map { $0.steps.joined(separator: ".") }.joined(separator: ", ")
    }

    // MARK: - The head

    /// Warnings if the camera and the snapshot are of different kinds.
    private var kinds: [String] {
        let (live, wanted) = (plan.live.camera, plan.desired.camera)
        let differences = [
            ("model", live.model, wanted.model), ("firmware", live.firmware, wanted.firmware),
            ("software", live.software, wanted.software),
        ]
        return differences.filter { $0.1 != $0.2 }.flatMap { name, live, wanted in
            layout.lines(
                "The camera's \(name) is \(live ?? "not known"), the snapshot's \(wanted ?? "not known").", label: "",
                styled: style.yellow)
        }
    }

    private var unread: [String] {
        guard plan.isPartial else { return [] }
        return layout.lines(
            "This plan is partial: some sections could not be read, and nothing is written to them.",
            styled: style.yellow)
    }
}
