import CameraSchema
import JSONTree
import Restore
import Text

/// What a plan leaves out, by reason: a line for each, or every single one.
struct OmissionLines {
    let schema: CameraSchema
    let style: OutputStyle
    let layout: TextLayout
    /// Whether every omission is named, even if it is not a setting.
    let showsAll: Bool

    /// The most titles in the line that sums up a reason.
    private static let shownSections = 4

    func lines(_ omissions: [Omission]) -> [String] {
        let shown = showsAll ? omissions : omissions.filter(\.isSetting)
        guard !shown.isEmpty else { return [] }
        var order: [String] = []
        var groups: [String: [Omission]] = [:]
        for omission in shown {
            if groups[omission.reason.name] == nil { order.append(omission.reason.name) }
            groups[omission.reason.name, default: []].append(omission)
        }
        return layout.lines("Left out:", styled: style.bold) + order.flatMap { lines(of: groups[$0] ?? []) }
    }

    private func lines(of group: [Omission]) -> [String] {
        guard let first = group.first else { return [] }
        let count = String(group.reduce(0) { $0 + $1.count })
        let label = "  " + String(repeating: " ", count: max(0, 4 - count.count)) + count + "  "
        let reason = PlanWording.reason(first.reason)
        guard !showsAll else {
            return layout.lines(reason, label: label, labelWidth: label.count) + group.flatMap { line($0) }
        }
        return layout.lines("\(reason): \(sections(group))", label: label, labelWidth: label.count)
    }

    /// `Video encoding, OSD and 3 more`
    private func sections(_ group: [Omission]) -> String {
        var titles: [String] = []
        for omission in group {
            let title = schema.endpoint(of: omission.section)?.title ?? omission.section.description
            if titles.last != title, !titles.contains(title) { titles.append(title) }
        }
        let more = titles.count - Self.shownSections
        return titles.prefix(Self.shownSections).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private func line(_ omission: Omission) -> [String] {
        let section = SectionTitle(omission.section.description, schema).title
        let title = omission.pointer == nil ? section : "\(section): \(omission.title)"
        let indent = String(repeating: " ", count: 8)
        return layout.lines(
            detail(omission).map { "\(title) (\($0))" } ?? title, label: indent, labelWidth: indent.count,
            styled: style.dim)
    }

    private func detail(_ omission: Omission) -> String? {
        switch omission.reason {
        case .wouldClearSecrets(let places): places.map { $0.steps.joined(separator: ".") }.joined(separator: ", ")
        case .notWritable: nil
        default: omission.reason.detail
        }
    }
}
