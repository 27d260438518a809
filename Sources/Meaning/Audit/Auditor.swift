package import CameraSchema
package import Configuration
import SemanticDiff
package import Snapshots

/// Checks the configurations of many cameras against one configuration, against each other and against rules.
package struct Auditor: Sendable {
    /// What cameras are compared with.
    package enum Reference: Sendable {
        case golden(name: String, Snapshot)
        /// What more than half of the cameras of the audit have, value by value.
        case majority
    }

    package var reference: Reference?
    package var policies: [Policy] = []
    package var waivers: [Waiver] = []
    package var filter = PathFilter()
    /// With which rules recognise values that must not be in use; nil if there is none.
    package var fingerprintKey: FingerprintKey?
    /// Decides which waivers have expired.
    package var now: SnapshotTime

    package let schema: CameraSchema

    package init(schema: CameraSchema, now: SnapshotTime) {
        self.schema = schema
        self.now = now
    }

    /// - Parameters:
    ///   - cameras: with names that differ
    ///   - unread: cameras whose configuration could not be had
    package func audit(_ cameras: [AuditedCamera], unread: [UnreadCamera] = []) -> AuditResult {
        let majority = isMajority ? MajorityConfiguration(cameras, schema, filter: filter) : nil
        let checker = RuleChecker(
            rules: policies.flatMap(\.rules), cameras: cameras, filter: filter, fingerprintKey: fingerprintKey,
            schema: schema)
        var audits = cameras.map { audit($0, against: majority, checker: checker) }
        let waiverUses = WaiverUse.apply(waivers, to: &audits, now: now)
        let common = Self.commonRules(audits)
        return AuditResult(
            reference: resultReference, unreadInGolden: golden.map(unreadSections) ?? [], policies: policies,
            commonRules: common, cameras: Self.worstFirst(audits, common),
            unread: unread.sorted { $0.name < $1.name }, ties: majority?.ties ?? [],
            gaps: reference == nil ? [] : SectionGaps(cameras, golden: golden, schema: schema, filter: filter).gaps,
            waivers: waiverUses)
    }

    private var isMajority: Bool {
        if case .majority? = reference { true } else { false }
    }

    private var golden: Snapshot? {
        if case .golden(_, let snapshot)? = reference { snapshot } else { nil }
    }

    private var resultReference: AuditResult.Reference? {
        switch reference {
        case .golden(let name, let snapshot)?: .golden(Difference.Side(name: name, snapshot: snapshot))
        case .majority?: .majority
        case nil: nil
        }
    }

    private func audit(
        _ camera: AuditedCamera, against majority: MajorityConfiguration?, checker: RuleChecker
    ) -> CameraAudit {
        var audit = CameraAudit(
            name: camera.name, groups: camera.groups, source: camera.source, identity: camera.snapshot.camera,
            taken: camera.snapshot.taken, findings: [], unchecked: [], kept: [], notConcerned: [],
            unreadSections: unreadSections(camera.snapshot), explainedByFirmware: 0, incomparableSecrets: 0)
        if let expected = golden ?? majority?.configuration(for: camera.snapshot) {
            compare(camera, with: expected, &audit)
        }
        for (rule, outcome) in checker.outcomes(of: camera) {
            switch outcome {
            case .kept: audit.kept.append(rule.id)
            case .notConcerned: audit.notConcerned.append(rule.id)
            case .found(let violations, let unchecked):
                audit.findings += violations.map(Finding.init)
                audit.unchecked += unchecked
            }
        }
        return audit
    }

    private func compare(_ camera: AuditedCamera, with expected: Snapshot, _ audit: inout CameraAudit) {
        let difference = Differ(schema: schema, options: DiffOptions(filter: filter)).difference(
            expected, named: "expected", camera.snapshot, named: camera.name)
        audit.findings += difference.settings.filter { !$0.isOfWholeSection }.map(Finding.init)
        audit.explainedByFirmware = difference.firmware.count { !$0.isOfWholeSection }
        audit.incomparableSecrets = difference.incomparableSecrets
    }

    private func unreadSections(_ snapshot: Snapshot) -> [String] {
        let failed = snapshot.sections.filter { name, record in
            guard case .failed = record.status else { return false }
            return filter.concerns(SectionName(name) ?? SectionName(endpoint: name))
        }
        return SectionOrder(schema).sorted(failed.keys)
    }

    private static func commonRules(_ cameras: [CameraAudit]) -> Set<String> {
        var counts: [String: Int] = [:]
        for camera in cameras {
            for id in Set(camera.violations.map(\.ruleID)) { counts[id, default: 0] += 1 }
        }
        return Set(counts.filter { $0.value > cameras.count / 2 }.keys)
    }

    /// First by what sets a camera apart from most others, then by all that was found.
    private static func worstFirst(_ cameras: [CameraAudit], _ common: Set<String>) -> [CameraAudit] {
        // The types are written out: without them this takes the compiler a quarter of a minute.
        let keyed: [(key: [Int], camera: CameraAudit)] = cameras.map { camera in
            let outstanding = camera.standingOut(common)
            let own: [Int] = Severity.allCases.map { severity in -outstanding.count { $0.severity == severity } }
            let all: [Int] = Severity.allCases.map { -camera.count($0) }
            return (key: own + all, camera: camera)
        }
        return keyed.sorted { left, right in
            left.key == right.key ? left.camera.name < right.camera.name : left.key.lexicographicallyPrecedes(right.key)
        }.map(\.camera)
    }
}

extension Change {
    /// What some cameras have and others have not is no deviation; reports list it apart.
    fileprivate var isOfWholeSection: Bool {
        if case .section = detail { true } else { false }
    }
}
