import CameraSchema
import Configuration
package import JSONTree
package import SemanticDiff

/// Says a change in the words of an operator, which all reports share. Plain text of one line. Text from a camera is not made
/// harmless here, because every format does that in its own way.
package enum ChangeWording {
    /// `Send e-mail switched off`; a long value such as a schedule may have several sentences.
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
            case .timeOfDay(let minutes):
                "\(title) \(PlainWording.arrow(change)) (\(Quantity.signedDuration(minutes: minutes)))"
            case .enumeration(let old, let new): Self.sentence(title, words(old, new))
            case .bitmask(let added, let removed): "\(title): \(words(added: added, removed: removed))"
            case .grid(let grid): "\(title) \(words(grid))"
            case .figure(let figure): "\(title) \(FigureWording.words(figure))"
            case .resolution(let resolution):
                "\(title) \(resolution.oldWidth)×\(resolution.oldHeight) → \(resolution.newWidth)×\(resolution.newHeight)"
            case .item: "\(title) \(words(change.kind))"
            case .secret(let secret):
                "\(title) \(words(secret, change)) (\(change.isDocumented ? "secret" : "secret, undocumented"))"
            case .section(let old, let new): words(old, new)
            case .schedule: title
            case .plain: "\(title) \(PlainWording.words(change))"
            }
        if case .secret = change.detail { return sentence }
        return change.isDocumented ? sentence : sentence + " (undocumented)"
    }

    // MARK: - Types

    /// Only an amount gets its numeric difference. For ports, channels and levels it means nothing.
    private static func words(_ number: NumberChange) -> String {
        guard let unit = number.unit else { return "\(number.old) → \(number.new)" }
        return "\(number.old) → \(number.new) \(unit) (\(Quantity.signed(number.difference)))"
    }

    /// Names of several words stand apart from the title: `Full storage: overwrite the oldest → stop recording`.
    private static func sentence(_ title: String, _ names: String) -> String {
        let isLong = names.count { $0 == " " } > 2
        return title + (isLong && !title.contains(":" as Character) ? ": " : " ") + names
    }

    private static func words(_ old: NamedNumber, _ new: NamedNumber) -> String {
        let isTable = old.name != nil || new.name != nil
        func name(_ value: NamedNumber) -> String {
            value.name ?? (isTable ? "\(value.number) (unknown)" : String(value.number))
        }
        return "\(name(old)) → \(name(new))"
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
        let share = Quantity.share(grid.newCount, of: grid.total)
        switch (grid.added, grid.removed) {
        case (0, let removed) where grid.newCount == 0: return "cleared: lost all \(removed) cells"
        case (0, let removed): return "lost \(removed) \(total) (\(grid.newCount) left, \(share) of the picture)"
        case (let added, 0) where grid.oldCount == 0: return "drawn: \(added) \(total) (\(share) of the picture)"
        case (let added, 0): return "gained \(added) \(total) (\(grid.newCount) now, \(share) of the picture)"
        case (let added, let removed):
            return "lost \(removed) and gained \(added) \(total) (\(grid.newCount) now, \(share) of the picture)"
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

    private static func words(_ secret: SecretChange, _ change: Change) -> String {
        // A firmware without the field has neither set nor cleared it.
        if change.cause == .firmware { return words(change.kind) }
        return switch secret {
        case .changed: "changed"
        case .wasSet: "set"
        case .wasCleared: "cleared"
        case .notComparable: "cannot be compared"
        }
    }

    private static func words(_ old: SectionStatus, _ new: SectionStatus) -> String {
        switch (old, new) {
        case (.absent, .present): "Only in the new configuration"
        case (.present, .absent): "Only in the old configuration"
        case (.unsupported, .present): "Supported by the camera now"
        case (.present, .unsupported): "No longer supported by the camera"
        case (_, .unsupported): "Not supported by the new camera"
        case (.unsupported, _): "Not supported by the old camera"
        case (_, .failed), (.failed, _): "Could not be read"
        default: "Changed"
        }
    }

    /// A canonical value for people; long ones are shortened.
    package static func text(_ value: JSONValue) -> String {
        PlainWording.text(value)
    }
}
