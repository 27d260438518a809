package import CameraSchema
package import JSONTree
package import SemanticDiff
package import Snapshots

/// All that an audit found. Everything is in a fixed order, so that equal cameras give equal reports.
package struct AuditResult: Sendable {
    /// With what the cameras were compared.
    package enum Reference: Sendable {
        case golden(Difference.Side)
        case majority
    }

    /// Nil if the cameras were checked by rules alone.
    package var reference: Reference?
    /// Sections that the golden configuration could not read: no camera is compared there.
    package var unreadInGolden: [String]
    package var policies: [Policy]
    /// Rules that more than half of the cameras break: whoever does so, too, is no outlier.
    package var commonRules: Set<String>
    /// Those that stand out first, then those that break common rules, those without findings last; alike ones by name.
    package var cameras: [CameraAudit]
    /// Cameras whose configuration could not be had, by name.
    package var unread: [UnreadCamera]
    /// Places of which the cameras are not of one mind; nobody is blamed for them.
    package var ties: [Tie]
    /// Sections that not all cameras, or not the golden configuration, have; in the order of the schema.
    package var gaps: [SectionGap]
    package var waivers: [WaiverUse]

    package var findings: [Finding] { cameras.flatMap(\.findings) }

    /// The number of findings of that severity which no waiver silences.
    package func count(_ severity: Severity) -> Int {
        cameras.reduce(0) { $0 + $1.count(severity) }
    }

    /// Findings that a waiver silences.
    package var waivedCount: Int {
        cameras.reduce(0) { $0 + $1.findings.count { $0.waiver != nil } }
    }

    /// Whether something is not as it should be and nobody waived it.
    package var hasFindings: Bool { cameras.contains { $0.findings.contains(where: \.counts) } }

    /// Whether everything could be looked at.
    package var isComplete: Bool {
        unread.isEmpty && unreadInGolden.isEmpty && cameras.allSatisfy(\.unreadSections.isEmpty)
    }
}

/// What an audit found on one camera.
package struct CameraAudit: Sendable {
    package var name: String
    package var groups: [String]
    package var source: String
    package var identity: CameraIdentity
    package var taken: SnapshotTime
    /// Deviations in the order of the schema, then violations in the order of the rules.
    package var findings: [Finding]
    package var unchecked: [Unchecked]
    /// Rules that the camera keeps, and rules that do not concern it, by id.
    package var kept: [String]
    package var notConcerned: [String]
    /// Sections that could not be read when the snapshot was taken: nothing is known of them.
    package var unreadSections: [String]
    /// Differences that another firmware explains.
    package var explainedByFirmware: Int
    /// Secrets that are set here and in the reference, and cannot be compared.
    package var incomparableSecrets: Int

    package func count(_ severity: Severity) -> Int {
        findings.count { $0.waiver == nil && $0.severity == severity }
    }

    /// What sets it apart: its findings but for those that a waiver silences and those of rules that most cameras break.
    package func standingOut(_ commonRules: Set<String>) -> [Finding] {
        findings.filter { $0.waiver == nil && !commonRules.contains($0.ruleID) }
    }

    /// Whether nothing is left to do about it.
    package var isClean: Bool { findings.allSatisfy { $0.waiver != nil } }

    /// The deviations that no waiver silences.
    package var deviations: [Change] { findings.filter { $0.waiver == nil }.compactMap(\.change) }
    /// The findings of rules that no waiver silences.
    package var violations: [Finding] { findings.filter { $0.waiver == nil && $0.violation != nil } }
}

/// A place where no value is that of more than half of the cameras which have the place.
package struct Tie: Sendable {
    package struct Choice: Sendable {
        /// Nil for cameras without the place.
        package var value: JSONValue?
        /// Their names, in the order of the audit.
        package var cameras: [String]
    }

    package var place: AuditPlace
    /// What the schema says of the place.
    package var field: Field?
    /// The most frequent first.
    package var choices: [Choice]

    /// Whether the most frequent values are equally frequent.
    package var isEven: Bool {
        choices.count > 1 && choices[0].cameras.count == choices[1].cameras.count
    }
}

/// A section that some cameras have and some have not: cameras of other models, or with other firmware.
package struct SectionGap: Sendable {
    package var section: String
    /// Nil under the majority, without a comparison, and where the golden configuration could not be read.
    package var isInGolden: Bool?
    package var having: [String]
    package var lacking: [String]
}
