import CameraSchema
import Configuration
package import JSONTree
package import SemanticDiff

/// Says a change as an operator would: the words that all reports share. Plain text of one line; what comes from a camera
/// is not made harmless here, because every format has its own way.
package enum ChangeWording {
    /// `Send e-mail switched off`; long things such as schedules may have several sentences.
    package static func sentences(_ change: Change) -> [String] {
        switch change.detail {
        case .schedule(let schedule): ScheduleWording.sentences(schedule).map { "\(change.title): \($0)" }
        default: [sentence(change)]
        }
    }

    private static func sentence(_ change: Change) -> String {
        let title = change.title
        let sentence =
            switch change.detail {
            case .toggle(let isOn): "\(title) switched \(isOn ? "on" : "off")"
            case .number(let number): "\(title) \(words(number))"
            case .timeOfDay(let minutes): "\(title) \(arrow(change)) (\(Quantity.signedDuration(minutes: minutes)))"
            case .enumeration(let old, let new): "\(title) \(words(old)) → \(words(new))"
            case .bitmask(let added, let removed): "\(title): \(words(added: added, removed: removed))"
            case .grid(let grid): "\(title) \(words(grid))"
            case .figure(let figure): "\(title) \(FigureWording.words(figure))"
            case .resolution(let resolution):
                "\(title) \(resolution.oldWidth)×\(resolution.oldHeight) → \(resolution.newWidth)×\(resolution.newHeight)"
            case .item: "\(title) \(words(change.kind))"
            case .secret(let secret): "\(title) \(words(secret)) (secret)"
            case .section(let old, let new): words(old, new)
            case .schedule: title
            case .plain: plain(change)
            }
        return change.isDocumented ? sentence : sentence + " (undocumented)"
    }

    // MARK: - Types

    private static func words(_ number: NumberChange) -> String {
        let unit = number.unit.map { " \($0)" } ?? ""
        return "\(number.old) → \(number.new)\(unit) (\(Quantity.signed(number.difference)))"
    }

    private static func words(_ number: NamedNumber) -> String {
        number.name ?? String(number.number)
    }

    private static func words(added: [String], removed: [String]) -> String {
        let parts = [(added, "added"), (removed, "removed")].filter { !$0.0.isEmpty }.map { names, verb in
            "\(names.map(bitName).joined(separator: ", ")) \(verb)"
        }
        return parts.joined(separator: "; ")
    }

    /// `FTP (bit 3)` is FTP to the operator; a bit without a name is its number.
    static func bitName(_ canonical: String) -> String {
        guard canonical.hasSuffix(")"), let open = canonical.lastIndex(of: "(") else { return canonical }
        return String(canonical[..<open].dropLast())
    }

    private static func words(_ grid: GridChange) -> String {
        let total = "of \(grid.total) cells"
        switch (grid.added, grid.removed) {
        case (0, let removed) where grid.newCount == 0: return "cleared: lost all \(removed) cells"
        case (0, let removed): return "lost \(removed) \(total) (\(grid.newCount) left)"
        case (let added, 0) where grid.oldCount == 0: return "drawn: \(added) \(total)"
        case (let added, 0): return "gained \(added) \(total) (\(grid.newCount) now)"
        case (let added, let removed): return "lost \(removed) and gained \(added) \(total) (\(grid.newCount) now)"
        }
    }

    private static func words(_ kind: Change.Kind) -> String {
        switch kind {
        case .added: "added"
        case .removed: "removed"
        case .changed: "changed"
        case .moved: "moved to another position"
        }
    }

    private static func words(_ secret: SecretChange) -> String {
        switch secret {
        case .changed: "changed"
        case .wasSet: "set"
        case .wasCleared: "cleared"
        case .notComparable: "cannot be compared"
        }
    }

    private static func words(_ old: SectionFate, _ new: SectionFate) -> String {
        switch (old, new) {
        case (.absent, .present): "the section is new in the second configuration"
        case (.present, .absent): "the section is not in the second configuration"
        case (.unsupported, .present): "the camera supports this section now"
        case (.present, .unsupported): "the camera no longer supports this section"
        case (_, .unsupported): "the camera does not support this section"
        case (_, .failed), (.failed, _): "the section could not be read"
        default: "the section changed"
        }
    }

    // MARK: - Plain values

    private static func plain(_ change: Change) -> String {
        switch (change.old, change.new) {
        case (nil, let new?): "\(change.title) added: \(text(new))"
        case (let old?, nil): "\(change.title) removed: was \(text(old))"
        default: "\(change.title) \(arrow(change))"
        }
    }

    private static func arrow(_ change: Change) -> String {
        "\(change.old.map(text) ?? "nothing") → \(change.new.map(text) ?? "nothing")"
    }

    /// A canonical value for people.
    package static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "nothing"
        case .bool(let flag): flag ? "on" : "off"
        case .number(let number): number.text
        case .string(let text):
            TimeOfDay(text) != nil || Enumeration.number(inCanonical: text) != nil ? bitName(text) : "\"\(text)\""
        case .array, .object: SecretState(json: value) == nil ? value.compactText : "a secret"
        }
    }
}
