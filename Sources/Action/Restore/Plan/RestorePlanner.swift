package import CameraSchema
package import Configuration
import JSONTree
import SemanticDiff
package import Snapshots

/// Works out what must be written to a camera to make it as a snapshot says.
package struct RestorePlanner {
    private let schema: CameraSchema
    private let options: PlanOptions
    private let held: SecretSet
    private let liveSecrets: SecretSet
    private let filter: PathFilter

    /// - Parameters:
    ///   - held: secrets of the wanted configuration, in clear
    ///   - liveSecrets: the secrets that the camera has shown, to compare those without a common fingerprint
    package init(
        schema: CameraSchema, options: PlanOptions = PlanOptions(), held: SecretSet = SecretSet(),
        liveSecrets: SecretSet = SecretSet()
    ) {
        self.schema = schema
        self.options = options
        self.held = held
        self.liveSecrets = liveSecrets
        filter = options.filter
    }

    /// The plan from the live camera to what is desired.
    ///
    /// - Throws: ``MissingSecrets`` if the options require secrets that are not at hand.
    package func plan(
        desired: Snapshot, named desiredName: String, live: Snapshot, named liveName: String
    ) throws(MissingSecrets) -> RestorePlan {
        let changes = changesBySection(from: live, to: desired)
        var plan = RestorePlan(
            desired: .init(name: desiredName, snapshot: desired), live: .init(name: liveName, snapshot: live))
        for section in sections(desired, live) {
            let name = section.description
            guard let old = live.sections[name], let new = desired.sections[name], old.status == .ok, new.status == .ok
            else {
                if let omission = sectionOmission(section, desired: desired.sections[name], live: live.sections[name]) {
                    plan.omissions.append(omission)
                }
                continue
            }
            let result = step(section, changes[name] ?? [], desired: new, live: old, of: (desired, live))
            plan.omissions += result.omissions
            if let step = result.step { plan.steps.append(step) }
        }
        let missing = plan.omissions.filter(\.reason.isMissingSecret)
        if options.secrets.contains(.mustBeHeld), !missing.isEmpty { throw MissingSecrets(omissions: missing) }
        return plan
    }

    // MARK: - Differences

    /// The changes by section: those of what is written by default, and the others, which are named but never used to match items.
    private func changesBySection(from live: Snapshot, to desired: Snapshot) -> [String: [Change]] {
        let included: Set<Role> = options.including.contains(.identity) ? [.identity] : []
        func differences(including roles: Set<Role>) -> [Change] {
            Differ(schema: schema, options: DiffOptions(include: roles, filter: filter))
                .difference(live, named: "", desired, named: "").changes
        }
        let others = differences(including: Set(Role.allCases)).filter {
            !Self.isCompared($0.role) && !included.contains($0.role)
        }
        return Dictionary(grouping: differences(including: included) + others, by: \.section)
    }

    private static func isCompared(_ role: Role) -> Bool {
        switch role {
        case .setting, .secret, .key: true
        case .identity, .volatile, .readOnly, .constraint, .action: false
        }
    }

    private func sections(_ desired: Snapshot, _ live: Snapshot) -> [SectionName] {
        let names = Set(desired.sections.keys).union(live.sections.keys)
        return RestoreOrder(schema).sorted(names.map { SectionName($0) ?? SectionName(endpoint: $0) })
    }

    // MARK: - Sections

    /// The omission of a section that one side does not have; nil if there is nothing to say.
    private func sectionOmission(
        _ section: SectionName, desired: SectionRecord?, live: SectionRecord?
    ) -> Omission? {
        guard let endpoint = schema.endpoint(of: section), endpoint.isWritten, filter.concerns(section),
            let reason = reasonForAbsence(desired: desired?.status, live: live?.status)
        else { return nil }
        return Omission(section: section, title: endpoint.title, reason: reason)
    }

    private func reasonForAbsence(desired: RecordStatus?, live: RecordStatus?) -> Omission.Reason? {
        switch (desired, live) {
        case (.failed(let reason)?, .ok?), (.failed(let reason)?, .failed?):
            .unread("the snapshot could not read it: \(reason)")
        case (.ok?, .failed(let reason)?): .unread("the camera could not be asked: \(reason)")
        case (.ok?, .unsupported(let reason)?): .notOnCamera(reason)
        case (.ok?, nil): .notOnCamera("the camera was not asked for it")
        case (.unsupported(let reason)?, .ok?): .notInSnapshot(reason)
        case (nil, .ok?): .notInSnapshot("the snapshot does not speak of it")
        default: nil
        }
    }

    private func step(
        _ section: SectionName, _ changes: [Change], desired: SectionRecord, live: SectionRecord,
        of snapshots: (desired: Snapshot, live: Snapshot)
    ) -> (step: RestoreStep?, omissions: [Omission]) {
        let endpoint = schema.endpoint(of: section)
        let (wanted, camera) = (snapshots.desired.camera, snapshots.live.camera)
        let writability = Writability(
            endpoint: endpoint, options: options, isOtherModel: wanted.model != camera.model,
            isOtherFirmware: (wanted.firmware, wanted.software) != (camera.firmware, camera.software))
        var omissions: [Omission] = []
        var writable: [Change] = []
        for change in changes {
            guard let reason = writability.reason(change) else {
                writable.append(change)
                continue
            }
            omissions.append(
                Omission(section: section, pointer: change.pointer, title: change.title, reason: reason))
        }
        guard let endpoint, endpoint.isWritten else { return (nil, omissions) }
        var planner = SectionPlanner(
            section, endpoint, live: live, desired: desired,
            secrets: SectionSecrets(endpoint: endpoint, held: held[section], live: liveSecrets[section]),
            rules: options.secrets, bounds: endpoint.scope.flatMap { snapshots.live.sections[$0.endpoint]?.config })
        let step = planner.step(writable) { filter.includes(section, $0) }
        return (step, omissions + planner.omissions)
    }
}

/// Secrets that a restore needs and nobody holds.
package struct MissingSecrets: Error, Sendable, Hashable {
    package let omissions: [Omission]
}

extension MissingSecrets: CustomStringConvertible {
    package var description: String {
        let places = omissions.map { "\($0.section): \($0.title)" }
        return "secrets are missing: " + places.joined(separator: "; ")
    }
}

extension Omission.Reason {
    fileprivate var isMissingSecret: Bool {
        switch self {
        case .secretNotHeld, .wouldClearSecrets: true
        default: false
        }
    }
}
