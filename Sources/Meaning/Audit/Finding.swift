package import CameraSchema
package import JSONTree
package import SemanticDiff

/// Something that is not as it should be on one camera.
package struct Finding: Sendable {
    package enum Kind: Sendable {
        /// A setting differs from the golden or the majority configuration, which is the old side of the change.
        case deviation(Change)
        case violation(Violation)
    }

    package var kind: Kind
    package var severity: Severity
    /// The position of the waiver that silences it in ``AuditResult/waivers``.
    package internal(set) var waiver: Int?

    init(_ change: Change) {
        kind = .deviation(change)
        severity = Severity(change.impact)
    }

    init(_ violation: Violation) {
        kind = .violation(violation)
        severity = violation.rule.severity
    }

    package static let deviationRule = "difference"

    /// The id of the rule that is broken; `difference` for a deviation.
    package var ruleID: String {
        switch kind {
        case .deviation: Self.deviationRule
        case .violation(let violation): violation.rule.id
        }
    }

    /// `network/port`, `event/alarm-schedule[alarmType=1]`
    package var section: String {
        switch kind {
        case .deviation(let change): change.section
        case .violation(let violation): violation.place.section
        }
    }

    /// The place in the section's canonical form.
    package var pointer: JSONPointer {
        switch kind {
        case .deviation(let change): change.pointer
        case .violation(let violation): violation.place.pointer
        }
    }

    package var change: Change? {
        if case .deviation(let change) = kind { change } else { nil }
    }

    package var violation: Violation? {
        if case .violation(let violation) = kind { violation } else { nil }
    }

    /// Whether it makes the audit fail.
    package var counts: Bool { waiver == nil && severity != .note }
}

/// A rule that a camera breaks at one place.
package struct Violation: Sendable {
    package var rule: Rule
    package var place: AuditPlace
    /// What is there instead, without secrets; nil if nothing is.
    package var actual: JSONValue?
}

/// A place of a camera's configuration.
package struct AuditPlace: Sendable, Hashable {
    package var section: String
    package var pointer: JSONPointer

    package init(_ section: String, _ pointer: JSONPointer = JSONPointer()) {
        self.section = section
        self.pointer = pointer
    }
}

extension AuditPlace: CustomStringConvertible {
    /// As patterns name it: `network/port.64.enable`.
    package var description: String {
        ([section] + pointer.steps).joined(separator: ".")
    }
}

/// A rule of which nobody can tell whether a camera keeps it.
package struct Unchecked: Sendable {
    package var rule: Rule
    package var place: AuditPlace
    /// For people.
    package var reason: String
}

/// How much a finding matters. Errors and warnings make an audit fail; notes do not.
package enum Severity: String, Sendable, Hashable, CaseIterable {
    case error
    case warning
    case note

    /// Of a setting that is not as it should be: what touches security is an error, everything else a warning.
    package init(_ impact: Impact) {
        self = impact == .security ? .error : .warning
    }
}
