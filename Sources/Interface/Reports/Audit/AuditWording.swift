import Audit
import CameraSchema
import Configuration
import JSONTree
import SemanticDiff

/// Sentences of an audit that all its formats share. Deviations use the words of a difference (``ChangeWording``).
/// Plain text of one line; every format makes it harmless in its own way.
enum AuditWording {
    // MARK: - Findings

    /// `RTSP authentication switched off`, or `HTTPS is switched off (network/port.64.enable is off)`
    static func sentence(_ finding: Finding) -> String {
        switch finding.kind {
        case .deviation(let change): ChangeWording.sentences(change).joined(separator: "; ")
        case .violation(let violation): "\(violation.rule.title) (\(evidence(violation)))"
        }
    }

    /// What was found at the place: `network/port.64.enable is off`.
    static func evidence(_ violation: Violation) -> String {
        guard let actual = violation.actual else { return "\(violation.place) is not there" }
        guard SecretState(json: actual) == nil else { return "\(violation.place)" }
        let text =
            if let schedule = WeeklySchedule(json: actual) {
                ScheduleWording.summary(schedule)
            } else {
                ChangeWording.text(actual)
            }
        return "\(violation.place) is \(text)"
    }

    /// What was expected, and what was found; nil where the values say no more than the sentence.
    static func values(_ finding: Finding) -> (expected: String?, found: String?) {
        switch finding.kind {
        case .deviation(let change): (change.shownOld.map(ChangeWording.text), change.shownNew.map(ChangeWording.text))
        case .violation(let violation): (nil, violation.actual.map(ChangeWording.text))
        }
    }

    // MARK: - The whole

    /// `Audit of 200 cameras`
    static func title(_ result: AuditResult) -> String {
        "Audit of \(Quantity.count(result.cameras.count + result.unread.count, "camera"))"
    }

    private static let reading = "Each difference reads from what is expected to what the camera has."

    /// What the cameras were compared with, as sentences.
    static func basis(_ result: AuditResult) -> [String] {
        let comparison: [String] =
            switch result.reference {
            case .golden(let side)?:
                ["Compared with the golden configuration \(side.name), taken \(side.taken). \(reading)"]
            case .majority?: ["Compared with what more than half of the cameras have. \(reading)"]
            case nil: []
            }
        let rules = result.policies.map { policy in
            "Checked by \(policy.title): \(Quantity.count(policy.rules.count, "rule"))."
        }
        return comparison + rules
    }

    /// `3 of 200 cameras are not as they should be: 2 errors, 1 warning; 4 waived`
    static func closing(_ result: AuditResult) -> String {
        let total = result.cameras.count
        let dirty = result.cameras.count { !$0.isClean }
        let waived = result.waivedCount > 0 ? "; \(result.waivedCount) waived" : ""
        guard dirty > 0 else {
            let what = total == 0 ? "No camera was audited" : "Nothing found on \(Quantity.count(total, "camera"))"
            return what + waived + (result.isComplete ? "." : ", as far as could be read.")
        }
        return "\(dirty) of \(Quantity.count(total, "camera")) \(dirty == 1 ? "is" : "are") not as "
            + "\(dirty == 1 ? "it" : "they") should be: \(counts(result.count))\(waived)"
    }

    /// `2 errors, 1 warning`; empty if there are none.
    static func counts(_ count: (Severity) -> Int) -> String {
        Severity.allCases.compactMap { severity in
            let number = count(severity)
            return number == 0 ? nil : Quantity.count(number, severity.rawValue)
        }.joined(separator: ", ")
    }

    // MARK: - What could not be checked

    /// The most values that are listed for a place without a majority. Usually there are two.
    private static let mostChoices = 6

    /// `10 on 2 cameras`, `50 on 2 cameras`, `7 other values`
    static func choices(_ tie: Tie) -> [String] {
        choices(tie) { Quantity.count($0.cameras.count, "camera") }
    }

    /// `10 on a, b`, `50 on c, d`
    static func choicesWithNames(_ tie: Tie, most: Int) -> [String] {
        choices(tie) { names($0.cameras, most: most) }
    }

    private static func choices(_ tie: Tie, _ cameras: (Tie.Choice) -> String) -> [String] {
        let shown = tie.choices.prefix(mostChoices).map { "\(text($0.value, tie.field)) on \(cameras($0))" }
        let rest = tie.choices.count - shown.count
        return rest > 0 ? shown + [Quantity.count(rest, "other value")] : shown
    }

    /// The field's title; for places that the schema does not know, the path.
    static func title(_ tie: Tie) -> String {
        let title = tie.field?.title ?? ""
        return title.isEmpty ? tie.place.pointer.steps.joined(separator: ".") : title
    }

    static func text(_ value: JSONValue?, _ field: Field?) -> String {
        guard let value else { return "nothing" }
        if case .schedule(let shape)? = field?.type, let schedule = WeeklySchedule(json: value) {
            return ScheduleWording.week(schedule, shape).joined(separator: ", ")
        }
        if let grid = CellGrid(json: value) {
            return "\(grid.bits.values.reduce(0) { $0 + $1.nonzeroBitCount }) cells"
        }
        if case .bitmask? = field?.type, let items = value.arrayValue {
            let names = items.compactMap(\.stringValue).map(ChangeWording.bitName)
            return names.isEmpty ? "none" : names.joined(separator: ", ")
        }
        return ChangeWording.text(value.withoutSecretsOfFile(field))
    }

    static let ties =
        "No value is shared by more than half of the cameras here, so no camera is blamed:"
    static let gaps = "Not on all cameras, and compared only where they are:"
    static let unreadCameras = "Could not be audited:"
    static let unreadSections = "Could not be read when the snapshot was taken, so nothing is known about them:"
    static let unchecked = "Could not be checked:"

    /// `only on a, b` or `not on a, b`: names the smaller group, the cameras with the section or those without it.
    static func words(_ gap: SectionGap, mostNames: Int) -> String {
        let golden = gap.isInGolden == false ? "not in the golden configuration; " : ""
        guard !gap.lacking.isEmpty else { return golden + "on all cameras" }
        guard !gap.having.isEmpty else { return golden + "on no camera" }
        let isRare = gap.having.count < gap.lacking.count
        return golden + (isRare ? "only on " : "not on ")
            + names(isRare ? gap.having : gap.lacking, most: mostNames)
    }

    /// `a, b and 3 more`
    static func names(_ names: [String], most: Int) -> String {
        guard names.count > most else { return names.joined(separator: ", ") }
        return "\(names.prefix(most).joined(separator: ", ")) and \(names.count - most) more"
    }

    /// `used, silences 2 findings`
    static func state(_ use: WaiverUse) -> String {
        switch use.state {
        case .used: "silences \(Quantity.count(use.count, "finding"))"
        case .expired where use.count > 0: "expired; it silenced \(Quantity.count(use.count, "finding"))"
        case .expired: "expired, and matches nothing"
        case .unused: "matches nothing"
        }
    }
}

extension JSONValue {
    /// A stand-in for a secret is never shown, whatever a file has in its place.
    fileprivate func withoutSecretsOfFile(_ field: Field?) -> JSONValue {
        field?.role == .secret ? withoutSecrets : withoutFingerprints
    }
}
